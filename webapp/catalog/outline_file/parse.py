"""The author's outline file: Markdown whose headings are main topics, whose items are topics.

Sub-headings, and items with items below them, are groups. Paragraphs are notes, links are buttons, and
what follows a line of dashes stands at the foot of the map.
"""

from __future__ import annotations

import re

from webapp.catalog.outline_file.attributes import LONGEST_LINE, Line, Mistake, Words, read_words
from webapp.catalog.outline_file.check import check_outline
from webapp.catalog.outline_file.items import Item, Outline

LINK = re.compile(r"\[(?P<label>[^\]]*)\]\((?P<url>[^()\s]*)\)\Z")
RULE = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*\Z")
COMMENT = re.compile(r"\s*<!--.*-->\s*\Z")
DEEPEST = 3
MOST_MISTAKES, LONGEST_NOTE = 200, 2000


class OutlineError(Exception):
    """An outline that cannot be read: every mistake with line, column and what would be right."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(m) for m in mistakes))
        self.mistakes = mistakes


def parse_outline(text: str, needs_ids: bool = True) -> Outline:
    """Reads an outline; raises OutlineError with every mistake of it.

    Without `needs_ids` a line that has none yet is fine.
    """
    reader = _Reader(needs_ids)
    for number, line in enumerate(text.split("\n"), 1):
        reader.read(Line(number, line))
        if reader.has_enough:
            break
    return reader.finish()


class _Reader:
    def __init__(self, needs_ids: bool) -> None:
        self._needs_ids = needs_ids
        self._outline: Outline | None = None
        self._mistakes: list[Mistake] = []
        self._above: list[tuple[int, Item]] = []  # the open items with the depth of each: 0 a main topic, 1 …
        self._indents: list[int] = []
        self._paragraph: Item | None = None
        self._is_foot = False

    @property
    def has_enough(self) -> bool:
        """Whether there is more wrong than anybody mends at once."""
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

    def finish(self) -> Outline:
        outline = self._outline
        if outline is None or not outline.mains:
            self._mistakes.append(
                Mistake(1, 1, "there is no main topic", "Write # and the title, then ## and a main topic.")
            )
        if outline is not None:
            mains = {id(m) for m in outline.mains}
            for item in outline.walk():
                if item.children and item.type == "topic" and id(item) not in mains:
                    item.type = "group"
            self._mistakes += check_outline(outline, self._needs_ids)
        if self._mistakes or outline is None:
            raise OutlineError(sorted(self._mistakes, key=lambda m: (m.line, m.column)))
        return outline

    def _heading(self, line: Line) -> None:
        self._paragraph, self._indents = None, []
        depth = len(line.sign) - 2
        if depth < 0:
            if self._outline is not None:
                return self._wrong(line, "there is a title already", "Begin a main topic with ##.")
            if not line.label:
                self._wrong(line, "the title is missing", "Write it behind the #.")
            self._outline = Outline(line.label)
            return None
        item = self._item(line)
        if self._outline is None:
            self._outline = Outline("")
            self._wrong(line, "the title is missing", "Begin with # and the title.")
        if self._is_foot:
            return self._wrong(line, "below the line of dashes stand links only", "Move it above that line.")
        if depth == 0:
            self._outline.mains.append(item)
            self._above = [(0, item)]
            return None
        if not self._above or depth > 2:
            what = "a main topic has to come first" if depth <= 2 else "a heading is too deep"
            return self._wrong(
                line, what, "Write ## for a main topic, ### for a group, #### for a group in a group."
            )
        while self._above[-1][0] >= depth:
            self._above.pop()
        owner = self._above[-1]
        if owner[0] != depth - 1 or not owner[1].line.sign.startswith("#"):
            return self._wrong(line, "#### stands below no ###", "Write ### for a group.")
        item.type = "group"
        owner[1].children.append(item)
        self._above.append((depth, item))
        return None

    def _entry(self, line: Line) -> None:
        self._paragraph = None
        item = self._item(line)
        if item.type == "link" and self._is_foot and self._outline is not None:
            self._outline.links.append(item)
            return None
        if self._is_foot:
            return self._wrong(
                line,
                "below the line of dashes stand links only",
                "Write [label](address), or move it above that line.",
            )
        while self._indents and self._indents[-1] >= line.indent:
            self._indents.pop()
            self._above.pop()
        if not self._above:
            return self._wrong(line, "a main topic has to come first", "Write ## and a main topic above it.")
        depth, owner = self._above[-1]
        if owner.type == "link":
            return self._wrong(line, "nothing can hang on a link", "Indent it less.")
        if depth + 1 > DEEPEST:
            return self._wrong(
                line, "it is nested too deeply", "A group may hold groups, and those hold topics only."
            )
        owner.children.append(item)
        self._above.append((depth + 1, item))
        self._indents.append(line.indent)
        return None

    def _note(self, line: Line) -> None:
        if self._paragraph is not None and len(self._paragraph.label) > LONGEST_NOTE:
            self._wrong(line, f"the note has more than {LONGEST_NOTE} letters", "Shorten it.")
        elif self._paragraph is not None:
            self._paragraph.label += " " + line.label
            self._paragraph.words = self._paragraph.words.joined(self._words(line))
        elif self._outline is None:
            self._wrong(line, "the title is missing", "Begin with # and the title.")
        elif self._is_foot:
            self._outline.closing = " ".join([self._outline.closing, line.label]).strip()
            if len(self._outline.closing) > LONGEST_NOTE:
                self._wrong(
                    line, f"what stands at the foot has more than {LONGEST_NOTE} letters", "Shorten it."
                )
        elif not self._above:
            self._outline.notes.append(line.label)
        else:
            headings = [i for _, i in self._above[: len(self._above) - len(self._indents)]]
            self._paragraph = Item("note", line.label, line, self._words(line))
            headings[-1].children.append(self._paragraph)
            while self._indents:
                self._indents.pop()
                self._above.pop()

    def _item(self, line: Line) -> Item:
        words = self._words(line)
        if link := LINK.match(line.label):
            if not link["label"].strip() or not link["url"]:
                self._wrong(line, "the link has no label or no address", "Write [label](address).")
            return Item("link", link["label"].strip(), line, words, link["url"])
        if not line.label:
            self._wrong(line, "the label is missing", "Write it behind the sign.")
        return Item("topic", line.label, line, words)

    def _words(self, line: Line) -> Words:
        words, mistakes = read_words(line)
        self._mistakes += mistakes
        return words

    def _wrong(self, line: Line, what: str, remedy: str) -> None:
        self._mistakes.append(Mistake(line.number, line.column, what, remedy))
