"""Learners: everybody who has marks, however they prove who they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.db.base import Base, Moment, Reader

GUEST, ACCOUNT = "guest", "account"
# An account whose owner has asked to delete it. It is nobody on every page but the one to come back.
LEAVING = "leaving"
LearnerId = BigInteger().with_variant(Integer, "sqlite")


class UnknownLearner(LookupError):
    """There is no such learner, or the learner was deleted."""


class Learner(Base):
    """A guest or an account. Time zone and locale are empty until they are known."""

    __tablename__ = "learner"
    # An id is never used again, so that a cookie or backup with an old id never names another learner.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    time_zone: Mapped[str] = mapped_column(String(64), default="")
    locale: Mapped[str] = mapped_column(String(35), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)


def learner_key() -> Mapped[int]:
    """Returns the first column of the primary key of every table of a learner's own data."""
    return mapped_column(
        LearnerId, ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


def lock_learner(reader: Reader, learner_id: int) -> None:
    """Lets one unit of work at a time change a learner's data. Raises UnknownLearner.

    SQLite has one writer at a time anyway. On PostgreSQL the learner's row is locked, which is on the same
    shard as the learner's data.
    """
    if reader.scalar(_LOCKED, {"learner": learner_id}) is None:
        raise UnknownLearner(learner_id)


def lock_guest(session: Session, learner_id: int) -> None:
    """Lets nobody else change or remove a guest meanwhile. Raises UnknownLearner if it is none (any more)."""
    own = select(Learner.id).where(Learner.id == learner_id, Learner.kind == GUEST).with_for_update()
    if session.scalar(own) is None:
        raise UnknownLearner(learner_id)


def remove_guest(session: Session, learner_id: int) -> None:
    """Deletes a guest with sessions, marks and journal; an account stays."""
    session.execute(delete(Learner).where(Learner.id == learner_id, Learner.kind == GUEST))


# Built once, because it is executed with every mark.
_LOCKED = select(Learner.id).where(Learner.id == bindparam("learner")).with_for_update(key_share=True)
