"""How the number of topics that are done grew on a roadmap, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from webapp.catalog.model import Roadmap
from webapp.learning.days import DayOf
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.models import NO_MARK


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A change of the status of a topic, as the journal has it."""

    at: datetime
    topic_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the number of topics that are done changed, and the number when it ended."""

    day: date
    done: int


def burn_up(roadmap: Roadmap, changes: Sequence[TopicChange], day_of: DayOf) -> tuple[Step, ...]:
    """Returns the days on which something changed, the oldest first.

    `changes` are in the order of the journal, which tells what is done now. It is not the order of time where
    the journal of a guest or of a file was added to a learner's own: of a topic that both have marked, a
    change takes away only what it found. A topic and the twin that lies under it are one topic, and topics
    that the roadmap no longer draws are left out. The number is that of the meter: what is optional does not
    add to it.
    """
    marks: dict[str, str] = {}
    by_day: dict[date, int] = {}
    by_time = sorted(changes, key=lambda change: change.at)
    for day, of_day in groupby(by_time, lambda change: day_of(change.at)):
        for change in of_day:
            topic = roadmap.aliases.get(change.topic_id, change.topic_id)
            if change.after == DONE.value or marks.get(topic, NO_MARK) == change.before:
                marks[topic] = change.after
        by_day[day] = Standing(roadmap, marks).counts.done
    if by_day:
        present = {roadmap.aliases.get(one.topic_id, one.topic_id): one.after for one in changes}
        by_day[max(by_day)] = Standing(roadmap, present).counts.done
    steps: list[Step] = []
    for day in sorted(by_day):
        if by_day[day] != (steps[-1].done if steps else 0):
            steps.append(Step(day, by_day[day]))
    return tuple(steps)
