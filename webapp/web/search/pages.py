"""Finding roadmaps and topics by words."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.web.roadmaps.cards import card
from webapp.web.site.views import HitView, LinkView, SearchPage

MOST = 50


def fits(roadmap: Roadmap, query: str) -> bool:
    """Whether every word of the query occurs in what the roadmap says of itself or in a label."""
    return _holds(f"{_about(roadmap)} {' '.join(t.label for t in roadmap.topics.values())}", query)


def search_page(catalog: Catalog, query: str, marks: Mapping[str, Mapping[str, str]]) -> SearchPage:
    """The page of a query: roadmaps by what they say of themselves, topics by label, then by text; at
    most 50.
    """
    if not query:
        return SearchPage("", (), (), "")
    roadmaps = [r for r in catalog.listed if _holds(_about(r), query)]
    ranked = _ranked(catalog, query)
    hits = tuple(
        HitView(LinkView(t.label, t.path), LinkView(r.brief_title, f"/{r.slug}")) for r, t in ranked[:MOST]
    )
    count = len(roadmaps) + len(ranked)
    words = f"{count} result{'' if count == 1 else 's'} for “{query}”" + (
        f", the first {MOST} topics" if len(ranked) > MOST else ""
    )
    return SearchPage(query, tuple(card(r, marks.get(r.slug)) for r in roadmaps), hits, words)


def _ranked(catalog: Catalog, query: str) -> list[tuple[Roadmap, Topic]]:
    found = [
        (rank, r, t)
        for r in catalog.listed
        if not r.front.is_upcoming
        for t in (r.topics[i] for i in r.order)
        if (rank := _rank(t, query)) is not None
    ]
    found.sort(key=lambda hit: hit[0])
    return [(r, t) for _, r, t in found]


def _rank(topic: Topic, query: str) -> int | None:
    label, wanted = topic.label.casefold(), " ".join(query.casefold().split())
    if label == wanted:
        return 0
    if label.startswith(wanted):
        return 1
    if _holds(label, query):
        return 2
    return 3 if _holds(f"{label} {topic.text}", query) else None


def _about(roadmap: Roadmap) -> str:
    return " ".join(
        (roadmap.slug, roadmap.title, roadmap.brief_title, roadmap.brief_description, *roadmap.front.tags)
    )


def _holds(text: str, query: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())
