"""What becomes of an account: disabled, enabled, an administrator's, deleted."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from webapp.cli.learners.group import BY_COMMAND, acting_on, learners


@learners.command("disable")
@click.argument("name")
@click.option("--reason", default="", help="What the owner is told about it, in at most 500 characters.")
def disable(name: str, reason: str) -> None:
    """Sign the learner with that name out everywhere and let nobody sign in; nothing is lost."""
    from webapp.web.admin import learner_deeds

    with acting_on(name) as (session, learner_id):
        learner_deeds.disable(session, learner_id, BY_COMMAND, datetime.now(UTC), reason)
    click.echo(f"{name} is disabled")


@learners.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Let the learner with that name sign in again."""
    from webapp.web.admin import learner_deeds

    with acting_on(name) as (session, learner_id):
        learner_deeds.enable(session, learner_id, BY_COMMAND, datetime.now(UTC))
    click.echo(f"{name} can sign in again")


@learners.command("promote")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Make an ordinary learner of an administrator.")
def promote(name: str, remove: bool) -> None:
    """Make the learner with that name an administrator. The last administrator stays one."""
    from webapp.web.admin import learner_deeds

    change = learner_deeds.demote if remove else learner_deeds.promote
    with acting_on(name) as (session, learner_id):
        change(session, learner_id, BY_COMMAND, datetime.now(UTC))
    click.echo(f"{name} is {'no longer' if remove else 'now'} an administrator")


@learners.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Delete the learner with that name and everything of theirs at once; nobody can take it back."""
    from webapp.accounts.administration import keep_an_admin
    from webapp.portability.deletion import remove_learner
    from webapp.web.site.security_log import security_event

    if not yes:
        _ask(name)
    with acting_on(name) as (session, learner_id):
        keep_an_admin(session, learner_id)
        remove_learner(session, learner_id)
        security_event("account_deleted", user=learner_id, staff=BY_COMMAND)
    click.echo(f"{name} is deleted")


def _ask(name: str) -> None:
    from webapp.cli.learners.group import number_of
    from webapp.db.unit_of_work import end_reading
    from webapp.operators.details import learner_details
    from webapp.web.site.extensions import db

    session = db.session()
    found = learner_details(session, number_of(session, name), datetime.now(UTC))
    end_reading(session)
    if found is not None:
        click.echo(
            f"This deletes {found.account.username} ({found.account.email or 'no address'}): "
            f"{found.marks} marks on {found.roadmaps} roadmaps with their history, "
            f"{found.records} records, {found.sessions} sessions."
        )
    click.confirm("Delete it", abort=True)
