"""The sitemap: the pages that search engines may list, and when each changed last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from xml.sax.saxutils import escape

from webapp.catalog.catalog import Catalog
from webapp.catalog.slug import tag_path

# The values that sitemaps.org allows.
FREQUENCIES = frozenset({"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"})


def sitemap(catalog: Catalog, site_url: str) -> bytes:
    """Returns the sitemap as XML: home, catalog, tags, roadmaps tagged main-sitemap, and their topics."""
    rows = "".join(_rows(catalog, site_url))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    ).encode()


def _rows(catalog: Catalog, site_url: str) -> Iterator[str]:
    shown = [r for r in catalog.listed_with_variants if not r.front.is_upcoming]
    newest = max((r.modified for r in shown if r.modified), default=None)
    yield _row(f"{site_url}/", newest)
    yield _row(f"{site_url}/roadmaps", newest)
    for tag in sorted({t for r in catalog.listed for t in r.front.subjects}):
        dates = [r.modified for r in catalog.listed if tag in r.front.tags and r.modified]
        yield _row(site_url + tag_path(tag), max(dates, default=None))
    for roadmap in shown:
        front = roadmap.front
        if "main-sitemap" not in front.tags:
            continue
        yield _row(
            f"{site_url}/{roadmap.slug}", roadmap.modified, front.sitemap_changefreq, front.sitemap_priority
        )
        for topic_id in roadmap.order:
            topic = roadmap.topics[topic_id]
            if catalog.original_of(topic) is topic:
                yield _row(site_url + topic.path, topic.modified or roadmap.modified)


def _row(address: str, changed: date | None, frequency: str = "", priority: float | None = None) -> str:
    parts = [f"<loc>{escape(address)}</loc>"]
    if changed:
        parts.append(f"<lastmod>{datetime.combine(changed, time(), UTC).isoformat()}</lastmod>")
    if frequency in FREQUENCIES:
        parts.append(f"<changefreq>{frequency}</changefreq>")
    if priority is not None and 0 <= priority <= 1:
        parts.append(f"<priority>{priority:.1f}</priority>")
    return f"<url>{''.join(parts)}</url>\n"
