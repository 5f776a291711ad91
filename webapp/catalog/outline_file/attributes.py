"""The attributes of an outline's line: the words in braces at its end."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from webapp.catalog.node_types import OPTIONAL
from webapp.catalog.outline_file.line import Line, Mistake
from webapp.catalog.slug import OTHER_TOPIC, TOPIC_ID

KINDS = ("recommended", OPTIONAL, "alternative", "any-order")
# The names of the format's color types.
COLORS = {"black": "a", "yellow": "b", "sand": "c", "green": "d", "blue": "e", "pink": "g", "grey": "h"}
FLAGS = ("chooseOne", "column", "compact")
MOST_CHOSEN = 999
KNOWN = (*KINDS, *FLAGS, "side=left", "side=right", "color=", "requires=", "same=")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a block says. `given` maps the name of each attribute that was written to its word.

    `choose` is how many of the topics below the line are enough; 0 means all of them.
    """

    id: str = ""
    kind: str = ""
    side: str = ""
    color: str = ""
    columns: str = ""
    choose: int = 0
    requires: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    given: dict[str, str] = field(default_factory=dict)

    def joined(self, other: Attributes) -> Attributes:
        """Returns these attributes with those of the next line of the same paragraph."""
        return replace(self, side=other.side or self.side, given={**self.given, **other.given})


def read_attributes(line: Line) -> tuple[Attributes, list[Mistake]]:
    """Returns the attributes of a line and what is wrong with them."""
    values: dict[str, str] = {}
    given: dict[str, str] = {}
    mistakes = list(_misshapen(line))
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
    attributes = Attributes(
        id=values.get("id", ""),
        kind=values.get("kind", ""),
        side=values.get("side", ""),
        color=values.get("color", ""),
        columns=values.get("columns", ""),
        choose=int(values.get("choose", "0")),
        requires=_names(values.get("requires", "")),
        same=_names(values.get("same", "")),
        given=given,
    )
    return attributes, mistakes


def _names(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))


def _misshapen(line: Line) -> Iterator[Mistake]:
    """Yields what is wrong with where the block stands."""
    if line.label.rfind("{") > line.label.rfind("}"):
        remedy = "Close it with } at the end of the line."
        yield Mistake(line.number, line.text.rfind("{") + 1, "the block { is not closed", remedy)
    elif "{" in line.label and line.sign:
        remedy = "Write one block, at the end of the line."
        yield Mistake(line.number, line.text.find("{") + 1, "a block stands in the middle", remedy)
    elif line.has_empty_block:
        remedy = "Take {} away, or write words into it."
        yield Mistake(line.number, line.text.rfind("{") + 1, "the block is empty", remedy)


Problem = tuple[str, str] | None  # what is wrong and what would be right


def _read(word: str) -> tuple[str, str, Problem]:
    """Returns the attribute that a word sets, its value, and what is wrong with it."""
    if word.startswith("#"):
        problem = f"{word} is no id", "Use letters, digits, - and _ behind the #."
        return "id", word[1:], None if TOPIC_ID.match(word[1:]) else problem
    if word in KINDS:
        return "kind", word, None
    if word in FLAGS:
        return ("choose", "1", None) if word == "chooseOne" else ("columns", word, None)
    key, sign, value = word.partition("=")
    reader = READERS.get(key) if sign else None
    if reader is not None:
        return reader(value.strip('"'))
    near = difflib.get_close_matches(word, KNOWN, 1)
    remedy = f"Did you mean {near[0]}?" if near else f"Write {', '.join(KNOWN)} or #id."
    return "", "", (f"{word} is unknown", remedy)


def _side(value: str) -> tuple[str, str, Problem]:
    problem = f"{value or 'nothing'} is no side", "Write side=left or side=right."
    return "side", value, None if value in {"left", "right"} else problem


def _color(value: str) -> tuple[str, str, Problem]:
    name = value.lower()
    problem = f"{value or 'nothing'} is no color of the map", f"Write one of {', '.join(COLORS)}."
    return "color", COLORS.get(name, ""), None if name in COLORS else problem


def _requires(value: str) -> tuple[str, str, Problem]:
    problem = "requires names nothing", "Write requires=tokens,context-window."
    return "requires", value, None if value.strip(", ") else problem


def _choose(value: str) -> tuple[str, str, Problem]:
    problem = (
        f"chooseOne={value} says no number of topics",
        "Write chooseOne, or chooseOne=2 for two of them.",
    )
    is_number = value.isascii() and value.isdigit() and 0 < int(value[:6]) <= MOST_CHOSEN
    return "choose", value, None if is_number else problem


def _same(value: str) -> tuple[str, str, Problem]:
    unclear = next((name for name in _names(value) or ("",) if not OTHER_TOPIC.match(name)), None)
    problem = f"same={unclear} names no topic of a roadmap", "Write same=python/asyncio: roadmap and topic."
    return "same", value, None if unclear is None else problem


# Outlines may spell colour the British way too.
READERS = {
    "side": _side,
    "color": _color,
    "colour": _color,
    "requires": _requires,
    "same": _same,
    "chooseOne": _choose,
}
