"""What an outline says, as values: its lines in their nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from webapp.catalog.outline_file.attributes import Line, Words

CHOOSE_ONE = " (choose one)"


@dataclass(slots=True, eq=False)
class Item:
    """A line of the outline. A group has children and no progress; `requires` holds the ids of topics."""

    type: Literal["topic", "group", "note", "link"]
    label: str
    line: Line
    words: Words
    url: str = ""
    requires: tuple[str, ...] = ()
    children: list[Item] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that a mark hangs on; empty for a note."""
        return self.words.id

    def walk(self) -> Iterator[Item]:
        """The item and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """A whole outline: its title, notes above the map, main topics in order, and what stands at the foot."""

    title: str
    notes: list[str] = field(default_factory=list)
    mains: list[Item] = field(default_factory=list)
    closing: str = ""
    links: list[Item] = field(default_factory=list)

    def walk(self) -> Iterator[Item]:
        """Every item of the map's branches and of its foot, in the order of the file."""
        for item in (*self.mains, *self.links):
            yield from item.walk()
