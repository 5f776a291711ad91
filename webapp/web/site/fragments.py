"""Whether a request wants a whole page or a fragment: decided here and nowhere else."""

from __future__ import annotations

from webapp.web.site.extensions import htmx


def wants_fragment() -> bool:
    """True for an HTMX request that swaps a piece; boosted and history requests want the whole page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
