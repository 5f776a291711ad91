"""One learner's marks, added to another's as one act, which can be undone."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from webapp.db.base import Reader, connection_of
from webapp.db.learners import UnknownLearner, lock_guest, lock_learner, remove_guest
from webapp.progress.dated_acts import DatedMark, DatedMarks, Step, add_dated_act, dated_marks
from webapp.progress.importing import add_journal, known_acts
from webapp.progress.models import NO_MARK, ProgressAct, ProgressEvent, TopicMark
from webapp.progress.notes import bring_notes
from webapp.progress.own import bring_ticks

KIND = "merge"
IsFurther = Callable[[str, str], bool]
Places = Set[tuple[str, str]]


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
    """Adds a guest's marks and journal to a learner's and removes the guest, in a unit of work.

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
    touched = move_journal(session, guest_id, learner_id)
    # Not limited, because it comes once for each guest and nobody should be kept from signing in.
    act_id = add_merged(session, learner_id, merger, is_further, touched, now, is_limited=False)
    bring_own(session, guest_id, learner_id)
    remove_guest(session, guest_id)
    return act_id


def bring_own(session: Session, gone_id: int, kept_id: int) -> None:
    """Gives notes, ticks and favorites of a learner to another one; both have to be locked."""
    bring_notes(session, gone_id, kept_id)
    bring_ticks(session, gone_id, kept_id)


def set_dates(reader: Reader, learner_id: int, marks: DatedMarks) -> None:
    """Sets the dates of marks that are there; the learner has to be locked."""
    row = TopicMark.__table__.c
    one = update(TopicMark).where(
        row.learner_id == learner_id, row.roadmap == bindparam("r"), row.topic_id == bindparam("t")
    )
    rows = [{"r": roadmap, "t": topic, "at": mark.at} for (roadmap, topic), mark in marks.items()]
    if rows:
        connection_of(reader).execute(one.values(marked_at=bindparam("at")), rows)


def move_journal(session: Session, gone_id: int, kept_id: int) -> Places:
    """Gives the acts of a learner to another one, after that one's own; both have to be locked.

    Acts keep their times and lose the keys of their requests. Returns the topics that have events.
    """
    known = known_acts(session, kept_id)
    acts = [row for row in _rows(session, ProgressAct, gone_id) if row["id"] not in known]
    ids = {row["id"] for row in acts}
    events = [row for row in _rows(session, ProgressEvent, gone_id) if row["act_id"] in ids]
    add_journal(session, kept_id, acts, events)
    return {(row["roadmap"], row["topic_id"]) for row in events}


def add_merged(
    session: Session,
    learner_id: int,
    merger: Merger,
    is_further: IsFurther,
    touched: Places,
    now: datetime,
    kind: str = KIND,
    *,
    is_limited: bool = True,
) -> str:
    """Sets what a merge changes, as one act; the learner has to be locked.

    The act also states the marks on topics that were `touched` by acts which the journal has taken over, so
    that the journal still gives the marks. Returns the id of the act, or an empty string if no mark changed.
    """
    changed = merger.gained(is_further) | merger.earlier
    steps: dict[tuple[str, str], Step] = {}
    for place, mark in changed.items():
        own = merger.learner.get(place, DatedMark(NO_MARK, mark.at))
        steps[place] = Step(own, mark, mark.at)
    for place in touched - changed.keys():
        if there := merger.learner.get(place):
            steps[place] = Step(there, there, there.at)
    changes = add_dated_act(session, learner_id, steps, now, kind, is_limited=is_limited)
    return changes[0].act_id if changes else ""


def _rows(session: Session, source: Any, learner_id: int) -> list[dict[str, Any]]:
    """Returns all rows of a learner in a table, without the learner and in the order of the key."""
    table = source.__table__
    query = select(table).where(table.c.learner_id == learner_id).order_by(*table.primary_key)
    columns = [column.name for column in table.c if column.name != "learner_id"]
    return [{name: row[name] for name in columns} for row in session.execute(query).mappings()]
