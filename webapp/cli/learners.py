"""`flask --app wsgi learners …`: the operator's work on accounts and guests."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

learners = AppGroup("learners", help="Look after learners.")


@learners.command("purge-guests")
def purge_guests() -> None:
    """Delete guests whom nobody has used for 90 days, with their marks; print how many."""
    from webapp.accounts.guests import purge_guests as purge
    from webapp.web.site.extensions import db
    from webapp.web.site.purges import run_purge

    click.echo(f"{run_purge(lambda: nullcontext(db.session()), purge)} guests were deleted")


@learners.command("reset-link")
@click.argument("name")
def reset_link(name: str) -> None:
    """Print a link by which the learner with that name sets a new password, once, within an hour."""
    from webapp.accounts.recovery import make_reset
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db
    from webapp.web.site.security_log import security_event
    from webapp.web.site.services import settings

    with writing(db.session()) as session:
        made = make_reset(session, name, datetime.now(UTC))
    if made is None:
        raise click.ClickException(f"there is no account with the username or address {name}")
    token, learner_id = made
    security_event("reset_link_made", user=learner_id)
    click.echo(f"{settings().site_url}/reset-password/{token}")


@learners.command("end-second-step")
@click.argument("name")
def end_second_step(name: str) -> None:
    """Let the learner with that name sign in without the second step: phone and recovery codes are lost.

    Passkeys stay. Make sure first that it is the owner who asks.
    """
    from webapp.accounts.directory import find_learner
    from webapp.accounts.second_step import forget_second_step
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db
    from webapp.web.site.security_log import security_event

    with writing(db.session()) as session:
        learner_id = find_learner(session, name)
        if learner_id is None:
            raise click.ClickException(f"there is no account with the username or address {name}")
        was_on = forget_second_step(session, learner_id)
    if not was_on:
        raise click.ClickException(f"{name} is not asked for a second step")
    security_event("second_step_ended", user=learner_id)
    click.echo(f"{name} signs in without a second step now")
