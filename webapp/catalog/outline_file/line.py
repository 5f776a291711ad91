"""One line of an outline file: its sign, its label, and the block in braces at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

SHAPE = re.compile(r"(?P<indent>[ \t]*)(?:(?P<sign>#{1,6}|[-*+]|\d{1,3}[.)])(?:\s+|\Z))?(?P<rest>.*)\Z")
BLOCK = re.compile(r"\{(?P<words>[^{}]*)\}\Z")
WORD = re.compile(r'[^\s="]+(?:=(?:"[^"]*"?|\S*))?|\S+')
TAB = 4
LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where an outline is wrong (line and column from 1), how, and what would be right."""

    line: int
    column: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """`words_start` is the index in the line at which the words of the block begin."""

    indent: int
    sign: str
    label: str
    words: str
    words_start: int


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
    def column(self) -> int:
        """The column of the first letter."""
        return len(self.text) - len(self.text.lstrip()) + 1

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
            label=(rest[: block.start()] if block else rest).strip(),
            words=block["words"] if block else "",
            words_start=match.start("rest") + block.start("words") if block else len(self.text),
        )
