"""One learner's marks, added to another's as one act, which can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from webapp.db.learners import UnknownLearner, lock_guest, lock_learner, remove_guest
from webapp.progress.marks import set_marks
from webapp.progress.models import TopicMark
from webapp.progress.notes import bring_notes
from webapp.progress.own import bring_ticks

KIND = "merge"
IsFurther = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class DatedMark:
    """The value of a status, and when it was set."""

    status: str
    at: datetime


# By the roadmap's permanent name and the topic's id.
DatedMarks = dict[tuple[str, str], DatedMark]


@dataclass(frozen=True, slots=True)
class Merger:
    """The marks of a guest, and of the learner to whom they are added."""

    guest: DatedMarks
    learner: DatedMarks

    def gained(self, is_further: IsFurther) -> DatedMarks:
        """Returns the guest's marks that change the learner's status on a topic."""
        return {
            topic: mark
            for topic, mark in self.guest.items()
            if topic not in self.learner or is_further(mark.status, self.learner[topic].status)
        }

    @property
    def earlier(self) -> DatedMarks:
        """The guest's marks with the learner's status and an earlier date."""
        return {
            topic: mark
            for topic, mark in self.guest.items()
            if (own := self.learner.get(topic)) and own.status == mark.status and mark.at < own.at
        }


def read_merger(session: Session, guest_id: int, learner_id: int) -> Merger:
    """Returns the marks of both, by two queries."""
    return Merger(dated_marks(session, guest_id), dated_marks(session, learner_id))


def merge(session: Session, guest_id: int, learner_id: int, now: datetime, is_further: IsFurther) -> str:
    """Adds a guest's marks to a learner's and removes the guest, in a unit of work.

    On a topic that both have marked the further status stays, with its date; of the same status, the earlier
    date. Returns the id of the act, or an empty string if nothing changed, as when it was done before.
    """
    # The guest is locked after the learner, whatever else is under way.
    lock_learner(session, learner_id)
    try:
        lock_guest(session, guest_id)
    except UnknownLearner:
        return ""
    merger = read_merger(session, guest_id, learner_id)
    act_id = _add(session, learner_id, merger.gained(is_further), now)
    set_dates(session, learner_id, merger.earlier)
    bring_own(session, guest_id, learner_id)
    remove_guest(session, guest_id)
    return act_id


def bring_own(session: Session, gone_id: int, kept_id: int) -> None:
    """Gives notes, ticks and favorites of a learner to another one; both have to be locked."""
    bring_notes(session, gone_id, kept_id)
    bring_ticks(session, gone_id, kept_id)


def set_dates(session: Session, learner_id: int, marks: DatedMarks) -> None:
    """Sets the dates of marks that are there; the learner has to be locked."""
    row = TopicMark.__table__.c
    one = update(TopicMark).where(
        row.learner_id == learner_id, row.roadmap == bindparam("r"), row.topic_id == bindparam("t")
    )
    rows = [{"r": roadmap, "t": topic, "at": mark.at} for (roadmap, topic), mark in marks.items()]
    if rows:
        session.connection().execute(one.values(marked_at=bindparam("at")), rows)


def dated_marks(session: Session, learner_id: int) -> DatedMarks:
    """Returns all marks of a learner with their dates, by one query."""
    row = TopicMark.__table__.c
    query = select(row.roadmap, row.topic_id, row.status, row.marked_at).where(row.learner_id == learner_id)
    return {(r, t): DatedMark(status, at) for r, t, status, at in session.execute(query)}


def _add(session: Session, learner_id: int, gained: DatedMarks, now: datetime) -> str:
    if not gained:
        return ""
    new_marks = [(roadmap, topic, mark.status) for (roadmap, topic), mark in gained.items()]
    dates = {topic: mark.at for topic, mark in gained.items()}
    return set_marks(session, learner_id, new_marks, now, kind=KIND, dates=dates)[0].act_id
