"""The journal of a file or of another learner, added to a learner's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from webapp.db.base import Base
from webapp.progress.models import ProgressAct, ProgressEvent

Row = Mapping[str, Any]
# Without the mapper, which takes its time over each row.
_new_act = insert(Base.metadata.tables[ProgressAct.__tablename__])
_new_event = insert(Base.metadata.tables[ProgressEvent.__tablename__])


def known_acts(session: Session, learner_id: int) -> set[str]:
    """Returns the ids of all acts of a learner."""
    return set(session.scalars(select(ProgressAct.id).where(ProgressAct.learner_id == learner_id)))


def add_journal(session: Session, learner_id: int, acts: Sequence[Row], events: Iterable[Row]) -> None:
    """Adds acts that the learner does not have yet, with their events and their own times.

    The learner has to be locked.
    """
    if not acts:
        return
    new_acts = [{**act, "learner_id": learner_id, "key": None, "deed": ""} for act in acts]
    session.execute(_new_act, new_acts)
    own = ProgressEvent.learner_id == learner_id
    last = session.scalar(select(func.coalesce(func.max(ProgressEvent.number), 0)).where(own)) or 0
    numbered = enumerate(events, last + 1)
    new_events = [{**event, "learner_id": learner_id, "number": number} for number, event in numbered]
    if new_events:
        session.execute(_new_event, new_events)
