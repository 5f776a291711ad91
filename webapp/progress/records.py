"""Records of completion: made by their learner, verified by anybody who has the code, and deleted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from webapp.db.learners import lock_learner
from webapp.progress.models import ProgressEvent, Record, RecordEntry, TopicMark
from webapp.progress.record_codes import new_code


@dataclass(frozen=True, slots=True)
class Walk:
    """When a learner first and last did something on a roadmap; None if there are no marks on it.

    `code` is that of the learner's record of the roadmap, or an empty string if there is none.
    """

    first: datetime | None
    last: datetime | None
    code: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What a record says. `roadmap` is the key of the roadmap's marks."""

    roadmap: str
    title: str
    name: str
    topic_ids: tuple[str, ...]
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record with its code, its owner, and the moment at which it was made."""

    code: str
    learner_id: int
    made_at: datetime
    finished: Finished


def walk_of(session: Session, learner_id: int, *keys: str) -> Walk:
    """Returns when a learner walked a roadmap, by one query. `keys` are those of the roadmap's marks."""
    marks = (TopicMark.learner_id == learner_id, TopicMark.roadmap.in_(keys))
    events = (ProgressEvent.learner_id == learner_id, ProgressEvent.roadmap.in_(keys))
    record = (Record.learner_id == learner_id, Record.roadmap.in_(keys))
    query = select(
        select(func.min(ProgressEvent.at)).where(*events).scalar_subquery(),
        # Marks that were merged from elsewhere are older than their events.
        select(func.min(TopicMark.marked_at)).where(*marks).scalar_subquery(),
        select(func.max(TopicMark.marked_at)).where(*marks).scalar_subquery(),
        select(func.min(Record.code)).where(*record).scalar_subquery(),
    )
    first_event, first_mark, last_mark, code = session.execute(query).one()
    return Walk(min(filter(None, (first_event, first_mark)), default=None), last_mark, code or "")


def lock_walk(session: Session, learner_id: int, *keys: str) -> Walk:
    """Returns what `walk_of` returns, and lets no other unit of work change the learner's marks meanwhile.

    Raises UnknownLearner.
    """
    lock_learner(session, learner_id)
    return walk_of(session, learner_id, *keys)


def make_record(session: Session, learner_id: int, finished: Finished, now: datetime) -> str:
    """Stores a record within a unit of work and returns its code.

    A learner has one record of a roadmap: where there is one, it stays as it is, and its code is returned.
    """
    lock_learner(session, learner_id)
    of_roadmap = (Record.learner_id == learner_id, Record.roadmap == finished.roadmap)
    if (present := session.scalar(select(Record.code).where(*of_roadmap))) is not None:
        return present
    code = new_code()
    session.execute(insert(RecordEntry).values(code=code, learner_id=learner_id))
    made = insert(Record).values(
        learner_id=learner_id,
        roadmap=finished.roadmap,
        code=code,
        name=finished.name,
        title=finished.title,
        topic_ids="\n".join(finished.topic_ids),
        first_day=finished.first_day,
        last_day=finished.last_day,
        made_at=now,
    )
    session.execute(made)
    return code


def find_record(session: Session, code: str) -> FoundRecord | None:
    """Returns the record with a code, or None if there is none or it was deleted."""
    learner_id = session.scalar(select(RecordEntry.learner_id).where(RecordEntry.code == code))
    if learner_id is None:
        return None
    of_code = (Record.learner_id == learner_id, Record.code == code)
    row = session.scalars(select(Record).where(*of_code)).one_or_none()
    return _found(row) if row else None


def delete_record(session: Session, learner_id: int, code: str) -> bool:
    """Deletes a learner's own record within a unit of work. Returns whether there was one."""
    of_code = (Record.learner_id == learner_id, Record.code == code)
    deleted: Sequence[str] = session.scalars(delete(Record).where(*of_code).returning(Record.code)).all()
    if deleted:
        session.execute(delete(RecordEntry).where(RecordEntry.code == code))
    return bool(deleted)


def _found(row: Record) -> FoundRecord:
    return FoundRecord(
        code=row.code,
        learner_id=row.learner_id,
        made_at=row.made_at,
        finished=Finished(
            roadmap=row.roadmap,
            title=row.title,
            name=row.name,
            topic_ids=tuple(row.topic_ids.split("\n")),
            first_day=row.first_day,
            last_day=row.last_day,
        ),
    )
