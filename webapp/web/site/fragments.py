"""Telling requests for a fragment from requests for a whole page."""

from __future__ import annotations

from webapp.web.site.extensions import htmx


def wants_fragment() -> bool:
    """Returns whether a request is for a fragment.

    Boosted and history-restore requests also come from HTMX, but need the whole page.
    """
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
