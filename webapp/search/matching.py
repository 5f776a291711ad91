"""Searching the catalog for roadmaps and topics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that was found, and its roadmap."""

    topic: Topic
    roadmap: Roadmap


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query: roadmaps in the catalog's order, topics with the best first."""

    roadmaps: tuple[Roadmap, ...]
    topics: tuple[Hit, ...]


def search(catalog: Catalog, query: str) -> Found:
    """Returns the results of a query; an empty query has none.

    Roadmaps are searched by title, description, slug and tags. Topics are searched by label and text; matches
    in the label come first.
    """
    if not query:
        return Found((), ())
    roadmaps = tuple(r for r in catalog.listed if _holds(_about(r), query))
    ranked = sorted(_ranked(catalog, query), key=lambda found: found[0])
    return Found(roadmaps, tuple(hit for _, hit in ranked))


def fits(roadmap: Roadmap, query: str) -> bool:
    """Returns whether every word of a query occurs in the roadmap's own texts or its topics' labels."""
    labels = " ".join(topic.label for topic in roadmap.topics.values())
    return _holds(f"{_about(roadmap)} {labels}", query)


def _ranked(catalog: Catalog, query: str) -> Iterator[tuple[int, Hit]]:
    for roadmap in catalog.listed:
        if roadmap.front.is_upcoming:
            continue
        for topic_id in roadmap.order:
            topic = roadmap.topics[topic_id]
            if (rank := _rank(topic, query)) is not None:
                yield rank, Hit(topic, roadmap)


def _rank(topic: Topic, query: str) -> int | None:
    """Returns how well a topic matches, from 0 (the best) to 3, or None."""
    label = topic.label.casefold()
    phrase = " ".join(query.casefold().split())
    if label == phrase:
        return 0
    if label.startswith(phrase):
        return 1
    if _holds(label, query):
        return 2
    return 3 if _holds(f"{label} {topic.text}", query) else None


def _about(roadmap: Roadmap) -> str:
    names = (roadmap.slug, roadmap.title, roadmap.brief_title, roadmap.brief_description)
    return " ".join((*names, *roadmap.front.tags))


def _holds(text: str, query: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())
