"""Who gets into an account: a link for a new password, the end of the second step, of all sessions."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from webapp.cli.learners.group import acting_on, learners


@learners.command("reset-link")
@click.argument("name")
def reset_link(name: str) -> None:
    """Print a link by which the learner with that name sets a new password, once, within an hour."""
    from webapp.accounts.recovery import add_reset
    from webapp.db.learners import lock_learner
    from webapp.web.site.security_log import security_event
    from webapp.web.site.services import settings

    with acting_on(name) as (session, learner_id):
        lock_learner(session, learner_id)
        token = add_reset(session, learner_id, datetime.now(UTC))
        security_event("reset_link_made", user=learner_id, staff=0)
    click.echo(f"{settings().site_url}/reset-password/{token}")


@learners.command("end-second-step")
@click.argument("name")
def end_second_step(name: str) -> None:
    """Let the learner with that name sign in without the second step: phone and recovery codes are lost.

    Passkeys stay. Make sure first that it is the owner who asks.
    """
    from webapp.accounts.second_step import forget_second_step
    from webapp.web.site.security_log import security_event

    with acting_on(name) as (session, learner_id):
        if not forget_second_step(session, learner_id):
            raise click.ClickException(f"{name} is not asked for a second step")
        security_event("second_step_ended", user=learner_id, staff=0)
    click.echo(f"{name} signs in without a second step now")


@learners.command("sign-out")
@click.argument("name")
def sign_out(name: str) -> None:
    """End all sessions of the learner with that name, who can sign in again."""
    from webapp.accounts.sessions import close_sessions
    from webapp.db.learners import lock_learner
    from webapp.web.site.security_log import security_event

    with acting_on(name) as (session, learner_id):
        lock_learner(session, learner_id)
        close_sessions(session, learner_id)
        security_event("signed_out_by_staff", user=learner_id, staff=0)
    click.echo(f"{name} is signed out everywhere")
