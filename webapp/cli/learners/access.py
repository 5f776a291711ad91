"""Who gets into an account: a link for a new password, the end of the second step, of all sessions."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from webapp.cli.learners.group import BY_COMMAND, acting_on, learners


@learners.command("reset-link")
@click.argument("name")
def reset_link(name: str) -> None:
    """Print a link by which the learner with that name sets a new password, once, within an hour."""
    from webapp.web.admin.learner_deeds import make_reset_link

    with acting_on(name) as (session, learner_id):
        link = make_reset_link(session, learner_id, BY_COMMAND, datetime.now(UTC))
    click.echo(f"{name} sets a new password here, once, within an hour:", err=True)
    click.echo(link)


@learners.command("end-second-step")
@click.argument("name")
def end_second_step(name: str) -> None:
    """Let the learner with that name sign in without the second step: phone and recovery codes are lost.

    Passkeys stay. Make sure first that it is the owner who asks.
    """
    from webapp.web.admin import learner_deeds

    with acting_on(name) as (session, learner_id):
        learner_deeds.end_second_step(session, learner_id, BY_COMMAND, datetime.now(UTC))
    click.echo(f"{name} signs in without a second step now")


@learners.command("sign-out")
@click.argument("name")
def sign_out(name: str) -> None:
    """End all sessions of the learner with that name, who can sign in again."""
    from webapp.web.admin import learner_deeds

    with acting_on(name) as (session, learner_id):
        learner_deeds.sign_out(session, learner_id, BY_COMMAND, datetime.now(UTC))
    click.echo(f"{name} is signed out everywhere")
