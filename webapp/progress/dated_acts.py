"""Acts that change marks together with their dates, so that an undo gives both back.

The journal says of each topic twice what such an act did. The first event states what was there, and since
when; it changes nothing. The second one is the change, or the same status with another date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.progress.journal_head import lock_journal
from webapp.progress.limits import check_pace
from webapp.progress.marks import Change, add_act, add_events, new_act_id, write_marks
from webapp.progress.models import NO_MARK, ProgressEvent, TopicMark


@dataclass(frozen=True, slots=True)
class DatedMark:
    """The value of a status, and when it was set."""

    status: str
    at: datetime


# By the roadmap's permanent name and the topic's id.
DatedMarks = dict[tuple[str, str], DatedMark]


@dataclass(frozen=True, slots=True)
class Step:
    """What was on a topic before an act and what is after it. `said_at` is the time of the event."""

    before: DatedMark
    after: DatedMark
    said_at: datetime


Steps = Mapping[tuple[str, str], Step]


def dated_marks(session: Session, learner_id: int) -> DatedMarks:
    """Returns all marks of a learner with their dates, by one query."""
    row = TopicMark.__table__.c
    query = select(row.roadmap, row.topic_id, row.status, row.marked_at).where(row.learner_id == learner_id)
    return {(r, t): DatedMark(status, at) for r, t, status, at in session.execute(query)}


def add_dated_act(
    session: Session, learner_id: int, steps: Steps, now: datetime, kind: str, *, is_limited: bool = True
) -> list[Change]:
    """Adds an act within a unit of work and writes its marks. Returns its changes, also those of only a date.

    Raises UnknownLearner and, of an act that is limited, TooManyChanges.
    """
    if not steps:
        return []
    connection = session.connection()
    head = lock_journal(connection, learner_id, now)
    if is_limited:
        check_pace(connection, learner_id, now, head.limiting_act)
    act_id = new_act_id()
    stated = [
        (Change(act_id, *place, step.before.status, step.before.status), step.before.at)
        for place, step in steps.items()
    ]
    changes = [
        (Change(act_id, *place, step.before.status, step.after.status), step) for place, step in steps.items()
    ]
    add_act(connection, learner_id, act_id, None, kind, (), now)
    add_events(connection, learner_id, [*stated, *((change, step.said_at) for change, step in changes)], head)
    moved = [(change, step.after.at) for change, step in changes if step.before != step.after]
    write_marks(connection, learner_id, moved)
    return [change for change, _ in moved]


def steps_back(
    events: Iterable[ProgressEvent],
    marks: DatedMarks,
    now: datetime,
    moved_to: Callable[[tuple[str, str]], tuple[str, str]],
) -> Steps:
    """Returns what undoes the events of an act that changed dates, where nothing newer has changed a mark."""
    by_place: dict[tuple[str, str], list[ProgressEvent]] = defaultdict(list)
    for event in events:
        by_place[event.roadmap, event.topic_id].append(event)
    placed = ((moved_to(place), of_place) for place, of_place in by_place.items())
    found = ((place, _step_back(of_place, marks.get(place), now)) for place, of_place in placed)
    return {place: step for place, step in found if step}


def states_dates(events: Sequence[ProgressEvent]) -> bool:
    """Returns whether an act says what was there before, and since when."""
    return len({(event.roadmap, event.topic_id) for event in events}) < len(events)


def _step_back(events: Sequence[ProgressEvent], present: DatedMark | None, now: datetime) -> Step | None:
    stated, change = events[0], events[-1]
    mark = present or DatedMark(NO_MARK, now)
    before = DatedMark(change.before, stated.at)
    if mark.status != change.after or mark == before:
        return None
    if change.before != change.after:
        return Step(mark, before, now)
    # Only the date was changed. The mark may have been taken back and set again since.
    return Step(mark, before, before.at) if mark.at == change.at else None
