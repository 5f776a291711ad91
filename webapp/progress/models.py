"""The tables of progress.

`learner_id` is the first column of every key and index of what is a learner's own. Content is referred to by
name and id, without foreign keys, so that a change of the content cannot delete progress.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import LearnerId, learner_key

# The status of a topic without a mark. The others are listed in `webapp.learning.status`.
NO_MARK = "pending"
# The kind of the acts that set marks from a file.
IMPORT = "import"
# The kind of the acts by which marks follow a change of the content. They are no deeds of the learner.
MOVED = "moved"


class TopicMark(Base):
    """A learner's status on a topic; a pending topic has no row.

    `roadmap` is the key of the roadmap's marks (see `naming`): it stays when slug and id change.
    """

    __tablename__ = "topic_mark"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    marked_at: Mapped[datetime] = mapped_column(Moment)


class ProgressAct(Base):
    """One action of a learner, such as setting a mark or an undo.

    `key` is made by the client, so that a request that is sent twice takes effect once. `deed` is a hash of
    the marks that were requested with the key; it is empty for acts of version 0.1.0.
    """

    __tablename__ = "progress_act"
    __table_args__ = (UniqueConstraint("learner_id", "key"), Index(None, "learner_id", "at"))

    learner_id: Mapped[int] = learner_key()
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str | None] = mapped_column(String(64))
    deed: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(String(32))


class ProgressEvent(Base):
    """One change of one mark, in the journal. It is never altered. `number` counts a learner's events."""

    __tablename__ = "progress_event"
    __table_args__ = (Index(None, "learner_id", "act_id"),)

    learner_id: Mapped[int] = learner_key()
    number: Mapped[int] = mapped_column(LearnerId, primary_key=True, autoincrement=False)
    act_id: Mapped[str] = mapped_column(String(32))
    roadmap: Mapped[str] = mapped_column(String(100))
    topic_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)


class PendingImport(Base):
    """A file that a learner has sent to be imported, until the learner has seen what it would do.

    `content` is the file, compressed. There is one a learner; the next file replaces it.
    """

    __tablename__ = "pending_import"

    learner_id: Mapped[int] = learner_key()
    id: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(Moment)


class RoadmapName(Base):
    """A slug or an id by which a roadmap is or was known, and the key of its marks.

    `distance` is how near the name is, as `naming` says.
    """

    __tablename__ = "roadmap_name"

    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    distance: Mapped[int] = mapped_column(Integer)


class Record(Base):
    """What a learner finished: a roadmap as it was then. It stays as it is when the content changes.

    `code` is the last part of the record's address, by which anybody can verify it. It is stored as it is,
    so that its owner can be shown it again. `topic_ids` has an id on each line.
    """

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("learner_id", "code"),)

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    topic_ids: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    last_day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Moment)


class RecordEntry(Base):
    """Directory: which learner has made the record with a code."""

    __tablename__ = "record_directory"
    __table_args__ = (Index(None, "learner_id"),)

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)
