"""`flask --app wsgi content …`: the commands for authors, and for reloading the content."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from webapp.catalog.loading.load import Loader, load
from webapp.catalog.report import as_json, as_text
from webapp.catalog.sanitize import on_one_line
from webapp.config import Settings


class _ContentGroup(AppGroup):
    """A group whose commands report an error of the file system in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(
                f"{error.filename}: {error.strerror}" if error.filename else str(error)
            ) from error


content = _ContentGroup("content", help="Check and prepare content.")


@content.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How findings are printed."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, and then check.")
@click.pass_context
def check(context: click.Context, folder: Path | None, form: str, strict: bool, fix: bool) -> None:
    """Name every finding of a content tree, with file and field; exit 1 where something is an error."""
    from webapp.authoring.fix import fix_tree
    from webapp.authoring.letters import letter_findings
    from webapp.drawing.check_drawable import check_drawable

    root = folder or _settings().content_dir
    fixes = list(fix_tree(root, is_written=fix))
    for row in fixes if fix else ():
        click.echo(on_one_line(f"mended: {row.file}: {row.what}"), err=form == "json")
    catalog = Loader(
        root, _reserved(), keeps_promotion=_settings().keeps_promotion, check_drawable=check_drawable
    ).load()
    catalog = replace(catalog, findings=(*catalog.findings, *letter_findings(catalog)))
    click.echo(as_json(catalog) if form == "json" else as_text(catalog))
    if fixes and not fix and form == "text":
        places = "1 place" if len(fixes) == 1 else f"{len(fixes)} places"
        click.echo(f"`content check --fix` mends {places} by itself.")
    severities = {f.severity for f in catalog.findings}
    if "error" in severities or (strict and "warning" in severities):
        context.exit(1)


@content.command("layout")
@click.argument("slug")
@click.option("--fix", is_flag=True, help="Put ids back into lines that have lost them.")
def layout(slug: str, fix: bool) -> None:
    """Draw the map of a roadmap from its outline: writes <slug>.json, gives new topics their ids, renames
    text files.
    """
    from webapp.authoring.layout import layout_map
    from webapp.catalog.outline_file.read import outline_path

    folder = _folder(slug)
    if not outline_path(folder).is_file():
        raise click.ClickException(f"{outline_path(folder)}: there is no such outline. {_instead(slug)}")
    with _reported(outline_path(folder)):
        report = layout_map(folder, puts_back=fix)
    click.echo(f"{report.map_path}: {'drawn' if report.has_changed else 'unchanged'}")
    for label, topic_id in report.put_back:
        click.echo(f"  put back: {label} has its id {topic_id} again")
    for label in report.new_labels:
        click.echo(f"  new: {label}")
    for topic in report.gone:
        click.echo(f"  gone: {topic.name}; if it was renamed, write {{#{topic.id}}} at its line")
    for before, after in report.renamed:
        click.echo(f"  renamed: {before} is now {after}")
    for item in report.without_text:
        click.echo(f"  no text yet: {item.label}")
    for doubt in report.doubts:
        click.echo(f"  look at {doubt}")


def _instead(slug: str) -> str:
    """Returns what to do where a roadmap has no outline."""
    if _folder(slug).is_dir():
        return f"`content outline {slug} --write` makes one from a map."
    base = _settings().content_dir / "roadmaps"
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

    roadmap = load(_settings().content_dir, reserved=()).roadmaps.get(slug)
    if roadmap is None:
        if not _folder(slug).is_dir():
            raise click.ClickException(f"{_folder(slug)}: there is no such roadmap. {_instead(slug)}")
        raise click.ClickException(f"{_folder(slug)} has an error; `content check` names it.")
    try:
        text = outline_text(roadmap)
    except NoMap as error:
        raise click.ClickException(str(error)) from error
    if not is_written:
        click.echo(text, nl=False)
        return
    path = outline_path(_folder(slug))
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

    root = _settings().content_dir
    try:
        with _reported(source or outline_path(_folder(slug))):
            check_slug(root, slug, _reserved())
            outline = read_outline_text(source) if source else ""
            if source:
                title = title or parse_outline(outline, needs_ids=False).title
            title = _asked("Title", title, readable(slug))
            description = _asked("Description", description, f"Learn {title} step by step")
            kind = _asked("Kind", kind, "skill", click.Choice(["role", "skill"]))
            roadmap = NewRoadmap(slug, title, description, f"{kind}-roadmap", outline)
            report = create_roadmap(root, roadmap, _reserved())
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
        with _reported(outline_path(_folder(slug))):
            path = add_topic(_settings().content_dir, slug, label, under)
    except CannotAddTopic as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{path}: write its text here.")


@content.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a picture of each changed map into this folder.",
)
def diff(old: str, new: str, pictures: Path | None) -> None:
    """Say what a change does to topics, as Markdown. OLD and NEW are content folders or git revisions."""
    from webapp.authoring.diff import as_markdown, diff_catalogs
    from webapp.authoring.diff_pictures import write_pictures
    from webapp.authoring.revisions import UnknownRevision, tree_of

    try:
        with tree_of(old, _settings().content_dir) as before, tree_of(new, _settings().content_dir) as after:
            diffs = diff_catalogs(load(before, reserved=()), load(after, reserved=()))
    except UnknownRevision as error:
        raise click.ClickException(str(error)) from error
    paths = write_pictures(diffs, pictures) if pictures else {}
    click.echo(as_markdown(diffs, paths), nl=False)


@content.command("import")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def import_(source: Path, target: Path) -> None:
    """Copy a foreign tree into a clean one: SOURCE holds roadmaps/, TARGET gets it in our own shape."""
    from webapp.authoring.import_tree import CannotImport, import_tree

    try:
        reports = import_tree(source, target)
    except CannotImport as error:
        raise click.ClickException(str(error)) from error
    counts = dict.fromkeys(("mended", "dropped", "left"), 0)
    for report in reports:
        click.echo(on_one_line(f"{report.slug}: {'imported' if report.is_imported else 'not imported'}"))
        for outcome in counts:
            sentences = getattr(report, outcome)
            counts[outcome] += len(sentences)
            for sentence in sentences:
                click.echo(on_one_line(f"  {outcome}: {sentence}"))
    imported = sum(report.is_imported for report in reports)
    totals = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    click.echo(
        f"{imported} roadmaps imported into {target}: {totals}. `content check {target}` says what remains."
    )


@content.command("reload")
@click.pass_context
def reload(context: click.Context) -> None:
    """Let the running server read the content again, whole; a roadmap with new errors stays as it was.

    Exit 1 where there are errors.
    """
    from webapp.web.site.server_control import LONGEST_RELOAD, NoServer, request_reload

    instance = _settings().instance_dir
    try:
        answer = request_reload(instance)
    except NoServer as absent:
        raise click.ClickException(f"No server of `make run` serves {instance}.") from absent
    if answer is None:
        raise click.ClickException(
            f"The server did not answer within {LONGEST_RELOAD:.0f} seconds; its log says more."
        )
    click.echo(f"The server (process {answer['process']}) serves {answer['served']}.")
    for error in answer["errors"]:
        click.echo(f"error: {error}")
    for slug in answer["kept"]:
        click.echo(f"kept as it was: {slug}")
    if answer["errors"]:
        context.exit(1)


@contextmanager
def _reported(source: Path) -> Iterator[None]:
    """Reports an outline's mistakes as the command's error, with the name of its file."""
    from webapp.catalog.outline_file.parse import OutlineError

    try:
        yield
    except OutlineError as error:
        said = "\n".join(on_one_line(f"{source}: {mistake}") for mistake in error.mistakes)
        raise click.ClickException(said) from error


def _folder(slug: str) -> Path:
    return _settings().content_dir / "roadmaps" / slug


def _reserved() -> frozenset[str]:
    from flask import current_app

    from webapp.web.site.reserved_slugs import reserved_slugs

    return reserved_slugs(current_app.url_map)


def _settings() -> Settings:
    from webapp.web.site.services import settings

    return settings()
