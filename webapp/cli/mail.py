"""`flask --app wsgi mail …`: whether mail works."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

mail = AppGroup("mail", help="Try whether mail works.")


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a mail to ADDRESS at once, without the queue, and say what happened."""
    from webapp.accounts.addresses import read_address
    from webapp.accounts.errors import AccountError
    from webapp.mail.message import make_message
    from webapp.mail.transport import NotSent, send_message
    from webapp.web.site.mail_templates import render_mail
    from webapp.web.site.services import settings

    try:
        to = read_address(address)
    except AccountError as error:
        raise click.ClickException(str(error)) from error
    with current_app.test_request_context():
        message = make_message(settings(), to, render_mail("test"))
    try:
        place = send_message(settings(), message)
    except NotSent as error:
        raise click.ClickException(f"Nothing was sent to {to}: {error}.") from error
    if settings().mail_url:
        click.echo(f"{place} has accepted a mail to {to} from {message['From']}.")
    else:
        click.echo(f"MAIL_URL is not set, so the mail to {to} was written to {place}.")
