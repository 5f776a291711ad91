"""Versions of the content that machines have announced to each other, by the database that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.db.base import Base, Moment

# Enough to tell content that is new from content that was announced before.
MOST_KEPT = 50


class ContentAnnouncement(Base):
    """The content that one machine had begun to serve, so that the others read theirs again."""

    __tablename__ = "content_announcement"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    announced_at: Mapped[datetime] = mapped_column(Moment())


@dataclass(frozen=True, slots=True)
class Announced:
    """The number of an announcement, which grows, and the version of the content."""

    number: int = 0
    version: str = ""


def announce_content(session: Session, version: str, now: datetime) -> None:
    """Announces a version, also one that was announced before, and deletes old announcements."""
    row = ContentAnnouncement(version=version, announced_at=now)
    session.add(row)
    session.flush()
    session.execute(delete(ContentAnnouncement).where(ContentAnnouncement.id <= row.id - MOST_KEPT))


def last_announced(session: Session) -> Announced:
    """Returns the last announcement; its number is 0 if there is none."""
    query = select(ContentAnnouncement.id, ContentAnnouncement.version)
    row = session.execute(query.order_by(ContentAnnouncement.id.desc()).limit(1)).first()
    return Announced(*row) if row else Announced()


def was_announced(session: Session, version: str) -> bool:
    """Returns whether a version was announced before."""
    query = select(ContentAnnouncement.id).where(ContentAnnouncement.version == version).limit(1)
    return session.scalar(query) is not None


def is_shared(url: str) -> bool:
    """Returns whether several machines may use a database; SQLite's is on one."""
    return not url.startswith("sqlite")
