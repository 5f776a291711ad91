"""Which marks of a learner followed a change of the content, and whether the learner has been told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.progress.marks import set_marks
from webapp.progress.models import MOVED, NO_MARK, ProgressAct, ProgressEvent

# The kind of an act without events: the learner has seen what became of a roadmap's topics.
SEEN = "seen"


def moved_from(session: Session, learner_id: int, keys: Collection[str], since: datetime) -> frozenset[str]:
    """Returns the ids of the topics of a roadmap from which marks went to others since a moment."""
    of_act = (ProgressEvent.learner_id == ProgressAct.learner_id) & (ProgressEvent.act_id == ProgressAct.id)
    query = (
        select(ProgressEvent.topic_id)
        .join(ProgressAct, of_act)
        .where(
            ProgressAct.learner_id == learner_id,
            ProgressAct.kind == MOVED,
            ProgressAct.at >= since,
            ProgressEvent.roadmap.in_(keys),
            ProgressEvent.after == NO_MARK,
        )
    )
    return frozenset(session.scalars(query))


def has_seen(session: Session, learner_id: int, key: str) -> bool:
    """Returns whether a learner has seen what the key of an act stands for."""
    query = select(ProgressAct.id).where(ProgressAct.learner_id == learner_id, ProgressAct.key == key)
    return session.scalar(query) is not None


def note_seen(session: Session, learner_id: int, key: str, now: datetime) -> None:
    """Notes within a unit of work that a learner has seen something. A second time changes nothing.

    Raises TooManyChanges and UnknownLearner.
    """
    set_marks(session, learner_id, (), now, key=key, kind=SEEN)
