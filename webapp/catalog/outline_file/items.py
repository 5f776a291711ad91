"""What an outline file says, as values: its lines in their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from webapp.catalog.outline_file.attributes import Attributes
from webapp.catalog.outline_file.line import Line

CHOICE_WORDS = re.compile(r" \(choose (?P<number>one|[1-9][0-9]{0,2})\)\Z")
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
        """The label of a group as it is shown: it says where some of its topics are enough."""
        return self.label + choice_words(self.attributes.choose)

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


def choice_words(choose: int) -> str:
    """Returns what is written behind the label of a group of which `choose` topics are enough."""
    if not choose:
        return ""
    return " (choose one)" if choose == 1 else f" (choose {choose})"


def chosen_by_words(label: str) -> tuple[str, int]:
    """Returns a label without what `choice_words` wrote behind it, and the number that it says, or 0."""
    match = CHOICE_WORDS.search(label)
    if match is None:
        return label, 0
    return label[: match.start()], int(match["number"].replace("one", "1"))
