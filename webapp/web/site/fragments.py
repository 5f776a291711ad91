"""Telling requests for a fragment from requests for a whole page."""

from __future__ import annotations

from urllib.parse import urlsplit

from webapp.web.site.extensions import htmx


def wants_fragment() -> bool:
    """Returns whether a request is for a fragment.

    Boosted and history-restore requests also come from HTMX, but need the whole page.
    """
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def asks_from_a_route() -> bool:
    """Returns whether the page of a route asks, whose list a change makes longer or shorter."""
    return urlsplit(htmx.current_url or "").path.endswith("/route")
