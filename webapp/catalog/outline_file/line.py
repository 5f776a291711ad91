"""One line of an outline file: its sign, its label, and the block in braces at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from webapp.catalog.findings import sentences

SHAPE = re.compile(r"(?P<indent>[ \t]*)(?:(?P<sign>#{1,6}|[-*+]|\d{1,3}[.)])(?:\s+|\Z))?(?P<rest>.*)\Z")
BLOCK = re.compile(r"\{(?P<words>[^{}]*)\}\Z")
WORD = re.compile(r'[^\s="]+(?:=(?:"[^"]*"?|\S*))?|\S+')
TAB = 4
LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where an outline is wrong (line and column from 1), how, and what would be right.

    A doubt is what an author may have meant; the map can be drawn in spite of it.
    """

    line: int
    column: int
    message: str
    remedy: str
    is_doubt: bool = False

    def __str__(self) -> str:
        said = sentences(self.message, self.remedy)
        return f"line {self.line}, column {self.column}: {said}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """`words_start` is the index in the line at which the words of the block begin."""

    indent: int
    sign: str
    label: str
    words: str
    words_start: int
    has_block: bool


@dataclass(frozen=True)
class Line:
    """A line of the file, and its number from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether the line holds nothing but blanks."""
        return not self.text.strip()

    @property
    def is_too_long(self) -> bool:
        """Whether the line is longer than any that a person writes; such a line is not parsed."""
        return len(self.text) > LONGEST_LINE

    @property
    def indent(self) -> int:
        """The number of columns by which the line is indented."""
        return self._parts.indent

    @property
    def sign(self) -> str:
        """`#`, `##` and so on, or the sign of a list item; empty for a line of text."""
        return self._parts.sign

    @property
    def label(self) -> str:
        """The text between the sign and the block."""
        return self._parts.label

    @property
    def words(self) -> list[tuple[str, int]]:
        """The words of the block, each with its column."""
        start = self._parts.words_start
        return [(m[0], start + m.start() + 1) for m in WORD.finditer(self._parts.words)]

    @property
    def is_heading(self) -> bool:
        """Whether the line begins with `#`, `##` and so on."""
        return self.sign.startswith("#")

    @property
    def has_empty_block(self) -> bool:
        """Whether braces stand at the end of the line, with nothing between them."""
        return self._parts.has_block and not self._parts.words.strip()

    @property
    def column(self) -> int:
        """The column of the first letter."""
        return len(self.text) - len(self.text.lstrip()) + 1

    def column_at(self, snippet: str) -> int:
        """Returns the column where a piece of the line begins, or that of the first letter."""
        found = self.text.find(snippet)
        return found + 1 if found >= 0 else self.column

    def column_of(self, word: str, after: str = "") -> int:
        """Returns the column where a word of the block begins, searched behind the word `after`."""
        start = self.text.find(after, self._parts.words_start)
        found = self.text.find(word, start + len(after)) if start >= 0 else -1
        return found + 1 if found >= 0 else self.column

    @cached_property
    def _parts(self) -> _Parts:
        match = SHAPE.match(self.text.rstrip())
        assert match is not None  # noqa: S101  # the pattern takes every line
        rest = match["rest"]
        block = BLOCK.search(rest)
        return _Parts(
            indent=len(match["indent"].expandtabs(TAB)),
            sign=match["sign"] or "",
            label=_without_closing(match["sign"] or "", rest[: block.start()] if block else rest),
            words=block["words"] if block else "",
            has_block=block is not None,
            words_start=match.start("rest") + block.start("words") if block else len(self.text),
        )


def _without_closing(sign: str, label: str) -> str:
    """Returns a label without the signs that may close a heading in Markdown."""
    return re.sub(r"(?:\A|\s)#+\s*\Z", "", label).strip() if sign.startswith("#") else label.strip()
