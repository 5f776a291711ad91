"""Days of learning, in a learner's own time zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from webapp.catalog.catalog import Catalog
from webapp.learning.status import DONE, LEARNING
from webapp.progress.acts import ActSummary

DAYS = 7
# An undo is no learning, and neither is saying what one knew before.
LEARNING_KINDS = frozenset({"mark"})
# A status that is set by learning. What is skipped was not learnt.
LEARNING_STATUSES = frozenset({DONE.value, LEARNING.value})
# The slug of a roadmap and the id of a topic.
Place = tuple[str, str]
# Returns the day to which a moment belongs for a learner.
DayOf = Callable[[datetime], date]


@dataclass(frozen=True, slots=True)
class LearningDay:
    """A day, and the topics that were learnt on it."""

    day: date
    topics: frozenset[Place]


def zone_named(name: str) -> tzinfo:
    """Returns a time zone; UTC if the name is empty or this machine does not know it."""
    try:
        return ZoneInfo(name) if name else UTC
    except (LookupError, OSError, ValueError):
        return UTC


def topics_by_day(catalog: Catalog, acts: Iterable[ActSummary], day_of: DayOf) -> Mapping[date, set[Place]]:
    """Returns the topics that a learner was learning or has done, by day. What was undone is left out.

    The query of `habits/diary.py` says the same of the days of a streak.
    """
    topics: Mapping[date, set[Place]] = defaultdict(set)
    for act in acts:
        made = [c for c in act.changes if c.after in LEARNING_STATUSES]
        if act.kind in LEARNING_KINDS and not act.is_undone and made:
            topics[day_of(act.at)] |= {catalog.shown_as(c.roadmap, c.topic_id) for c in made}
    return topics


def latest_days(
    catalog: Catalog, acts: Iterable[ActSummary], day_of: DayOf, now: datetime
) -> tuple[LearningDay, ...]:
    """Returns the last seven days up to today, the oldest first."""
    topics = topics_by_day(catalog, acts, day_of)
    today = day_of(now)
    days = (today - timedelta(days=ago) for ago in reversed(range(DAYS)))
    return tuple(LearningDay(day, frozenset(topics.get(day, ()))) for day in days)


def by_day(acts: Iterable[ActSummary], day_of: DayOf) -> Sequence[tuple[date, Sequence[ActSummary]]]:
    """Returns acts by the day on which they were made, in the order in which they come."""
    days: dict[date, list[ActSummary]] = defaultdict(list)
    for act in acts:
        days[day_of(act.at)].append(act)
    return list(days.items())
