"""The tables of what learners keep beside their marks: notes, what they have read, favorites, and what of
their progress they show to others.

`roadmap` is the key of the roadmap's marks, as in `TopicMark`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import learner_key


class Note(Base):
    """What a learner has written about a topic, in Markdown; an empty note has no row.

    `writer` is the page in a browser that wrote it last, or empty. What it sends is newer than its own text.
    """

    __tablename__ = "note"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    writer: Mapped[str] = mapped_column(String(36), default="")


class ResourceTick(Base):
    """A resource of a topic that a learner has read or watched. `resource` is a digest of its address."""

    __tablename__ = "resource_tick"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    resource: Mapped[str] = mapped_column(String(32), primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    ticked_at: Mapped[datetime] = mapped_column(Moment)


class Favorite(Base):
    """A topic that a learner keeps to come back to."""

    __tablename__ = "favorite"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class Profile(Base):
    """The public page of an account. Without a row it is closed."""

    __tablename__ = "profile"

    learner_id: Mapped[int] = learner_key()
    is_open: Mapped[bool]
    may_be_indexed: Mapped[bool]


class OpenedRoadmap(Base):
    """A roadmap that the public page of an account shows."""

    __tablename__ = "opened_roadmap"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)


class ShareLink(Base):
    """An address that shows a learner's progress on a roadmap to whoever has it: a page, or a badge.

    The address holds a token, of which the hash is stored. A badge has no `expires_at`.
    """

    __tablename__ = "share_link"

    learner_id: Mapped[int] = learner_key()
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    roadmap: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
