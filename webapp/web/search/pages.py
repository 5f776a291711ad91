"""The page of a search."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.search.matching import Found, Hit
from webapp.web.roadmaps.cards import AllMarks, Card, card
from webapp.web.site.translations import gettext, ngettext

MOST_TOPICS = 50


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A query, which may be empty, and its results."""

    query: str
    roadmaps: tuple[Card, ...]
    topics: tuple[Hit, ...]
    count_words: str


def search_page(query: str, found: Found, marks: AllMarks) -> SearchPage:
    """Returns the page of a query, with the best topics up to MOST_TOPICS."""
    cards = tuple(card(r, marks.get(r.slug)) for r in found.roadmaps)
    return SearchPage(query, cards, found.topics[:MOST_TOPICS], _count_words(query, found))


def _count_words(query: str, found: Found) -> str:
    count = len(found.roadmaps) + len(found.topics)
    words = ngettext("%(num)d result for “%(query)s”", "%(num)d results for “%(query)s”", count, query=query)
    if len(found.topics) <= MOST_TOPICS:
        return words
    return gettext("%(results)s, the first %(count)d topics", results=words, count=MOST_TOPICS)
