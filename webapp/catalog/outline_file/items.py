"""What an outline file says, as values: its lines in their nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from webapp.catalog.outline_file.attributes import Attributes
from webapp.catalog.outline_file.line import Line

CHOOSE_ONE = " (choose one)"
FOOT_LABEL = "Where to go from here"


@dataclass(slots=True, eq=False)
class Item:
    """A line of the outline. A group has children and carries no progress; `requires` holds topic ids.

    `is_after_gap` says that a blank line or a note stands between it and the item before it.
    """

    type: Literal["topic", "group", "note", "link"]
    label: str
    line: Line
    attributes: Attributes
    url: str = ""
    requires: tuple[str, ...] = ()
    is_after_gap: bool = False
    children: list[Item] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that marks hang on; empty for a note."""
        return self.attributes.id

    @property
    def shown_label(self) -> str:
        """The label of a group as it is shown: it says where one of its topics is enough."""
        return self.label + CHOOSE_ONE * self.attributes.choose_one

    def walk(self) -> Iterator[Item]:
        """Yields the item and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """A whole outline. `notes` stand above the map; `closing` and `links` stand at its foot."""

    title: str
    notes: list[str] = field(default_factory=list)
    mains: list[Item] = field(default_factory=list)
    closing: str = ""
    links: list[Item] = field(default_factory=list)

    def walk(self) -> Iterator[Item]:
        """Yields every item of the main topics and of the foot, in the order of the file."""
        for item in (*self.mains, *self.links):
            yield from item.walk()

    @property
    def foot_label(self) -> str:
        """The line above the links at the foot; empty where the foot is empty."""
        return self.closing or (FOOT_LABEL if self.links else "")
