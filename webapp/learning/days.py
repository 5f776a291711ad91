"""Days of learning, in a learner's own time zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from webapp.catalog.catalog import Catalog
from webapp.progress.acts import ActSummary
from webapp.progress.models import NO_MARK

DAYS = 7
# An undo is no learning, and neither is saying what one knew before.
LEARNING_KINDS = frozenset({"mark"})


@dataclass(frozen=True, slots=True)
class LearningDay:
    """A day, and the number of topics on which the learner set a status that day."""

    day: date
    topics: int


def zone_named(name: str) -> tzinfo:
    """Returns a time zone; UTC if the name is empty or this machine does not know it."""
    try:
        return ZoneInfo(name) if name else UTC
    except (LookupError, OSError, ValueError):
        return UTC


def latest_days(
    catalog: Catalog, acts: Iterable[ActSummary], zone: tzinfo, now: datetime
) -> tuple[LearningDay, ...]:
    """Returns the last seven days up to today, the oldest first."""
    topics: Mapping[date, set[tuple[str, str]]] = defaultdict(set)
    for act in acts:
        if act.kind in LEARNING_KINDS and not act.is_undone:
            day = act.at.astimezone(zone).date()
            made = [c for c in act.changes if c.after != NO_MARK]
            topics[day] |= {catalog.shown_as(c.roadmap, c.topic_id) for c in made}
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=ago) for ago in reversed(range(DAYS)))
    return tuple(LearningDay(day, len(topics.get(day, ()))) for day in days)


def by_day(acts: Iterable[ActSummary], zone: tzinfo) -> Sequence[tuple[date, Sequence[ActSummary]]]:
    """Returns acts by the day on which they were made, in the order in which they come."""
    days: dict[date, list[ActSummary]] = defaultdict(list)
    for act in acts:
        days[act.at.astimezone(zone).date()].append(act)
    return list(days.items())
