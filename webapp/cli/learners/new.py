"""New accounts: made by the operator, or by whoever has an invitation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from webapp.cli.learners.group import learners


@learners.command("create")
@click.argument("name")
@click.argument("address")
@click.option("--admin", is_flag=True, help="Make the account an administrator's.")
def create(name: str, address: str, admin: bool) -> None:
    """Make an account, and print a link by which its owner sets a password, once, within an hour."""
    from webapp.accounts.administration import promote
    from webapp.accounts.errors import AccountErrors
    from webapp.accounts.recovery import add_reset
    from webapp.accounts.sign_up import prepare_without_password, sign_up
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db
    from webapp.web.site.security_log import security_event
    from webapp.web.site.services import settings

    now = datetime.now(UTC)
    try:
        new = prepare_without_password(name, address, is_verified=False)
        with writing(db.session()) as session:
            learner_id = sign_up(session, new, now)
            session.flush()
            if admin:
                promote(session, learner_id)
            token = add_reset(session, learner_id, now)
            security_event("account_made", user=learner_id, staff=0)
    except AccountErrors as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} sets a password here, once, within an hour:", err=True)
    click.echo(f"{settings().site_url}/reset-password/{token}")


@learners.command("invite")
@click.option(
    "--uses", type=click.IntRange(1, 1000), default=1, help="How many people may use it; 1 if left out."
)
@click.option(
    "--days", type=click.IntRange(1, 365), default=14, help="How long it works; 14 days if left out."
)
@click.option("--note", "text", default="", help="What it is for, which only operators see.")
def invite(uses: int, days: int, text: str) -> None:
    """Print a link by which people may sign up where SIGN_UP is invite."""
    from webapp.accounts.invitations import make_invitation
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db
    from webapp.web.site.security_log import security_event
    from webapp.web.site.services import settings

    now = datetime.now(UTC)
    with writing(db.session()) as session:
        code = make_invitation(session, text, uses, now + timedelta(days=days), now)
        security_event("invitation_made", staff=0, uses=uses)
    click.echo(f"{settings().site_url}/signup?invitation={code}")
