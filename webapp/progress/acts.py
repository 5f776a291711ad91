"""What a learner did, and how it is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.progress.errors import AlreadyUndone, UnknownAct
from webapp.progress.marks import Change, all_marks, lock_learner, set_marks
from webapp.progress.models import ProgressAct, ProgressEvent


@dataclass(frozen=True, slots=True)
class ActSummary:
    """An act with its changes."""

    id: str
    kind: str
    at: datetime
    is_undone: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo changed; nothing where newer acts had changed all of it."""

    changes: tuple[Change, ...]


def recent_acts(session: Session, user_id: int, limit: int) -> Sequence[ActSummary]:
    """The newest acts of a learner, by one query."""
    newest = (
        select(ProgressAct.id).where(ProgressAct.user_id == user_id).order_by(ProgressAct.at.desc(), ProgressAct.id).limit(limit).subquery()
    )
    query = (
        select(ProgressAct, ProgressEvent)
        .join(ProgressEvent, (ProgressEvent.user_id == ProgressAct.user_id) & (ProgressEvent.act_id == ProgressAct.id))
        .where(ProgressAct.user_id == user_id, ProgressAct.id.in_(select(newest.c.id)))
        .order_by(ProgressAct.at.desc(), ProgressAct.id, ProgressEvent.id)
    )
    acts: dict[str, ProgressAct] = {}
    changes: dict[str, list[Change]] = defaultdict(list)
    for act, e in session.execute(query):
        acts[act.id] = act
        changes[act.id].append(Change(act.id, e.roadmap, e.topic_id, e.before, e.after))
    return [ActSummary(a.id, a.kind, a.at, a.undone_by is not None, tuple(changes[a.id])) for a in acts.values()]


def undo(session: Session, user_id: int, act_id: str, now: datetime) -> Undone:
    """Writes the inverse of one's own act as a new one, for topics that nothing newer has changed. Runs in a unit of work."""
    lock_learner(session, user_id)
    act = session.scalar(select(ProgressAct).where(ProgressAct.user_id == user_id, ProgressAct.id == act_id))
    if act is None:
        raise UnknownAct(act_id)
    if act.undone_by is not None:
        raise AlreadyUndone(act_id)
    events = session.scalars(select(ProgressEvent).where(ProgressEvent.user_id == user_id, ProgressEvent.act_id == act_id)).all()
    marks = all_marks(session, user_id)
    wanted = [(e.roadmap, e.topic_id, e.before) for e in events if marks.get(e.roadmap, {}).get(e.topic_id, "pending") == e.after]
    if not wanted:
        return Undone(())
    changes = set_marks(session, user_id, wanted, now, kind="undo")
    session.execute(update(ProgressAct).where(ProgressAct.user_id == user_id, ProgressAct.id == act_id).values(undone_by=changes[0].act_id))
    return Undone(tuple(changes))
