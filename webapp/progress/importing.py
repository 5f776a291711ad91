"""A journal and marks from a file, added to a learner's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from webapp.progress.marks import set_marks
from webapp.progress.merging import DatedMarks, set_dates
from webapp.progress.models import IMPORT, ProgressAct, ProgressEvent

Row = Mapping[str, Any]


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
    session.execute(insert(ProgressAct), new_acts)
    own = ProgressEvent.learner_id == learner_id
    last = session.scalar(select(func.coalesce(func.max(ProgressEvent.number), 0)).where(own)) or 0
    numbered = enumerate(events, last + 1)
    new_events = [{**event, "learner_id": learner_id, "number": number} for number, event in numbered]
    if new_events:
        session.execute(insert(ProgressEvent), new_events)


def bring_marks(
    session: Session,
    learner_id: int,
    gained: DatedMarks,
    earlier: DatedMarks,
    now: datetime,
    kind: str = IMPORT,
) -> str:
    """Sets marks with their dates as one act, and the earlier date of marks that are there already.

    Returns the id of the act, or an empty string if no status changed. Raises TooManyChanges.
    """
    act_id = ""
    if gained:
        new_marks = [(roadmap, topic, mark.status) for (roadmap, topic), mark in gained.items()]
        dates = {topic: mark.at for topic, mark in gained.items()}
        act_id = set_marks(session, learner_id, new_marks, now, kind=kind, dates=dates)[0].act_id
    set_dates(session, learner_id, earlier)
    return act_id
