"""A learner's marks: read by one query, and set as one act that is recorded in the journal."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.db.base import Base, Reader, connection_of
from webapp.db.prepared import PreparedInsert
from webapp.progress.errors import KeyReused
from webapp.progress.journal_head import JournalHead, lock_journal
from webapp.progress.limits import check_pace
from webapp.progress.models import NO_MARK, ProgressAct, ProgressEvent, Record, TopicMark

# Of each mark to set: the key of the roadmap's marks, the topic's id and the value of the status.
NewMarks = Sequence[tuple[str, str, str]]
_mark = TopicMark.__table__.c
_by_time = (_mark.marked_at, _mark.roadmap)
_of_learner = (
    select(_mark.roadmap, _mark.topic_id, _mark.status)
    .where(_mark.learner_id == bindparam("learner"))
    .order_by(*_by_time)
)
_record = Record.__table__
_of_learner_dated = _of_learner.add_columns(_mark.marked_at, _record.c.code).outerjoin(
    _record, (_record.c.learner_id == _mark.learner_id) & (_record.c.roadmap == _mark.roadmap)
)
_of_roadmap = (
    select(_mark.topic_id, _mark.status)
    .where(_mark.learner_id == bindparam("learner"), _mark.roadmap.in_(bindparam("roadmaps", expanding=True)))
    .order_by(*_by_time)
)
_of_one = select(_mark.topic_id, _mark.status).where(
    _mark.learner_id == bindparam("learner"), _mark.roadmap == bindparam("roadmap")
)
_with_status = select(_mark.roadmap, _mark.topic_id, _mark.marked_at).where(
    _mark.learner_id == bindparam("learner"),
    _mark.roadmap.in_(bindparam("roadmaps", expanding=True)),
    _mark.topic_id.in_(bindparam("topics", expanding=True)),
    _mark.status == bindparam("status"),
)
_removal = (
    delete(TopicMark)
    .where(
        _mark.learner_id == bindparam("learner"),
        _mark.roadmap == bindparam("of_roadmap"),
        _mark.topic_id.in_(bindparam("topics", expanding=True)),
    )
    .execution_options(synchronize_session=False)
)
_event = ProgressEvent.__table__.c
_of_act = (
    select(_event.act_id, _event.roadmap, _event.topic_id, _event.before, _event.after)
    .where(_event.learner_id == bindparam("learner"), _event.act_id == bindparam("act"))
    .order_by(_event.number)
)


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one topic's mark by an act; `act_id` is empty if nothing changed."""

    act_id: str
    roadmap: str
    topic_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act changed, and the marks under the key of its first mark as they are afterwards."""

    changes: list[Change]
    marks: Mapping[str, str]


Dates = Mapping[tuple[str, str], datetime]
Dated = Sequence[tuple[Change, datetime]]


def marks_of(reader: Reader, learner_id: int, *keys: str) -> dict[str, str]:
    """Returns the status of each marked topic of a roadmap by topic id, by one query.

    Where a topic is marked under several of the roadmap's keys, the newest mark counts.
    """
    rows = reader.execute(_of_roadmap, {"learner": learner_id, "roadmaps": keys})
    return {row.topic_id: row.status for row in rows}


def marked_at(
    reader: Reader, learner_id: int, status: str, topics: Collection[tuple[str, str]]
) -> dict[tuple[str, str], datetime]:
    """Returns when topics got a status that they have now, by key and topic id, by one query."""
    asked = {
        "learner": learner_id,
        "status": status,
        "roadmaps": sorted({roadmap for roadmap, _ in topics}),
        "topics": sorted({topic for _, topic in topics}),
    }
    rows = reader.execute(_with_status, asked)
    return {(r.roadmap, r.topic_id): r.marked_at for r in rows if (r.roadmap, r.topic_id) in topics}


def all_marks(session: Session, learner_id: int) -> dict[str, dict[str, str]]:
    """Returns all marks of a learner by key and topic id."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for roadmap, topic, status in session.execute(_of_learner, {"learner": learner_id}):
        found[roadmap][topic] = status
    return dict(found)


@dataclass(frozen=True, slots=True)
class Overview:
    """All marks of a learner, when a mark on each roadmap was last set, and the codes of the records.

    Everything is by slug.
    """

    marks: Mapping[str, Mapping[str, str]]
    marked_at: Mapping[str, datetime]
    codes: Mapping[str, str]


def overview(session: Session, learner_id: int, slugs: Mapping[str, str]) -> Overview:
    """Returns all marks of a learner with what belongs to their roadmaps, by one query.

    `slugs` has the slug of each key. Marks with other keys are left out: their roadmaps are not in the
    catalog.
    """
    marks: dict[str, dict[str, str]] = defaultdict(dict)
    marked_at: dict[str, datetime] = {}
    codes: dict[str, str] = {}
    for key, topic, status, at, code in session.execute(_of_learner_dated, {"learner": learner_id}):
        if slug := slugs.get(key):
            marks[slug][topic] = status
            marked_at[slug] = at
            codes |= {slug: code} if code else {}
    return Overview(dict(marks), marked_at, codes)


def set_marks(
    reader: Reader,
    learner_id: int,
    new_marks: NewMarks,
    now: datetime,
    key: str | None = None,
    kind: str = "mark",
    dates: Dates | None = None,
    keeping: Collection[str] = (),
    is_late: bool = False,
    is_limited: bool = True,
) -> Outcome:
    """Sets marks as one act, within a unit of work.

    A mark of another day has its date in `dates`; all others are of now. Topics that have one of the
    statuses in `keeping` are left as they are. So are, of a late act, those that were changed after `now`:
    it arrives after others that were made later, and whatever the order, the newest wish counts.
    Unless it `is_limited`, an act is not counted against the learner.
    With a key that was used before nothing is changed, and the changes of the first time are returned.
    Raises KeyReused if the key was used for other marks, TooManyChanges, and UnknownLearner.
    """
    connection = connection_of(reader)
    roadmaps = list(dict.fromkeys(roadmap for roadmap, _, _ in new_marks))
    # Locked, so that no other request changes a mark between the reading of `before` and the writing.
    head = lock_journal(connection, learner_id, now, key, roadmaps[0] if roadmaps else "")
    if head.act_id is not None:
        return Outcome(_replayed(connection, learner_id, head, key, new_marks), head.marks)
    if is_limited:
        check_pace(connection, learner_id, now, head.limiting_act)
    present = _marks_now(connection, learner_id, roadmaps, head)
    act_id = new_act_id()
    # A topic may be marked under several keys of its roadmap.
    kept = {topic for roadmap, topic, _ in new_marks if present.get((roadmap, topic)) in keeping}
    if is_late:
        kept |= _changed_after(connection, learner_id, now, new_marks)
    changes = [
        Change(act_id, roadmap, topic, present.get((roadmap, topic), NO_MARK), status)
        for roadmap, topic, status in new_marks
        if topic not in kept
    ]
    # A late wish that changes nothing now is still newer than some that are yet to arrive.
    effective = [change for change in changes if is_late or change.before != change.after]
    if effective or key is not None:
        add_act(connection, learner_id, act_id, key, kind, new_marks, now)
    if not effective:
        return Outcome(_unchanged(new_marks), head.marks)
    dated = [(change, (dates or {}).get((change.roadmap, change.topic_id), now)) for change in effective]
    add_events(connection, learner_id, dated, head)
    write_marks(connection, learner_id, dated)
    return Outcome(changes, _marks_after(head.marks, roadmaps[0], effective))


def new_act_id() -> str:
    """Returns an id that no act has."""
    return secrets.token_hex(16)


def _changed_after(connection: Connection, learner_id: int, at: datetime, new_marks: NewMarks) -> set[str]:
    # The same id may be that of another topic in another roadmap.
    newer = select(ProgressEvent.topic_id).where(
        ProgressEvent.learner_id == learner_id,
        ProgressEvent.at > at,
        ProgressEvent.roadmap.in_({roadmap for roadmap, _, _ in new_marks}),
        ProgressEvent.topic_id.in_({topic for _, topic, _ in new_marks}),
    )
    return set(connection.scalars(newer))


def _replayed(
    connection: Connection, learner_id: int, head: JournalHead, key: str | None, new_marks: NewMarks
) -> list[Change]:
    rows = connection.execute(_of_act, {"learner": learner_id, "act": head.act_id})
    events = [Change(*row) for row in rows]
    is_same = head.deed == _request_hash(new_marks)
    if not head.deed:
        is_same = {(e.roadmap, e.topic_id, e.after) for e in events} <= set(new_marks)
    if not is_same:
        raise KeyReused(key)
    return events or _unchanged(new_marks)


def _request_hash(new_marks: NewMarks) -> str:
    return hashlib.sha256(json.dumps(sorted(new_marks)).encode()).hexdigest()


def _unchanged(new_marks: NewMarks) -> list[Change]:
    return [Change("", roadmap, topic, status, status) for roadmap, topic, status in new_marks]


def _marks_now(
    connection: Connection, learner_id: int, roadmaps: Sequence[str], head: JournalHead
) -> dict[tuple[str, str], str]:
    """Returns the marks under each key; those under the first one are in the head of the journal."""
    found = {(roadmaps[0], topic): status for topic, status in head.marks.items()} if roadmaps else {}
    for roadmap in roadmaps[1:]:
        rows = connection.execute(_of_one, {"learner": learner_id, "roadmap": roadmap})
        found |= {(roadmap, topic): status for topic, status in rows}
    return found


def _marks_after(marks: Mapping[str, str], roadmap: str, changes: Iterable[Change]) -> dict[str, str]:
    new = {change.topic_id: change.after for change in changes if change.roadmap == roadmap}
    return {topic: status for topic, status in {**marks, **new}.items() if status != NO_MARK}


def add_act(
    connection: Connection,
    learner_id: int,
    act_id: str,
    key: str | None,
    kind: str,
    new_marks: NewMarks,
    now: datetime,
) -> None:
    """Adds an act to the journal; the learner has to be locked."""
    deed = _request_hash(new_marks) if key is not None else ""
    row = {"learner_id": learner_id, "id": act_id, "key": key, "deed": deed, "kind": kind, "at": now}
    _insert(connection.dialect, ProgressAct.__tablename__, tuple(row)).execute(connection, [row])


def add_events(connection: Connection, learner_id: int, changes: Dated, head: JournalHead) -> None:
    """Adds events with their times after all others of a learner, to a journal that is locked."""
    rows = [
        {
            "learner_id": learner_id,
            "number": number,
            "act_id": change.act_id,
            "roadmap": change.roadmap,
            "topic_id": change.topic_id,
            "before": change.before,
            "after": change.after,
            "at": at,
        }
        for number, (change, at) in enumerate(changes, head.last_number + 1)
    ]
    if rows:
        _insert(connection.dialect, ProgressEvent.__tablename__, tuple(rows[0])).execute(connection, rows)


def write_marks(connection: Connection, learner_id: int, changes: Dated) -> None:
    """Writes marks by as many statements as they have roadmaps, however many marks there are."""
    removed: dict[str, list[str]] = defaultdict(list)
    # Of several changes of one mark the last one counts; PostgreSQL takes each row once.
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for change, at in changes:
        if change.after == NO_MARK:
            removed[change.roadmap].append(change.topic_id)
        else:
            place = {"learner_id": learner_id, "roadmap": change.roadmap, "topic_id": change.topic_id}
            rows[change.roadmap, change.topic_id] = {**place, "status": change.after, "marked_at": at}
    for roadmap, ids in removed.items():
        connection.execute(_removal, {"learner": learner_id, "of_roadmap": roadmap, "topics": ids})
    if rows:
        _upsert(connection.dialect).execute(connection, list(rows.values()))


@lru_cache(maxsize=8)
def _insert(dialect: Dialect, table: str, columns: tuple[str, ...]) -> PreparedInsert:
    # Without the mapper, which takes its time over each row.
    return PreparedInsert(insert(Base.metadata.tables[table]), dialect, columns)


@lru_cache(maxsize=8)
def _upsert(dialect: Dialect) -> PreparedInsert:
    of_dialect = postgresql if dialect.name == "postgresql" else sqlite
    upsert = of_dialect.insert(TopicMark.__table__)
    new = {"status": upsert.excluded.status, "marked_at": upsert.excluded.marked_at}
    made: Insert = upsert.on_conflict_do_update(
        index_elements=["learner_id", "roadmap", "topic_id"], set_=new
    )
    columns = [column.name for column in TopicMark.__table__.columns]
    return PreparedInsert(made, dialect, columns)
