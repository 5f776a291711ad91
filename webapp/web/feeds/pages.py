"""A feed as a page, for people who open it in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from webapp.syndication.feeds import Feed, FeedEntry


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An entry of a feed, and its address on this site."""

    entry: FeedEntry
    path: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A feed as a page; `address` is the feed's own, absolute, to be given to a feed reader."""

    feed: Feed
    address: str
    rows: tuple[FeedRow, ...]


def feed_page(feed: Feed, address: str) -> FeedPage:
    """Returns the page of a feed."""
    return FeedPage(feed, address, tuple(FeedRow(e, urlsplit(e.url).path) for e in feed.entries))
