"""Searching the catalog for roadmaps and topics: the only place that decides what fits a query."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic

# Names that are suggested where nothing fits, and how alike they have to be, from 0 to 1.
MOST_NEAREST, ALIKE = 5, 0.55
LONGEST_GUESSED = 40  # characters; nobody misspells more at once


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that was found, and its roadmap."""

    topic: Topic
    roadmap: Roadmap


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query: roadmaps in the catalog's order, topics with the best first.

    `nearest` are roadmaps and topics with similar names, if nothing fits.
    """

    roadmaps: tuple[Roadmap, ...]
    topics: tuple[Hit, ...]
    nearest: tuple[Roadmap | Hit, ...] = ()


def search(catalog: Catalog, query: str) -> Found:
    """Returns the results of a query; an empty query has none.

    Roadmaps are searched by title, description, slug and tags. Topics are searched by label and text; matches
    in the label come first.
    """
    if not query:
        return Found((), ())
    roadmaps = tuple(r for r in catalog.listed if _holds(_about(r), query))
    ranked = sorted(_ranked(catalog, query), key=lambda found: found[0])
    if not roadmaps and not ranked:
        return Found((), (), _nearest(catalog, query))
    return Found(roadmaps, tuple(hit for _, hit in ranked))


def words_of(query: str) -> tuple[str, ...]:
    """Returns the words of a query, each once; all of them have to occur in what fits."""
    return tuple(dict.fromkeys(query.casefold().split()))


def fits(roadmap: Roadmap, query: str) -> bool:
    """Returns whether every word of a query occurs in the roadmap's own texts or its topics' labels."""
    labels = " ".join(topic.label for topic in roadmap.topics.values())
    return _holds(f"{_about(roadmap)} {labels}", query)


def _ranked(catalog: Catalog, query: str) -> Iterator[tuple[int, Hit]]:
    words, phrase = words_of(query), " ".join(query.casefold().split())
    for roadmap in _searched(catalog):
        for topic, label, text in _folded(roadmap):
            if (rank := _rank(label, text, words, phrase)) is not None:
                yield rank, Hit(topic, roadmap)


def _searched(catalog: Catalog) -> Iterator[Roadmap]:
    return (roadmap for roadmap in catalog.listed if not roadmap.front.is_upcoming)


@lru_cache(maxsize=512)
def _folded(roadmap: Roadmap) -> tuple[tuple[Topic, str, str], ...]:
    """Returns the topics of a roadmap with label and text in folded case, because every key searches."""
    topics = (roadmap.topics[topic_id] for topic_id in roadmap.order)
    return tuple((t, t.label.casefold(), f"{t.label}\n{t.text}".casefold()) for t in topics)


def _rank(label: str, text: str, words: tuple[str, ...], phrase: str) -> int | None:
    """Returns how well a topic matches, from 0 (the best) to 3, or None."""
    if not all(word in text for word in words):
        return None
    if label == phrase:
        return 0
    if label.startswith(phrase):
        return 1
    return 2 if all(word in label for word in words) else 3


def _nearest(catalog: Catalog, query: str) -> tuple[Roadmap | Hit, ...]:
    if len(query) > LONGEST_GUESSED:
        return ()
    names: dict[str, Roadmap | Hit] = {}
    for roadmap in _searched(catalog):
        for topic, label, _ in _folded(roadmap):
            names.setdefault(label, Hit(topic, roadmap))
    names |= {r.brief_title.casefold(): r for r in catalog.listed}
    near = difflib.get_close_matches(query.casefold(), names, MOST_NEAREST, ALIKE)
    return tuple(names[name] for name in near)


def _about(roadmap: Roadmap) -> str:
    names = (roadmap.slug, roadmap.title, roadmap.brief_title, roadmap.brief_description)
    return " ".join((*names, *roadmap.front.tags))


def _holds(text: str, query: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words_of(query))
