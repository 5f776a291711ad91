"""Setting a learner's statuses on topics of the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.standing import Standing
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, Status
from webapp.progress.marks import NewMarks, Outcome, set_marks

# The act of saying what one knew before. It counts for no day of learning.
KNOWN = "known"
NewStatuses = Sequence[tuple[Topic, Status]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What to do with many topics at once: set a status, except on those with a status in `keeping`.

    `is_known` is set where the learner says what was known before.
    """

    topics: tuple[Topic, ...]
    status: Status
    is_known: bool = False
    keeping: tuple[Status, ...] = ()

    def changed_by(self, standing: Standing) -> tuple[Topic, ...]:
        """Returns the topics that it would change."""
        untouched = {self.status, *self.keeping}
        return tuple(topic for topic in self.topics if standing.status_of(topic.id) not in untouched)


@dataclass(frozen=True, slots=True)
class Marked:
    """The act that marked topics, and those that it changed; the id is empty if it changed none.

    `standing` is where the learner is afterwards. It is None where marks on the roadmap are found under
    several keys, so that they have to be read again.
    """

    act_id: str
    changed: tuple[Topic, ...]
    standing: Standing | None


def mark_topic(
    reader: Connection | Session,
    learner_id: int,
    roadmap: Roadmap,
    topic: Topic,
    status: Status,
    now: datetime,
    key: str | None = None,
    *,
    stored_as: Sequence[str],
    is_late: bool = False,
) -> Marked:
    """Sets a learner's status on a topic, as one act within a unit of work.

    A late act, made at `now` without a connection, leaves what was changed after it as it is.

    The mark is set under every key of the roadmap's marks, `stored_as`, of which there are several where it
    took over another. Raises KeyReused, TooManyChanges and UnknownLearner.
    """
    new_marks = _new_marks(roadmap, [(topic, status)], stored_as)
    done = set_marks(reader, learner_id, new_marks, now, key, is_late=is_late)
    return _marked(roadmap, done, stored_as)


def mark_topics(
    reader: Connection | Session,
    learner_id: int,
    roadmap: Roadmap,
    deed: Deed,
    now: datetime,
    key: str | None = None,
    *,
    stored_as: Sequence[str],
    is_late: bool = False,
) -> Marked:
    """Sets a learner's status on many topics, as one act within a unit of work.

    Raises what `mark_topic` does.
    """
    new_marks = _new_marks(roadmap, [(topic, deed.status) for topic in deed.topics], stored_as)
    keeping = [status.value for status in deed.keeping]
    kind = KNOWN if deed.is_known else "mark"
    done = set_marks(reader, learner_id, new_marks, now, key, kind, keeping=keeping, is_late=is_late)
    return _marked(roadmap, done, stored_as)


def mark_known(
    reader: Connection | Session,
    learner_id: int,
    roadmap: Roadmap,
    known: Iterable[Topic],
    unknown: Iterable[Topic],
    now: datetime,
    key: str | None = None,
    *,
    stored_as: Sequence[str],
) -> Marked:
    """Marks topics as done that a learner knew before, and takes that back from others, as one act.

    What is skipped stays so; where all is taken back, what is being learnt does too.
    Raises what `mark_topic` does.
    """
    new = [*((topic, DONE) for topic in known), *((topic, PENDING) for topic in unknown)]
    new_marks = _new_marks(roadmap, new, stored_as)
    kept = [SKIPPED.value] if any(status is DONE for _, status in new) else [SKIPPED.value, LEARNING.value]
    done = set_marks(reader, learner_id, new_marks, now, key, KNOWN, keeping=kept)
    return _marked(roadmap, done, stored_as)


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


def _marked(roadmap: Roadmap, done: Outcome, stored_as: Sequence[str]) -> Marked:
    effective = [change for change in done.changes if change.act_id and change.before != change.after]
    changed = {topic.id: topic for c in effective if (topic := roadmap.topic(c.topic_id))}
    standing = Standing(roadmap, done.marks) if len(stored_as) == 1 else None
    return Marked(effective[0].act_id if effective else "", tuple(changed.values()), standing)
