"""`flask --app wsgi doctor`: what is well with the site, and what to do about the rest."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext


@click.command("doctor")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How results are printed."
)
@click.pass_context
@with_appcontext
def doctor(context: click.Context, form: str) -> None:
    """Look the site over: each part with ok or what to do; exit 1 where something is wrong."""
    from webapp.catalog.sanitize import on_one_line
    from webapp.doctor.checkup import full_checkup
    from webapp.doctor.result import WRONG
    from webapp.web.site.extensions import db
    from webapp.web.site.services import catalog, settings

    results = full_checkup(settings(), db.session(), catalog())
    if form == "json":
        click.echo(
            json.dumps([{"part": r.part, "state": r.state, "text": r.text} for r in results], indent=2)
        )
    else:
        for result in results:
            click.echo(on_one_line(f"{result.part:<11} {result.state:<6} {result.text}"))
    if any(result.state == WRONG for result in results):
        context.exit(1)
