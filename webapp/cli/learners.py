"""`flask --app wsgi learners …`: the operator's work on accounts and guests."""

from __future__ import annotations

from contextlib import nullcontext

import click
from flask.cli import AppGroup

learners = AppGroup("learners", help="Look after learners.")


@learners.command("purge-guests")
def purge_guests() -> None:
    """Delete guests whom nobody has used for 90 days, with their marks; print how many."""
    from webapp.web.site.background import purge_all_guests
    from webapp.web.site.extensions import db

    click.echo(f"{purge_all_guests(lambda: nullcontext(db.session()))} guests were deleted")
