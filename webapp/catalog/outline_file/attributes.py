"""One line of an outline: its sign, its label, and the block of words in braces at its end."""

from __future__ import annotations

import difflib
import re
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from webapp.catalog.slug import TOPIC_ID

SHAPE = re.compile(r"(?P<indent>[ \t]*)(?:(?P<sign>#{1,6}|[-*+]|\d{1,3}[.)])(?:\s+|\Z))?(?P<rest>.*)\Z")
BLOCK = re.compile(r"\{(?P<words>[^{}]*)\}\Z")
WORD = re.compile(r'[^\s="]+(?:=(?:"[^"]*"?|\S*))?|\S+')
KINDS = ("recommended", "optional", "alternative", "any-order")
COLOURS = {"black": "a", "yellow": "b", "sand": "c", "green": "d", "blue": "e", "pink": "g", "grey": "h"}
FLAGS = ("chooseOne", "column", "compact")
KNOWN = (*KINDS, *FLAGS, "side=left", "side=right", "colour=", "requires=")
ID_LETTERS = string.ascii_letters + string.digits + "_-"
ID_LENGTH = 21
TAB = 4
LONGEST_LINE = 2000
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where an outline is wrong (line and column from 1), how, and what would be right."""

    line: int
    column: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}. {self.remedy}"


@dataclass(frozen=True)
class Line:
    """A line of the file, taken apart."""

    number: int
    text: str

    @cached_property
    def _parts(self) -> tuple[int, str, str, str, int]:
        match = SHAPE.match(self.text.rstrip())
        assert match is not None  # noqa: S101  # the pattern takes every line
        rest = match["rest"]
        block = BLOCK.search(rest)
        label = rest[: block.start()] if block else rest
        start = match.start("rest") + block.start("words") if block else len(self.text)
        return (
            len(match["indent"].expandtabs(TAB)),
            match["sign"] or "",
            label.strip(),
            block["words"] if block else "",
            start,
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.text.strip()

    @property
    def is_too_long(self) -> bool:
        """Whether nobody wrote it: such a line is not taken apart."""
        return len(self.text) > LONGEST_LINE

    @property
    def indent(self) -> int:
        """By how many columns it is indented."""
        return self._parts[0]

    @property
    def sign(self) -> str:
        """`#`, `##` …, or the sign of a list item; empty for a line of text."""
        return self._parts[1]

    @property
    def label(self) -> str:
        """What is written between sign and block."""
        return self._parts[2]

    @property
    def words(self) -> list[tuple[str, int]]:
        """The words of the block, each with its column."""
        return [(m[0], self._parts[4] + m.start() + 1) for m in WORD.finditer(self._parts[3])]

    @property
    def column(self) -> int:
        """The column of the first letter."""
        return len(self.text) - len(self.text.lstrip()) + 1

    def column_of(self, word: str, after: str = "") -> int:
        """The column where that word of the block begins, or its part that comes `after` another."""
        start = self.text.find(after, self._parts[4])
        found = self.text.find(word, start + len(after)) if start >= 0 else -1
        return found + 1 if found >= 0 else self.column


@dataclass(frozen=True, slots=True)
class Words:
    """What a block says. `given` names each field that was written, with the word that says it."""

    id: str = ""
    kind: str = ""
    side: str = ""
    colour: str = ""
    columns: str = ""
    choose_one: bool = False
    requires: tuple[str, ...] = ()
    given: dict[str, str] = field(default_factory=dict)

    def joined(self, other: Words) -> Words:
        """These words and those of the next line of the same paragraph."""
        return replace(self, side=other.side or self.side, given={**self.given, **other.given})


def read_words(line: Line) -> tuple[Words, list[Mistake]]:
    """The block of a line, and what is wrong with it."""
    values: dict[str, str] = {}
    given: dict[str, str] = {}
    mistakes: list[Mistake] = []
    if line.sign and len(line.label) > LONGEST_LABEL:
        mistakes.append(
            Mistake(
                line.number, line.column, f"the label has more than {LONGEST_LABEL} letters", "Shorten it."
            )
        )
    if line.label.rfind("{") > line.label.rfind("}"):
        column = line.text.rfind("{") + 1
        mistakes.append(
            Mistake(
                line.number, column, "the block { is not closed", "Close it with } at the end of the line."
            )
        )
    elif "{" in line.label and line.sign:
        column = line.text.find("{") + 1
        mistakes.append(
            Mistake(
                line.number,
                column,
                "a block stands in the middle",
                "Write one block, at the end of the line.",
            )
        )
    for word, column in line.words:
        name, value, problem = _read(word)
        if problem is None and name in values:
            problem = ("it says the same thing twice", f"Keep one of {given.get(name, name)} and {word}.")
        if problem is not None:
            mistakes.append(Mistake(line.number, column, *problem))
            continue
        values[name] = value
        if name != "id":
            given[name] = word
    requires = tuple(n.strip() for n in values.get("requires", "").split(",") if n.strip())
    words = Words(
        id=values.get("id", ""),
        kind=values.get("kind", ""),
        side=values.get("side", ""),
        colour=values.get("colour", ""),
        columns=values.get("columns", ""),
        choose_one="choose_one" in values,
        requires=requires,
        given=given,
    )
    return words, mistakes


def _read(word: str) -> tuple[str, str, tuple[str, str] | None]:
    """The field that a word sets, its value, and what is wrong and right."""
    key, sign, value = word.partition("=")
    value = value.strip('"')
    if word.startswith("#"):
        usable = TOPIC_ID.match(word[1:])
        return (
            "id",
            word[1:],
            None if usable else (f"{word} is no id", "Use letters, digits, - and _ behind the #."),
        )
    if word in KINDS:
        return "kind", word, None
    if word in FLAGS:
        return ("choose_one" if word == "chooseOne" else "columns"), word, None
    if sign and key == "side":
        return (
            "side",
            value,
            None
            if value in {"left", "right"}
            else (f"{value or 'nothing'} is no side", "Write side=left or side=right."),
        )
    if sign and key in {"colour", "color"}:
        right = (f"{value or 'nothing'} is no colour of the map", f"Write one of {', '.join(COLOURS)}.")
        return "colour", COLOURS.get(value.lower(), ""), None if value.lower() in COLOURS else right
    if sign and key == "requires":
        return (
            "requires",
            value,
            None
            if value.strip(", ")
            else ("requires names nothing", "Write requires=tokens,context-window."),
        )
    near = difflib.get_close_matches(word, KNOWN, 1)
    remedy = f"Did you mean {near[0]}?" if near else f"Write {', '.join(KNOWN)} or #id."
    return "", "", (f"{word} is unknown", remedy)


def with_ids(text: str, make: Callable[[], str] | None = None) -> str:
    """The outline with an id behind each heading and item that had none: given once, it outlives every
    change of the label.
    """
    make = make or new_id
    lines = text.split("\n")
    taken = {word[1:] for line in lines for word, _ in Line(0, line).words if word.startswith("#")}
    return "\n".join(_with_id(line, make, taken) for line in lines)


def _with_id(written: str, make: Callable[[], str], taken: set[str]) -> str:
    text = written.rstrip("\r\n")
    line = Line(0, text)
    words = [word for word, _ in line.words]
    is_rule = line.sign in {"-", "*"} and not line.label.strip("-* ")
    if (
        line.is_too_long
        or not line.sign
        or line.sign == "#"
        or not line.label
        or is_rule
        or any(w.startswith("#") for w in words)
    ):
        return written
    given = next(name for name in iter(make, None) if name not in taken)
    taken.add(given)
    start = BLOCK.search(text.rstrip())
    head = (text[: start.start()] if start else text).rstrip()
    return f"{head} {{{' '.join([f'#{given}', *words])}}}{written[len(text) :]}"


def new_id() -> str:
    """An id that nobody has: 21 letters and digits, as the editor of the format makes them."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))
