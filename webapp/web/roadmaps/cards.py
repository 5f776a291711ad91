"""Roadmaps as cards in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.model import Roadmap, Topic
from webapp.drawing.thumbnail import thumbnail
from webapp.learning.standing import Standing
from webapp.web.site.meters import Meter, meter
from webapp.web.site.translations import gettext, ngettext

AllMarks = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """A roadmap in a list. `thumbnail` is a small drawing of its map.

    `meter` and `next_topic` are set if the learner has marks on the roadmap.
    """

    roadmap: Roadmap
    topics_words: str
    thumbnail: Markup
    meter: Meter | None = None
    next_topic: Topic | None = None


def card(roadmap: Roadmap, marks: Mapping[str, str] | None = None) -> Card:
    """Returns the card of a roadmap for a learner with `marks` on it."""
    count = len(roadmap.order)
    if roadmap.front.is_upcoming:
        return Card(roadmap, gettext("Being written"), Markup())
    words = ngettext("%(num)d topic", "%(num)d topics", count)
    picture = _thumbnail(roadmap)
    if not marks or not count:
        return Card(roadmap, words, picture)
    standing = Standing(roadmap, marks)
    return Card(roadmap, words, picture, meter(standing), standing.next_topic)


@lru_cache(maxsize=512)
def _thumbnail(roadmap: Roadmap) -> Markup:
    # The drawing escapes all strings of the graph.
    return Markup(thumbnail(roadmap.graph)) if roadmap.graph else Markup()  # noqa: S704


@dataclass(frozen=True, slots=True)
class Shelves:
    """Cards of roles, of skills, and of the rest."""

    roles: tuple[Card, ...]
    skills: tuple[Card, ...]
    others: tuple[Card, ...]


def shelves(roadmaps: Iterable[Roadmap], marks: AllMarks) -> Shelves:
    """Returns the cards of roadmaps by kind."""
    roles: list[Card] = []
    skills: list[Card] = []
    others: list[Card] = []
    for roadmap in roadmaps:
        tags = roadmap.front.tags
        shelf = roles if "role-roadmap" in tags else skills if "skill-roadmap" in tags else others
        shelf.append(card(roadmap, marks.get(roadmap.slug)))
    return Shelves(tuple(roles), tuple(skills), tuple(others))


def under_way(roadmaps: Iterable[Roadmap], marks: AllMarks) -> tuple[Card, ...]:
    """Returns the cards of the roadmaps on which the learner has a mark."""
    return tuple(card(r, marks[r.slug]) for r in roadmaps if marks.get(r.slug) and r.order)
