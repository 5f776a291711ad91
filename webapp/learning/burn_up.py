"""How the number of topics that are done grew on a roadmap, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from webapp.catalog.model import Roadmap
from webapp.learning.days import DayOf
from webapp.learning.standing import Standing


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the number of topics that are done changed, and the number when it ended."""

    day: date
    done: int


def burn_up(roadmap: Roadmap, events: Iterable[tuple[datetime, str, str]], day_of: DayOf) -> tuple[Step, ...]:
    """Returns the days on which something changed, the oldest first.

    `events` are (time, topic, status) in the order of the journal. A topic and the twin that lies under it
    are one topic, and topics that the roadmap no longer draws are left out. The number is that of the meter:
    what is optional does not add to it.
    """
    marks: dict[str, str] = {}
    by_day: dict[date, int] = {}
    for day, of_day in groupby(events, lambda event: day_of(event[0])):
        marks |= {roadmap.aliases.get(topic_id, topic_id): after for _, topic_id, after in of_day}
        by_day[day] = Standing(roadmap, marks).counts.done
    steps: list[Step] = []
    for day in sorted(by_day):
        if by_day[day] != (steps[-1].done if steps else 0):
            steps.append(Step(day, by_day[day]))
    return tuple(steps)
