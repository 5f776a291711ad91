"""`flask --app wsgi learners …`: the operator's work on accounts and guests."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

learners = AppGroup("learners", help="Look after learners.")


@learners.command("purge-guests")
def purge_guests() -> None:
    """Delete guests whom nobody has used for 90 days, with their marks; print how many."""
    from webapp.accounts import guests
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db

    deleted, last, is_done = 0, 0, False
    while not is_done:
        # Each batch is a transaction of its own, so that learners can write in between.
        with writing(db.session()) as session:
            count, last = guests.purge_guests(session, datetime.now(UTC), last)
        deleted += count
        is_done = last == 0
    click.echo(f"{deleted} guests were deleted")
