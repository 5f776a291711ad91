"""The tables of operators: the audit log and invitations. Neither belongs to a learner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import LearnerId

LONGEST_DETAILS = 200
LONGEST_NOTE = 100


class AuditEvent(Base):
    """Who did what to whom, and when. Rows are only added; a trigger refuses to change one.

    Learners are named by their numbers, so that nothing personal is left when an account is deleted.
    `actor_id` is None for a command on the server.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "event", "id"),
        Index(None, "subject_id", "id"),
        Index(None, "actor_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    event: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(LearnerId)
    subject_id: Mapped[int | None] = mapped_column(LearnerId)
    details: Mapped[str] = mapped_column(String(LONGEST_DETAILS))


class Invitation(Base):
    """A link by which some people may sign up. Only a hash of its code is stored."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("code_hash"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    most_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
