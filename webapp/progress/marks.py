"""A learner's marks: read by one query, set as wanted, every change in the journal."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.progress.errors import BadStatus, KeyReused
from webapp.progress.models import STATUSES, ProgressAct, ProgressEvent, TopicMark

_mark = TopicMark.__table__.c
_of_roadmap = select(_mark.topic_id, _mark.status).where(_mark.user_id == bindparam("u"), _mark.roadmap == bindparam("r"))
_of_learner = select(_mark.roadmap, _mark.topic_id, _mark.status).where(_mark.user_id == bindparam("u"))


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to one topic; `act_id` is empty where nothing changed."""

    act_id: str
    roadmap: str
    topic_id: str
    before: str
    after: str


def marks_of(session: Session, user_id: int, roadmap: str) -> dict[str, str]:
    """The marks on a roadmap by topic id; pending topics are left out."""
    rows = session.execute(_of_roadmap, {"u": user_id, "r": roadmap})
    return {row.topic_id: row.status for row in rows}


def all_marks(session: Session, user_id: int) -> dict[str, dict[str, str]]:
    """All marks of a learner by roadmap and topic id."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for roadmap, topic, status in session.execute(_of_learner, {"u": user_id}):
        found[roadmap][topic] = status
    return dict(found)


def set_marks(
    session: Session,
    user_id: int,
    wanted: Sequence[tuple[str, str, str]],
    now: datetime,
    key: str | None = None,
    kind: str = "mark",
) -> list[Change]:
    """Sets marks, (roadmap, topic id, status) each, as one act, within a unit of work.

    A key that was used before changes nothing again. Raises BadStatus, and KeyReused where the key came with another deed.
    """
    for _, _, status in wanted:
        if status not in STATUSES:
            raise BadStatus(f"{status[:40]!r} is none of {', '.join(STATUSES)}")
    lock_learner(session, user_id)
    if key is not None and (done := _replayed(session, user_id, key, wanted)):
        return done
    present = _present(session, user_id, {(r, t) for r, t, _ in wanted})
    act_id = secrets.token_hex(16)
    changes = [Change(act_id, r, t, present.get((r, t), "pending"), s) for r, t, s in wanted]
    real = [c for c in changes if c.before != c.after]
    if not real:
        return [Change("", c.roadmap, c.topic_id, c.before, c.after) for c in changes]
    act = {"id": act_id, "user_id": user_id, "key": key, "kind": kind, "at": now}
    session.execute(insert(ProgressAct), [act])
    events = [
        {
            "user_id": user_id,
            "act_id": act_id,
            "roadmap": c.roadmap,
            "topic_id": c.topic_id,
            "before": c.before,
            "after": c.after,
            "at": now,
        }
        for c in real
    ]
    session.execute(insert(ProgressEvent), events)
    _write(session, user_id, real, now)
    return changes


def lock_learner(session: Session, user_id: int) -> None:
    """Lets one change of a learner's progress happen at a time, so that the journal's `before` is true."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(771, :user)"), {"user": user_id})


def _replayed(session: Session, user_id: int, key: str, wanted: Sequence[tuple[str, str, str]]) -> list[Change]:
    act = session.scalar(select(ProgressAct).where(ProgressAct.user_id == user_id, ProgressAct.key == key))
    if act is None:
        return []
    query = select(ProgressEvent).where(ProgressEvent.user_id == user_id, ProgressEvent.act_id == act.id)
    events = session.scalars(query).all()
    if not {(e.roadmap, e.topic_id, e.after) for e in events} <= set(wanted):
        raise KeyReused(key)
    return [Change(act.id, e.roadmap, e.topic_id, e.before, e.after) for e in events]


def _present(session: Session, user_id: int, topics: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_roadmap: dict[str, list[str]] = defaultdict(list)
    for roadmap, topic in topics:
        by_roadmap[roadmap].append(topic)
    found: dict[tuple[str, str], str] = {}
    for roadmap, ids in by_roadmap.items():
        query = _of_roadmap.where(_mark.topic_id.in_(ids))
        rows = session.execute(query, {"u": user_id, "r": roadmap})
        found |= {(roadmap, topic): status for topic, status in rows}
    return found


def _write(session: Session, user_id: int, changes: Sequence[Change], now: datetime) -> None:
    gone = [c for c in changes if c.after == "pending"]
    for c in gone:
        session.execute(
            delete(TopicMark).where(TopicMark.user_id == user_id, TopicMark.roadmap == c.roadmap, TopicMark.topic_id == c.topic_id)
        )
    rows: list[dict[str, Any]] = [
        {"user_id": user_id, "roadmap": c.roadmap, "topic_id": c.topic_id, "status": c.after, "marked_at": now}
        for c in changes
        if c.after != "pending"
    ]
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        upsert = dialect.insert(TopicMark).values(rows)
        keys = ["user_id", "roadmap", "topic_id"]
        new = {"status": upsert.excluded.status, "marked_at": upsert.excluded.marked_at}
        session.execute(upsert.on_conflict_do_update(index_elements=keys, set_=new))
