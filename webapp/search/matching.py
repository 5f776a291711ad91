"""Searching the catalog for roadmaps and topics: the only place that decides what fits a query."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.search.occurrences import ABSENT, BEGINNING, INSIDE, WHOLE, words_of, worst

T = TypeVar("T")
# Names that are suggested where nothing fits, and how alike they have to be, from 0 to 1.
MOST_NEAREST, ALIKE = 5, 0.55
LONGEST_GUESSED = 40  # characters; nobody misspells more at once
# How a query fits, from the best to the last: by how the title holds its words, and else title and text.
# A mention of the word itself says more than a title that has its letters inside of another word.
IN_TITLE = {WHOLE: 1, BEGINNING: 2, INSIDE: 4}
IN_TEXT = {WHOLE: 3, BEGINNING: 5, INSIDE: 6}


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that was found, and its roadmap."""

    topic: Topic
    roadmap: Roadmap


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query, the best first, and those that fit alike in the catalog's order.

    `nearest` are roadmaps and topics with similar names, if nothing fits.
    """

    roadmaps: tuple[Roadmap, ...]
    topics: tuple[Hit, ...]
    nearest: tuple[Roadmap | Hit, ...] = ()


def search(catalog: Catalog, query: str) -> Found:
    """Returns the results of a query; an empty query has none.

    Roadmaps are searched by their names, tags and description, topics by label and text.
    """
    if not query:
        return Found((), ())
    words, phrase = words_of(query), " ".join(query.casefold().split())
    roadmaps = _best_first(_ranked_roadmaps(catalog, words, phrase))
    topics = _best_first(_ranked_topics(catalog, words, phrase))
    if not roadmaps and not topics:
        return Found((), (), _nearest(catalog, query))
    return Found(roadmaps, topics)


def fits(roadmap: Roadmap, query: str) -> bool:
    """Returns whether every word of a query occurs in the roadmap's own texts or its topics' labels."""
    labels = " ".join(topic.label for topic in roadmap.topics.values())
    return _holds(f"{_about(roadmap)} {labels}", query)


def _best_first(ranked: Iterable[tuple[tuple[int, bool], T]]) -> tuple[T, ...]:
    return tuple(found for _, found in sorted(ranked, key=lambda pair: pair[0]))


def _ranked_roadmaps(
    catalog: Catalog, words: tuple[str, ...], phrase: str
) -> Iterator[tuple[tuple[int, bool], Roadmap]]:
    for roadmap in catalog.listed:
        title = roadmap.brief_title.casefold()
        if (rank := _rank(title, _about(roadmap).casefold(), words, phrase)) is not None:
            yield rank, roadmap


def _ranked_topics(
    catalog: Catalog, words: tuple[str, ...], phrase: str
) -> Iterator[tuple[tuple[int, bool], Hit]]:
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


def _rank(title: str, text: str, words: tuple[str, ...], phrase: str) -> tuple[int, bool] | None:
    """Returns a number that is lower the better a query fits, or None if a word does not occur.

    Of those that fit alike the titles that begin with the query come first. `text` contains the title.
    """
    if not words or not all(word in text for word in words):
        return None
    if title == phrase:
        return 0, False
    in_title = worst(title, words)
    rank = IN_TEXT[worst(text, words)]
    if in_title != ABSENT:
        rank = min(rank, IN_TITLE[in_title])
    return rank, not title.startswith(phrase)


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
