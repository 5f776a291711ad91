"""The tables of progress. `user_id` leads every key and index; nothing refers to content but by slug and id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment

STATUSES = ("pending", "learning", "done", "skipped")
_Serial = BigInteger().with_variant(Integer, "sqlite")


class TopicMark(Base):
    """A learner's status on a topic; a pending topic has no row."""

    __tablename__ = "topic_mark"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    marked_at: Mapped[datetime] = mapped_column(Moment)


class ProgressAct(Base):
    """One deed of a learner; its key, made by the client, makes a replay harmless."""

    __tablename__ = "progress_act"
    __table_args__ = (UniqueConstraint("user_id", "key"), Index(None, "user_id", "at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(String(32))


class ProgressEvent(Base):
    """One change of one mark, never altered: the journal."""

    __tablename__ = "progress_event"
    __table_args__ = (Index(None, "user_id", "act_id"),)

    id: Mapped[int] = mapped_column(_Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    act_id: Mapped[str] = mapped_column(String(32))
    roadmap: Mapped[str] = mapped_column(String(100))
    topic_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)
