"""Where a plan leads, and what comes next on the way there."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.habits.planning import topics_on_the_way
from webapp.learning.standing import Standing
from webapp.learning.status import LEARNING


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a plan leads: to the topic `target`, or to the end of the roadmap if there is none.

    It leads nowhere if its topic is not on the roadmap any more: `is_gone`.
    """

    target: Topic | None = None
    is_gone: bool = False


def goal_of(catalog: Catalog, roadmap: Roadmap, topic_id: str) -> Goal:
    """Returns where a plan for the way to a topic leads now, as the ledgers say it."""
    if not topic_id:
        return Goal()
    fate = catalog.fates.get((roadmap.slug, topic_id))
    topic = fate.successor if fate else roadmap.topic(topic_id)
    if topic and topic.drawn and topic.roadmap == roadmap.slug:
        return Goal(topic)
    return Goal(is_gone=True)


def next_on_the_way(catalog: Catalog, standing: Standing, topic_id: str) -> Topic | None:
    """Returns the topic to go on with: of the planned way to a topic the one being learnt, else the first.

    Where no way is planned, or nothing of it is left, it is what comes next on the roadmap.
    """
    target = goal_of(catalog, standing.roadmap, topic_id).target
    steps = topics_on_the_way(standing, target) if target else []
    begun = (step for step in steps if standing.status_of(step.id) is LEARNING)
    return next(begun, steps[0] if steps else standing.next_topic)
