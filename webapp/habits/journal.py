"""The changes of one roadmap's marks, as the journal has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.progress.models import ProgressEvent


def changes_of(session: Session, learner_id: int, keys: Sequence[str]) -> list[tuple[datetime, str, str]]:
    """Returns (time, topic, status) of each change of marks under the keys of a roadmap, in their order."""
    query = (
        select(ProgressEvent.at, ProgressEvent.topic_id, ProgressEvent.after)
        .where(ProgressEvent.learner_id == learner_id, ProgressEvent.roadmap.in_(keys))
        .order_by(ProgressEvent.number)
    )
    return [(at, topic, after) for at, topic, after in session.execute(query)]
