"""How the number of topics that are done grew on a roadmap, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from webapp.catalog.model import Roadmap
from webapp.learning.days import DayOf
from webapp.learning.status import DONE


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the number of topics that are done changed, and the number when it ended."""

    day: date
    done: int


def burn_up(roadmap: Roadmap, events: Iterable[tuple[datetime, str, str]], day_of: DayOf) -> tuple[Step, ...]:
    """Returns the days on which something changed, the oldest first.

    `events` are (time, topic, status) in the order of the journal. A topic and the twin that lies under it
    are one topic, and topics that the roadmap no longer draws are left out.
    """
    drawn = frozenset(roadmap.order)
    done: set[str] = set()
    by_day: dict[date, int] = {}
    for at, topic_id, after in events:
        topic = roadmap.aliases.get(topic_id, topic_id)
        if topic not in drawn:
            continue
        if after == DONE.value:
            done.add(topic)
        else:
            done.discard(topic)
        by_day[day_of(at)] = len(done)
    steps: list[Step] = []
    for day in sorted(by_day):
        if by_day[day] != (steps[-1].done if steps else 0):
            steps.append(Step(day, by_day[day]))
    return tuple(steps)
