"""Who asks for a feed: a feed reader, or a person in a browser."""

from __future__ import annotations

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
)


def prefers_page(accept: str) -> bool:
    """Whether an Accept header wants HTML more than any feed, as browsers say and feed readers do not."""
    wanted = parse_accept_header(accept, MIMEAccept)
    return bool(wanted["text/html"] > max(wanted[kind] for kind in FEED_TYPES))
