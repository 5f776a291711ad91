"""The author's outline file: Markdown whose headings are main topics, whose sub-headings are groups, whose items are topics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LINE = re.compile(r"(?P<sign>#{1,3}|-)\s+(?P<label>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*\Z")
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
        sign, label = match["sign"], match["label"]
        if sign == "#":
            outline = Outline(label)
            continue
        if outline is None:
            raise OutlineError(f"line {number}: begin with # and the title")
        item = _item(label, match["attributes"] or "", number, ids)
        if item.url:
            outline.links.append(item)
        elif sign == "##":
            outline.mains.append(item)
            group = None
        elif not outline.mains:
            raise OutlineError(f"line {number}: a main topic, ##, has to come first")
        elif sign == "###":
            outline.mains[-1].children.append(item)
            group = item
        else:
            (group or outline.mains[-1]).children.append(item)
    if outline is None or not outline.mains:
        raise OutlineError("line 1: write # and the title, then ## and a main topic")
    return outline


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
        raise OutlineError(f"line {number}: {label} has no id; write {{#…}} behind it")
    if item.id in ids:
        raise OutlineError(f"line {number}: the id {item.id} is used in line {ids[item.id]} already")
    ids[item.id] = number
    return item
