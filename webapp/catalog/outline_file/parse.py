"""The author's outline file: Markdown whose headings are main topics, whose items are topics.

Sub-headings, and items with items below them, are groups. Paragraphs are notes, links are buttons, and
what follows a line of dashes stands at the foot of the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from webapp.catalog.outline_file.check import check_outline
from webapp.catalog.outline_file.items import Outline
from webapp.catalog.outline_file.line import Line, Mistake
from webapp.catalog.outline_file.reader import MOST_MISTAKES, OutlineReader


class OutlineError(Exception):
    """An outline that cannot be read: every mistake with line, column and what would be right."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(m) for m in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class ParsedOutline:
    """What was read of a file. The outline can be used where there are no mistakes.

    `doubts` are what an author may not have meant. `without_id` holds the numbers of the lines that have
    no id yet.
    """

    outline: Outline | None
    mistakes: tuple[Mistake, ...]
    doubts: tuple[Mistake, ...]
    without_id: tuple[int, ...]


def parse_outline(text: str, needs_ids: bool = True) -> Outline:
    """Returns the outline of a file's text; raises OutlineError with every mistake of it.

    Unless it `needs_ids`, lines without an id are fine.
    """
    parsed = read_outline(text, needs_ids)
    if parsed.mistakes or parsed.outline is None:
        raise OutlineError(list(parsed.mistakes))
    return parsed.outline


def read_outline(text: str, needs_ids: bool = True) -> ParsedOutline:
    """Returns what can be read of a file's text, and its mistakes by line and column."""
    reader = OutlineReader([Line(number, line) for number, line in enumerate(text.split("\n"), 1)])
    outline = reader.outline
    found = [*reader.mistakes]
    if outline is not None:
        found += islice(check_outline(outline, needs_ids), MOST_MISTAKES)
    found.sort(key=lambda m: (m.line, m.column))
    return ParsedOutline(
        outline,
        tuple(m for m in found if not m.is_doubt),
        tuple(m for m in found if m.is_doubt),
        tuple(reader.without_id),
    )
