"""Guests whom nobody uses any more."""

from __future__ import annotations

from contextlib import nullcontext

import click

from webapp.cli.learners.group import learners


@learners.command("purge-guests")
def purge_guests() -> None:
    """Delete guests whom nobody has used for 90 days, with their marks; print how many."""
    from webapp.accounts.guests import purge_guests as purge
    from webapp.web.site.extensions import db
    from webapp.web.site.purges import run_purge

    click.echo(f"{run_purge(lambda: nullcontext(db.session()), purge)} guests were deleted")
