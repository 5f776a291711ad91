"""Setting a learner's statuses on topics of the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.status import DONE, PENDING, Status
from webapp.progress.marks import Change, NewMarks, set_marks

# The act of saying what one knew before. It counts for no day of learning.
KNOWN = "known"
NewStatuses = Sequence[tuple[Topic, Status]]


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
    """Sets a learner's status on a topic, as one act within a unit of work.

    The mark is set under every key of the roadmap's marks, `stored_as`, of which there are several where it
    took over another. Returns the id of the act, or an empty string if nothing changed. Raises KeyReused,
    TooManyChanges and UnknownLearner.
    """
    new_marks = _new_marks(roadmap, [(topic, status)], stored_as)
    return _act_id(set_marks(session, learner_id, new_marks, now, key))


def mark_known(
    session: Session,
    learner_id: int,
    roadmap: Roadmap,
    known: Iterable[Topic],
    unknown: Iterable[Topic],
    now: datetime,
    key: str | None = None,
    *,
    stored_as: Sequence[str],
) -> str:
    """Marks topics as done that a learner knew before, and takes that back from others, as one act.

    Returns and raises what `mark_topic` does.
    """
    new = [*((topic, DONE) for topic in known), *((topic, PENDING) for topic in unknown)]
    return _act_id(set_marks(session, learner_id, _new_marks(roadmap, new, stored_as), now, key, KNOWN))


def main_topics(roadmap: Roadmap) -> tuple[Topic, ...]:
    """Returns the topics on the highest level of the outline, in reading order."""
    return tuple(roadmap.topics[entry.id] for entry in roadmap.outline if entry.kind == "topic")


def _new_marks(roadmap: Roadmap, new: NewStatuses, stored_as: Sequence[str]) -> NewMarks:
    """Returns the marks on topics and their twins: none is lost when a twin is removed from the map."""
    return [
        (name, topic_id, status.value)
        for name in stored_as
        for topic, status in new
        for topic_id in roadmap.ids_of(topic)
    ]


def _act_id(changes: Iterable[Change]) -> str:
    return next((change.act_id for change in changes if change.act_id), "")
