"""Setting a learner's status on a topic of the catalog."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.status import Status
from webapp.progress.marks import set_marks


def mark_topic(
    session: Session,
    learner_id: int,
    roadmap: Roadmap,
    topic: Topic,
    status: Status,
    now: datetime,
    key: str | None = None,
) -> str:
    """Sets a learner's status on a topic and its twins, as one act within a unit of work.

    The twins are marked too, so that no mark is lost when one of them is removed from the map. Returns the
    id of the act, or an empty string if nothing changed. Raises KeyReused, TooManyChanges and UnknownLearner.
    """
    new_marks = [(roadmap.slug, topic_id, status.value) for topic_id in roadmap.ids_of(topic)]
    return set_marks(session, learner_id, new_marks, now, key)[0].act_id
