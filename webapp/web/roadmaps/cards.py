"""Roadmaps as cards in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.standing import Standing
from webapp.web.site.map_pictures import picture
from webapp.web.site.meters import Meter, meter
from webapp.web.site.translations import gettext, ngettext

AllMarks = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """A roadmap in a list. `thumbnail` is a small drawing of its map, in the learner's colors.

    `meter` and `next_topic` are set if the learner has marks on the roadmap. `note` is why it is in its
    list, or when it was finished.
    """

    roadmap: Roadmap
    topics_words: str
    thumbnail: Markup
    meter: Meter | None = None
    next_topic: Topic | None = None
    is_finished: bool = False
    note: str = ""


def card(roadmap: Roadmap, marks: Mapping[str, str] | None = None, note: str = "") -> Card:
    """Returns the card of a roadmap for a learner with `marks` on it."""
    count = len(roadmap.order)
    if roadmap.front.is_upcoming:
        return Card(roadmap, gettext("Being written"), Markup())
    words = ngettext("%(num)d topic", "%(num)d topics", count)
    if not marks or not count:
        return Card(roadmap, words, _plain_picture(roadmap), note=note)
    return standing_card(Standing(roadmap, marks), note)


def standing_card(standing: Standing, note: str = "") -> Card:
    """Returns the card of a roadmap on which the learner has marks."""
    return Card(
        roadmap=standing.roadmap,
        topics_words="",
        thumbnail=picture(standing),
        meter=meter(standing),
        next_topic=standing.next_topic,
        is_finished=standing.is_walked,
        note=note,
    )


@lru_cache(maxsize=512)
def _plain_picture(roadmap: Roadmap) -> Markup:
    return picture(Standing(roadmap, {}))


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
