"""What the overview says of the content."""

from __future__ import annotations

from datetime import datetime

from webapp.catalog.report import count_findings
from webapp.web.admin.content_page import finding_words
from webapp.web.admin.parts import CONTENT
from webapp.web.admin.tiles import Tile
from webapp.web.site.dates import format_age
from webapp.web.site.services import services
from webapp.web.site.translations import gettext, ngettext


def content_tile(now: datetime) -> Tile:
    """Returns what is served, and asks to look where there are errors."""
    store = services().catalog_store
    counts = count_findings(store.catalog)
    lines = [", ".join(finding_words(counts)), gettext("read %(age)s", age=format_age(store.read_at, now))]
    if store.stale:
        stay = ngettext("%(num)d stays as it was", "%(num)d stay as they were", len(store.stale))
        lines.insert(1, stay)
    headline = ngettext("%(num)d roadmap", "%(num)d roadmaps", len(store.catalog.roadmaps))
    return Tile(CONTENT, headline, tuple(lines), is_urgent=counts["error"] > 0)
