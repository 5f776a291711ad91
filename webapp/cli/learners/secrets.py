"""Secrets of learners, after the site's secret key was replaced."""

from __future__ import annotations

import click

from webapp.cli.learners.group import learners


@learners.command("reseal")
def reseal() -> None:
    """Encrypt the secrets of authenticator apps with SECRET_KEY; SECRET_KEY_PREVIOUS reads them."""
    from webapp.accounts.totp import reseal_secrets
    from webapp.db.unit_of_work import writing
    from webapp.web.site.extensions import db
    from webapp.web.site.services import settings

    sealed = lost = 0
    last: int | None = 0
    while last is not None:
        with writing(db.session()) as session:
            done = reseal_secrets(session, settings().secret_keys, last)
        sealed, lost, last = sealed + done.sealed, lost + done.lost, done.last
    click.echo(f"{sealed} secrets of authenticator apps were sealed with the present key")
    if lost:
        raise click.ClickException(
            f"{lost} can be read neither with SECRET_KEY nor with SECRET_KEY_PREVIOUS. Name the key of before"
            " as SECRET_KEY_PREVIOUS and run this again"
        )
