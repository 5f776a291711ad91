"""The author's outline file: Markdown whose headings are main topics, whose items are topics.

Sub-headings, and items with items below them, are groups. Paragraphs are notes, links are buttons, and
what follows a line of dashes stands at the foot of the map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.catalog.outline_file.attributes import Attributes, read_attributes
from webapp.catalog.outline_file.check import check_outline
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import LONGEST_LINE, Line, Mistake

LINK = re.compile(r"\[(?P<label>[^\]]*)\]\((?P<url>[^()\s]*)\)\Z")
RULE = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*\Z")
COMMENT = re.compile(r"\s*<!--.*-->\s*\Z")
DEEPEST = 3
DEEPEST_HEADING = 2
MOST_MISTAKES, LONGEST_NOTE = 200, 2000


class OutlineError(Exception):
    """An outline that cannot be read: every mistake with line, column and what would be right."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(m) for m in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class ParsedOutline:
    """What was read of a file. The outline can be used where there are no mistakes.

    `without_id` holds the numbers of the lines that have no id yet.
    """

    outline: Outline | None
    mistakes: tuple[Mistake, ...]
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
    reader = _Reader(needs_ids)
    for number, line in enumerate(text.split("\n"), 1):
        reader.read(Line(number, line))
        if reader.has_enough:
            break
    return reader.finish()


class _Reader:
    """Reads a file line by line."""

    def __init__(self, needs_ids: bool) -> None:
        self._needs_ids = needs_ids
        self._outline: Outline | None = None
        self._mistakes: list[Mistake] = []
        self._above: list[tuple[int, Item]] = []  # the open items, each with its depth; a main topic has 0
        self._indents: list[int] = []
        self._paragraph: Item | None = None
        self._is_foot = False
        self._without_id: list[int] = []

    @property
    def has_enough(self) -> bool:
        """Whether there are more mistakes than anybody mends at once."""
        return len(self._mistakes) >= MOST_MISTAKES

    def read(self, line: Line) -> None:
        if line.is_too_long:
            self._wrong(line, f"the line has more than {LONGEST_LINE} letters", "Break it into shorter ones.")
        elif line.is_blank or COMMENT.match(line.text):
            self._paragraph = None
        elif RULE.match(line.text):
            self._is_foot, self._paragraph = True, None
        elif line.sign.startswith("#"):
            self._heading(line)
        elif line.sign:
            self._entry(line)
        else:
            self._note(line)

    def finish(self) -> ParsedOutline:
        outline = self._outline
        if outline is None or not outline.mains:
            remedy = "Write # and the title, then ## and a main topic."
            self._mistakes.append(Mistake(1, 1, "there is no main topic", remedy))
        if outline is not None:
            _name_groups(outline)
            self._mistakes += check_outline(outline, self._needs_ids)
        mistakes = sorted(self._mistakes, key=lambda m: (m.line, m.column))
        return ParsedOutline(outline, tuple(mistakes), tuple(self._without_id))

    def _heading(self, line: Line) -> None:
        self._paragraph, self._indents = None, []
        if line.sign == "#":
            self._title(line)
            return
        item = self._item(line)
        if self._outline is None:
            self._outline = Outline("")
            self._wrong(line, "the title is missing", "Begin with # and the title.")
        if self._is_foot:
            self._wrong(line, "below the line of dashes stand links only", "Move it above that line.")
        elif line.sign == "##":
            self._outline.mains.append(item)
            self._above = [(0, item)]
        else:
            self._group_heading(line, item, depth=len(line.sign) - 2)

    def _title(self, line: Line) -> None:
        if self._outline is not None:
            self._wrong(line, "there is a title already", "Begin a main topic with ##.")
            return
        if not line.label:
            self._wrong(line, "the title is missing", "Write it behind the #.")
        self._outline = Outline(line.label)

    def _group_heading(self, line: Line, item: Item, depth: int) -> None:
        if not self._above or depth > DEEPEST_HEADING:
            is_too_deep = depth > DEEPEST_HEADING
            what = "a heading is too deep" if is_too_deep else "a main topic has to come first"
            remedy = "Write ## for a main topic, ### for a group, #### for a group in a group."
            self._wrong(line, what, remedy)
            return
        while self._above[-1][0] >= depth:
            self._above.pop()
        owner_depth, owner = self._above[-1]
        if owner_depth != depth - 1 or not owner.line.sign.startswith("#"):
            self._wrong(line, "#### stands below no ###", "Write ### for a group.")
            return
        item.type = "group"
        owner.children.append(item)
        self._above.append((depth, item))

    def _entry(self, line: Line) -> None:
        self._paragraph = None
        item = self._item(line)
        if self._is_foot:
            self._foot_link(line, item)
            return
        while self._indents and self._indents[-1] >= line.indent:
            self._indents.pop()
            self._above.pop()
        if not self._above:
            self._wrong(line, "a main topic has to come first", "Write ## and a main topic above it.")
            return
        depth, owner = self._above[-1]
        if owner.type == "link":
            self._wrong(line, "nothing can hang on a link", "Indent it less.")
        elif depth + 1 > DEEPEST:
            remedy = "A group may hold groups, and those hold topics only."
            self._wrong(line, "it is nested too deeply", remedy)
        else:
            owner.children.append(item)
            self._above.append((depth + 1, item))
            self._indents.append(line.indent)

    def _foot_link(self, line: Line, item: Item) -> None:
        if item.type == "link" and self._outline is not None:
            self._outline.links.append(item)
            return
        remedy = "Write [label](address), or move it above that line."
        self._wrong(line, "below the line of dashes stand links only", remedy)

    def _note(self, line: Line) -> None:
        if self._paragraph is not None:
            self._go_on(self._paragraph, line)
        elif self._outline is None:
            self._wrong(line, "the title is missing", "Begin with # and the title.")
        elif self._is_foot:
            self._closing(self._outline, line)
        elif not self._above:
            self._outline.notes.append(line.label)
        else:
            self._begin_note(line)

    def _go_on(self, paragraph: Item, line: Line) -> None:
        if len(paragraph.label) > LONGEST_NOTE:
            self._wrong(line, f"the note has more than {LONGEST_NOTE} letters", "Shorten it.")
            return
        paragraph.label += " " + line.label
        paragraph.attributes = paragraph.attributes.joined(self._attributes(line))

    def _closing(self, outline: Outline, line: Line) -> None:
        outline.closing = f"{outline.closing} {line.label}".strip()
        if len(outline.closing) > LONGEST_NOTE:
            what = f"what stands at the foot has more than {LONGEST_NOTE} letters"
            self._wrong(line, what, "Shorten it.")

    def _begin_note(self, line: Line) -> None:
        """A note belongs to the heading above it, and ends the list before it."""
        headings = [i for _, i in self._above[: len(self._above) - len(self._indents)]]
        self._paragraph = Item("note", line.label, line, self._attributes(line))
        headings[-1].children.append(self._paragraph)
        while self._indents:
            self._indents.pop()
            self._above.pop()

    def _item(self, line: Line) -> Item:
        attributes = self._attributes(line)
        if line.label and not attributes.id:
            self._without_id.append(line.number)
        if link := LINK.match(line.label):
            if not link["label"].strip() or not link["url"]:
                self._wrong(line, "the link has no label or no address", "Write [label](address).")
            return Item("link", link["label"].strip(), line, attributes, link["url"])
        if not line.label:
            self._wrong(line, "the label is missing", "Write it behind the sign.")
        return Item("topic", line.label, line, attributes)

    def _attributes(self, line: Line) -> Attributes:
        attributes, mistakes = read_attributes(line)
        self._mistakes += mistakes
        return attributes

    def _wrong(self, line: Line, what: str, remedy: str) -> None:
        self._mistakes.append(Mistake(line.number, line.column, what, remedy))


def _name_groups(outline: Outline) -> None:
    """Makes groups of the items that have items below them; main topics stay topics."""
    mains = {id(m) for m in outline.mains}
    for item in outline.walk():
        if item.children and item.type == "topic" and id(item) not in mains:
            item.type = "group"
