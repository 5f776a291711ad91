"""What a learner has done in other roadmaps and can mark in this one: offered, and never done by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Topic
from webapp.learning.standing import Standing
from webapp.learning.status import LEARNING, PENDING

# The topics that are the same as one that is open here, by its id.
Open = Mapping[str, tuple[Topic, ...]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A topic that is open here, and the same one of another roadmap that was done first, with the time."""

    topic: Topic
    done: Topic
    at: datetime


def open_equals(catalog: Catalog, standing: Standing, topics: Iterable[Topic] | None = None) -> Open:
    """Returns the topics of other roadmaps that are the same as open ones here.

    Open is what is neither done nor skipped, of `topics` or else of the whole roadmap.
    """
    found = catalog.equals.get(standing.roadmap.slug, {})
    if topics is not None:
        found = {topic.id: found[topic.id] for topic in topics if topic.id in found}
    return {i: others for i, others in found.items() if standing.status_of(i) in (PENDING, LEARNING)}


def offers(standing: Standing, equals: Open, done: Mapping[tuple[str, str], datetime]) -> tuple[Offer, ...]:
    """Returns what can be marked here, in reading order. `done` has when topics were done, by slug and id."""
    found = []
    for topic_id, others in equals.items():
        times = [(at, other) for other in others if (at := done.get((other.roadmap, other.id)))]
        if times:
            at, other = min(times, key=lambda pair: (pair[0], pair[1].path))
            found.append(Offer(standing.roadmap.topics[topic_id], other, at))
    return tuple(found)
