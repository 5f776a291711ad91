"""The tables of operators: the audit log and invitations. Neither belongs to a learner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from webapp.accounts.models import LONGEST_REASON
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
    # What an administrator wrote about it. It is in no line of the log.
    reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))


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


# The migrations make the same; a copy of a database makes its tables from the models.
_REFUSE = DDL(  # type: ignore[no-untyped-call]  # the library does not say what it takes
    """
    CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""
)
_POSTGRESQL_TRIGGER = DDL(  # type: ignore[no-untyped-call]  # the library does not say what it takes
    """
    CREATE TRIGGER audit_event_is_append_only BEFORE UPDATE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()
"""
)
_SQLITE_TRIGGER = DDL(  # type: ignore[no-untyped-call]  # the library does not say what it takes
    """
    CREATE TRIGGER audit_event_is_append_only BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
)
for _made, _dialect in (
    (_REFUSE, "postgresql"),
    (_POSTGRESQL_TRIGGER, "postgresql"),
    (_SQLITE_TRIGGER, "sqlite"),
):
    event.listen(AuditEvent.__table__, "after_create", _made.execute_if(dialect=_dialect))
