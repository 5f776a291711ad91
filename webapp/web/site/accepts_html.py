"""Telling a browser from a feed reader by the Accept header."""

from __future__ import annotations

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

# Browsers send about 200 characters. Comparing the types of 15 kB takes a fifth of a second.
LONGEST = 1000
FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
)


def prefers_page(accept: str) -> bool:
    """Returns whether an Accept header prefers HTML to every feed type, as those of browsers do."""
    accepted = parse_accept_header(accept[:LONGEST], MIMEAccept)
    best_feed = max(accepted[feed_type] for feed_type in FEED_TYPES)
    return bool(accepted["text/html"] > best_feed)
