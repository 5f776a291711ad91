"""Commands on the outline of a roadmap: `content layout`, `outline`, `new` and `topic`."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from webapp.catalog.ledger import FILE
from webapp.catalog.loading.load import load
from webapp.catalog.sanitize import on_one_line
from webapp.cli.content.group import content, reserved_slugs, roadmap_folder, settings


@content.command("layout")
@click.argument("slug")
@click.option("--fix", is_flag=True, help="Put ids back into lines that have lost them.")
def layout(slug: str, fix: bool) -> None:
    """Draw the map of a roadmap from its outline: writes <slug>.json, gives new topics their ids, renames
    text files.
    """
    from webapp.authoring.layout import layout_map
    from webapp.catalog.outline_file.read import outline_path

    folder = roadmap_folder(slug)
    if not outline_path(folder).is_file():
        raise click.ClickException(f"{outline_path(folder)}: there is no such outline. {_instead(slug)}")
    with _reported(outline_path(folder)):
        report = layout_map(folder, puts_back=fix, ledger_day=date.today())
    click.echo(f"{report.map_path}: {'drawn' if report.has_changed else 'unchanged'}")
    for label, topic_id in report.put_back:
        click.echo(f"  put back: {label} has its id {topic_id} again")
    for label in report.new_labels:
        click.echo(f"  new: {label}")
    for topic in report.gone:
        click.echo(f"  gone: {topic.name}; if it was renamed, write {{#{topic.id}}} at its line")
    for entry in report.ledger:
        click.echo(f"  {FILE}: {entry.words}; check it")
    for before, after in report.renamed:
        click.echo(f"  renamed: {before} is now {after}")
    for item in report.without_text:
        click.echo(f"  no text yet: {item.label}")
    for doubt in report.doubts:
        click.echo(f"  look at {doubt}")


def _instead(slug: str) -> str:
    """Returns what to do where a roadmap has no outline."""
    if roadmap_folder(slug).is_dir():
        return f"`content outline {slug} --write` makes one from a map."
    base = settings().content_dir / "roadmaps"
    names = [path.name for path in base.iterdir() if path.is_dir()] if base.is_dir() else []
    near = difflib.get_close_matches(slug, names, 1)
    return f"Did you mean {near[0]}?" if near else f"`content new {slug}` begins a roadmap."


@content.command("outline")
@click.argument("slug")
@click.option("--write", "is_written", is_flag=True, help="Write it beside the map instead of printing it.")
def outline(slug: str, is_written: bool) -> None:
    """Write an outline from a map that was drawn by hand; all ids stay."""
    from webapp.authoring.files import write_file
    from webapp.authoring.outline import NoMap, outline_text
    from webapp.catalog.outline_file.read import outline_path

    roadmap = load(settings().content_dir, reserved=()).roadmaps.get(slug)
    if roadmap is None:
        if not roadmap_folder(slug).is_dir():
            raise click.ClickException(f"{roadmap_folder(slug)}: there is no such roadmap. {_instead(slug)}")
        raise click.ClickException(f"{roadmap_folder(slug)} has an error; `content check` names it.")
    try:
        text = outline_text(roadmap)
    except NoMap as error:
        raise click.ClickException(str(error)) from error
    if not is_written:
        click.echo(text, nl=False)
        return
    path = outline_path(roadmap_folder(slug))
    if path.exists():
        raise click.ClickException(f"{path} is there already. Move it away first.")
    write_file(path, text)
    click.echo(f"{path}: written. `content layout {slug}` draws the map anew from it.")


@content.command("new")
@click.argument("slug")
@click.option("--title", help="Its heading; with --outline, the title of that file.")
@click.option("--description", help="One line on what it teaches.")
@click.option("--kind", type=click.Choice(["role", "skill"]), help="Whether it leads to a role or a skill.")
@click.option(
    "--outline",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Begin with this outline instead of an example.",
)
def new(slug: str, title: str | None, description: str | None, kind: str | None, source: Path | None) -> None:
    """Begin a roadmap: front matter with every key, an outline, its map, and a file for each text.

    What no option says is asked for; where nobody answers, it has a default.
    """
    from webapp.authoring.layout import read_outline_text
    from webapp.authoring.new import CannotCreateRoadmap, NewRoadmap, check_slug, create_roadmap
    from webapp.catalog.outline_file.parse import parse_outline
    from webapp.catalog.outline_file.read import outline_path
    from webapp.catalog.slug import readable

    root = settings().content_dir
    try:
        with _reported(source or outline_path(roadmap_folder(slug))):
            check_slug(root, slug, reserved_slugs())
            outline = read_outline_text(source) if source else ""
            if source:
                title = title or parse_outline(outline, needs_ids=False).title
            title = _asked("Title", title, readable(slug))
            description = _asked("Description", description, f"Learn {title} step by step")
            kind = _asked("Kind", kind, "skill", click.Choice(["role", "skill"]))
            roadmap = NewRoadmap(slug, title, description, f"{kind}-roadmap", outline)
            report = create_roadmap(root, roadmap, reserved_slugs())
    except CannotCreateRoadmap as error:
        raise click.ClickException(str(error)) from error
    topics = "1 topic" if len(report.without_text) == 1 else f"{len(report.without_text)} topics"
    click.echo(f"{report.map_path.parent}: begun as {title!r}, with {topics}.")
    click.echo(f"Write on in {slug}.outline.md; `make dev` shows it at /dev/preview/{slug} while you do.")
    click.echo("Each topic has a file below content/ that waits for its text.")


def _asked(question: str, given: str | None, default: str, kind: click.Choice[str] | None = None) -> str:
    """Returns what an option said, else what is answered, else the default where nobody can answer."""
    if given is not None:
        return given
    try:
        return str(click.prompt(question, default=default, type=kind))
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo()
        return default


@content.command("topic")
@click.argument("slug")
@click.argument("label")
@click.option("--under", required=True, help="The main topic or group that it belongs to: its label or id.")
def topic(slug: str, label: str, under: str) -> None:
    """Add a topic at the end of a main topic or group, with a file for its text, and draw the map."""
    from webapp.authoring.topic import CannotAddTopic, add_topic
    from webapp.catalog.outline_file.read import outline_path

    try:
        with _reported(outline_path(roadmap_folder(slug))):
            path = add_topic(settings().content_dir, slug, label, under)
    except CannotAddTopic as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{path}: write its text here.")


@contextmanager
def _reported(source: Path) -> Iterator[None]:
    """Reports an outline's mistakes as the command's error, with the name of its file."""
    from webapp.catalog.outline_file.parse import OutlineError

    try:
        yield
    except OutlineError as error:
        said = "\n".join(on_one_line(f"{source}: {mistake}") for mistake in error.mistakes)
        raise click.ClickException(said) from error
