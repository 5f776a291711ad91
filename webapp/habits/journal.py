"""The changes of one roadmap's marks, as the journal has them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.learning.burn_up import TopicChange
from webapp.progress.models import ProgressEvent


def changes_of(session: Session, learner_id: int, keys: Sequence[str]) -> list[TopicChange]:
    """Returns the changes of a learner's marks under the keys of a roadmap, in the order of the journal."""
    query = (
        select(ProgressEvent.at, ProgressEvent.topic_id, ProgressEvent.before, ProgressEvent.after)
        .where(ProgressEvent.learner_id == learner_id, ProgressEvent.roadmap.in_(keys))
        .order_by(ProgressEvent.number)
    )
    return [TopicChange(*row) for row in session.execute(query)]
