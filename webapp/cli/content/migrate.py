"""The command by which marks follow the ledgers: `content migrate`."""

from __future__ import annotations

import click

from webapp.catalog.sanitize import on_one_line
from webapp.cli.content.group import content


@content.command("migrate")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def migrate(dry_run: bool) -> None:
    """Let marks follow the topics that ledgers (changes.yaml) say were renamed, merged, split or moved.

    Says of each entry how many learners and marks it touches. The running site does the same by itself.
    """
    from webapp.learning.following import touched_by
    from webapp.web.site.extensions import db
    from webapp.web.site.moves import follow_all, present_moves
    from webapp.web.site.services import catalog, services

    moves = present_moves()
    names = services().roadmap_names.for_marking(catalog())
    touched = list(touched_by(db.session(), catalog(), names.keys))
    for row in touched:
        counted = _counted(row.learners, row.marks, row.entry.kind == "retired")
        click.echo(on_one_line(f"{row.slug}: {row.entry.day} {row.entry.words}: {counted}"))
    if not touched:
        click.echo("No ledger names a topic that is no longer on its map.")
    elif dry_run:
        click.echo("Nothing was changed.")
    else:
        _, count = follow_all(db.session(), moves)
        click.echo(f"The marks of {_of(count, 'learner')} were moved.")


def _counted(learners: int, marks: int, is_retired: bool) -> str:
    if not marks:
        return "nobody has marked it" if is_retired else "nothing is left to move"
    counted = f"{_of(learners, 'learner')}, {_of(marks, 'mark')}"
    return f"{counted} that stay in the journal and count for nothing" if is_retired else counted


def _of(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
