"""A feed as a page, for people who open it in a browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from webapp.syndication.entries import Feed
from webapp.web.feeds.views import FeedPage, FeedRow
from webapp.web.site.dates import day_words


def feed_page(feed: Feed, address: str) -> FeedPage:
    """What is in a feed, with the absolute address to give to a feed reader."""
    rows = (
        FeedRow(
            e.title,
            urlsplit(e.url).path,
            e.summary,
            e.published.date().isoformat(),
            day_words(e.published.date()),
        )
        for e in feed.entries
    )
    return FeedPage(feed.title, feed.line, address, tuple(rows))
