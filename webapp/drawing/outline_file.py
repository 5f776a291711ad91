"""The author's outline file: Markdown whose headings are main topics, whose items are topics.

Sub-headings, and items with items below them, are groups.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LINE = re.compile(r"(?P<indent>[ \t]*)(?P<sign>#{1,3}|-)\s+(?P<label>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*\Z")
ID_LETTERS = string.ascii_letters + string.digits + "_-"
ID_LENGTH = 21
LINK = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>[^()\s]+)\)\Z")
KINDS = ("recommended", "optional", "alternative")


class OutlineError(Exception):
    """A line of an outline that cannot be read: says which, and what would be right."""


@dataclass(slots=True)
class Item:
    """A line of the outline: a main topic, a group, a topic or a button (with `url`)."""

    label: str
    id: str
    kind: str = ""
    url: str = ""
    children: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A whole outline: its title, notes on the map, and main topics in order."""

    title: str
    notes: list[str] = field(default_factory=list)
    mains: list[Item] = field(default_factory=list)
    links: list[Item] = field(default_factory=list)


def parse_outline(text: str) -> Outline:
    """Reads an outline; raises OutlineError with the line's number for what it cannot read."""
    outline: Outline | None = None
    group: Item | None = None
    above: Item | None = None
    ids: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = LINE.match(line)
        if match is None:
            if outline is None or outline.mains:
                raise OutlineError(f"line {number}: write a heading, an item that begins with -, or a note right below the title")
            outline.notes.append(line.strip())
            continue
        sign, label, is_below = match["sign"], match["label"], bool(match["indent"])
        if sign == "#":
            outline = Outline(label)
            continue
        if outline is None:
            raise OutlineError(f"line {number}: begin with # and the title")
        item = _item(label, match["attributes"] or "", number, ids)
        if is_below and (sign != "-" or above is None or item.url):
            raise OutlineError(f"line {number}: only a topic below another item may be indented")
        if item.url:
            outline.links.append(item)
        elif is_below and above is not None:
            above.children.append(item)
        elif sign == "##":
            outline.mains.append(item)
            group = above = None
        elif not outline.mains:
            raise OutlineError(f"line {number}: a main topic, ##, has to come first")
        elif sign == "###":
            outline.mains[-1].children.append(item)
            group, above = item, None
        else:
            (group or outline.mains[-1]).children.append(item)
            # A group inside a group would be a box inside a box.
            above = None if group else item
    if outline is None or not outline.mains:
        raise OutlineError("line 1: write # and the title, then ## and a main topic")
    return outline


def with_ids(text: str, make: Callable[[], str] | None = None) -> str:
    """The outline with an id behind each heading and item that had none: given once, it outlives every change of the label."""
    make = make or _new_id
    taken = {word[1:] for line in text.splitlines() for word in _attributes(line) if word.startswith("#")}
    return "".join(_with_id(line, make, taken) for line in text.splitlines(keepends=True))


def _with_id(line: str, make: Callable[[], str], taken: set[str]) -> str:
    match = LINE.match(line)
    if match is None or match["sign"] == "#" or any(word.startswith("#") for word in _attributes(line)):
        return line
    given = next(name for name in iter(make, None) if name not in taken)
    taken.add(given)
    words = " ".join([f"#{given}", *_attributes(line)])
    end = line[len(line.rstrip("\r\n")) :]
    return f"{match['indent']}{match['sign']} {match['label']} {{{words}}}{end}"


def _attributes(line: str) -> Iterator[str]:
    match = LINE.match(line)
    yield from (match["attributes"] or "").split() if match else ()


def _new_id() -> str:
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def _item(label: str, attributes: str, number: int, ids: dict[str, int]) -> Item:
    item = Item(label, "")
    for word in attributes.split():
        if word.startswith("#"):
            item.id = word[1:]
        elif word in KINDS:
            item.kind = word
        else:
            raise OutlineError(f"line {number}: {word} is unknown; write #id, {', '.join(KINDS)}")
    if link := LINK.match(label):
        item.label, item.url = link["label"], link["url"]
    if not item.id:
        raise OutlineError(f"line {number}: {label} has no id; `flask content layout` gives it one")
    if item.id in ids:
        raise OutlineError(f"line {number}: the id {item.id} is used in line {ids[item.id]} already")
    ids[item.id] = number
    return item
