"""`milepost`, the command of an installed wheel: `flask --app wsgi` for the site in the present folder.

`milepost serve` is the server, as `python -m deploy.serve` is in a checkout.
"""

from __future__ import annotations

import sys

from flask.cli import cli

SERVE = "serve"


def main() -> None:
    """Runs a command, or the server."""
    arguments = sys.argv[1:]
    if arguments[:1] == [SERVE]:
        from deploy.serve import main as serve

        # SIGUSR2 starts a new server with these.
        sys.argv[1:] = arguments[1:]
        serve()
        return
    cli.main(args=["--app", "wsgi", *arguments], prog_name="milepost")
