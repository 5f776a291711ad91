"""Puts ids back into lines of an outline that have lost them, so that learners keep their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from webapp.authoring.files import write_file
from webapp.catalog.outline_file.former_topics import LostId, exchanged_ids, former_topics, lost_ids
from webapp.catalog.outline_file.ids import with_known_ids
from webapp.catalog.outline_file.parse import OutlineError, parse_outline
from webapp.catalog.slug import slug_of


def restore_ids(
    slug: str, written: str, drawn: Mapping[str, str], texts: Sequence[Path], puts_back: bool
) -> tuple[str, list[LostId]]:
    """Returns an outline's text with the ids that lines have lost, if it `puts_back` ids, and which.

    `drawn` holds the labels of the last map by id, and `texts` are the files of the topics' texts. Raises
    OutlineError if the outline has mistakes, or if lines may have lost ids that are not put back.
    """
    outline = parse_outline(written, needs_ids=False)
    former = former_topics(outline, drawn, _named(texts))
    lost = lost_ids(outline, former)
    put_back = [row for row in lost if row.is_sure] if puts_back else []
    if open_questions := [row for row in lost if row not in put_back]:
        raise OutlineError([row.as_mistake(slug) for row in open_questions])
    if puts_back:
        with_text = {path.stem.rpartition("@")[2] for path in texts}
        exchanged = list(exchanged_ids(outline, former, with_text))
        _keep_names(exchanged, texts)
        put_back += exchanged
    return with_known_ids(written, {row.line.number: row.candidates[0].id for row in put_back}), put_back


def lost_by_lines(written: str, drawn: Mapping[str, str], texts: Sequence[Path]) -> list[LostId]:
    """Returns the lines of an outline's text that may have lost their ids."""
    outline = parse_outline(written, needs_ids=False)
    return lost_ids(outline, former_topics(outline, drawn, _named(texts)))


def _named(texts: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    return ((path.name, _beginning(path)) for path in texts)


def _keep_names(exchanged: Sequence[LostId], texts: Sequence[Path]) -> None:
    """Writes a text for each id that is taken off the map: marks may hang on it since it was given."""
    folders = {path.name: path.parent for path in texts}
    for row in exchanged:
        folder = folders[row.candidates[0].file]
        write_file(folder / f"{slug_of(row.label)}@{row.given}.md", f"# {row.label}\n")


def _beginning(path: Path) -> bytes:
    """Returns the first letters of a file, in which its heading is."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(1000)
