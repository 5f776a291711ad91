"""Setting a learner's status on a topic of the catalog."""

from __future__ import annotations

from collections.abc import Sequence
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
    *,
    stored_as: Sequence[str],
) -> str:
    """Sets a learner's status on a topic and its twins, as one act within a unit of work.

    The twins are marked too, so that no mark is lost when one of them is removed from the map. For the same
    reason the mark is set under every key of the roadmap's marks, `stored_as`, of which there are several
    where it took over another. Returns the id of the act, or an empty string if nothing changed. Raises
    KeyReused, TooManyChanges and UnknownLearner.
    """
    new_marks = [(name, topic_id, status.value) for name in stored_as for topic_id in roadmap.ids_of(topic)]
    return set_marks(session, learner_id, new_marks, now, key)[0].act_id
