"""The commands: `flask --app wsgi content …`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from webapp.catalog.load import load
from webapp.catalog.report import as_json, as_text
from webapp.config import Settings

content = AppGroup("content", help="Check and prepare content.")


def init_commands(app: Flask) -> None:
    """Adds the commands to `flask`."""
    app.cli.add_command(content)


@content.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How findings are printed.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.pass_context
def check(context: click.Context, folder: Path | None, form: str, strict: bool) -> None:
    """Name every finding of a content tree, with file and field; exit 1 where something is an error."""
    catalog = load(folder or _settings().content_dir)
    click.echo(as_json(catalog) if form == "json" else as_text(catalog))
    severities = {f.severity for f in catalog.findings}
    if "error" in severities or (strict and "warning" in severities):
        context.exit(1)


@content.command("layout")
@click.argument("slug")
def layout(slug: str) -> None:
    """Draw the map of a roadmap from its outline: writes <slug>.json beside <slug>.outline.md, and ids into the outline."""
    from webapp.catalog.outline_file import OutlineError, parse_outline
    from webapp.catalog.outline_words import with_ids
    from webapp.drawing.layout import lay_out

    folder = _settings().content_dir / "roadmaps" / slug
    source = folder / f"{slug}.outline.md"
    if not source.is_file():
        raise click.ClickException(f"{source}: there is no such outline")
    before = source.read_text(encoding="utf-8")
    text = with_ids(before)
    try:
        outline = parse_outline(text)
    except OutlineError as error:
        raise click.ClickException(f"{source}: {error}") from error
    if text != before:
        source.write_text(text, encoding="utf-8")
    import json

    target = folder / f"{slug}.json"
    target.write_text(json.dumps(lay_out(outline), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(f"{target}: drawn")


def _settings() -> Settings:
    from flask import current_app

    found: Settings = current_app.config["SETTINGS"]
    return found
