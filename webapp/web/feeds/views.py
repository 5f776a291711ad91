"""What the template of a feed sees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An entry of a feed."""

    title: str
    href: str
    line: str
    day: str
    day_words: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A feed as a page; `address` is the feed's own, absolute."""

    title: str
    line: str
    address: str
    entries: tuple[FeedRow, ...]
