"""Commands on whole content trees: `content check`, `content diff` and `content import`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from webapp.catalog.ledger import FILE
from webapp.catalog.loading.load import Loader, load
from webapp.catalog.report import as_json, as_text
from webapp.catalog.sanitize import on_one_line
from webapp.cli.content.group import content, reserved_slugs, settings


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

    root = folder or settings().content_dir
    fixes = list(fix_tree(root, is_written=fix))
    for row in fixes if fix else ():
        click.echo(on_one_line(f"mended: {row.file}: {row.what}"), err=form == "json")
    catalog = Loader(
        root, reserved_slugs(), keeps_promotion=settings().keeps_promotion, check_drawable=check_drawable
    ).load()
    catalog = replace(catalog, findings=(*catalog.findings, *letter_findings(catalog)))
    click.echo(as_json(catalog) if form == "json" else as_text(catalog))
    if fixes and not fix and form == "text":
        places = "1 place" if len(fixes) == 1 else f"{len(fixes)} places"
        click.echo(f"`content check --fix` mends {places} by itself.")
    severities = {f.severity for f in catalog.findings}
    if "error" in severities or (strict and "warning" in severities):
        context.exit(1)


@content.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a picture of each changed map into this folder.",
)
@click.option(
    "--ledger",
    "is_written_down",
    is_flag=True,
    help="Write what became of topics into the ledgers (changes.yaml) of NEW, which has to be a folder.",
)
def diff(old: str, new: str, pictures: Path | None, is_written_down: bool) -> None:
    """Say what a change does to topics, as Markdown. OLD and NEW are content folders or git revisions."""
    from webapp.authoring.diff import as_markdown, diff_catalogs
    from webapp.authoring.diff_pictures import write_pictures
    from webapp.authoring.ledger import write_ledgers
    from webapp.authoring.revisions import UnknownRevision, tree_of

    try:
        with tree_of(old, settings().content_dir) as before, tree_of(new, settings().content_dir) as after:
            diffs = diff_catalogs(load(before, reserved=()), load(after, reserved=()))
    except UnknownRevision as error:
        raise click.ClickException(str(error)) from error
    if is_written_down:
        if not Path(new).is_dir():
            raise click.ClickException(f"{new} is no folder, so that no ledger can be written into it.")
        for slug, entry in write_ledgers(Path(new), diffs, date.today()):
            click.echo(on_one_line(f"{slug}/{FILE}: {entry.words}; check it"), err=True)
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
    what = "1 roadmap" if imported == 1 else f"{imported} roadmaps"
    click.echo(f"{what} imported into {target}: {totals}. `content check {target}` says what remains.")
