"""The table of jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import LearnerId

LONGEST_ERROR = 300


class Job(Base):
    """Work to be done once `due` has come.

    While a worker does it, `due` is the end of the worker's lease. It is None if nobody is to do the job any
    more: it has failed for good, and `last_error` says why, or its `schedule_key` is kept so that it is not
    put in a second time.
    """

    __tablename__ = "job"
    # An id is never used again, so that a worker whose lease has ended never finishes another job.
    __table_args__ = (UniqueConstraint("schedule_key"), Index(None, "due"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    due: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(String(LONGEST_ERROR), default="")
    schedule_key: Mapped[str | None] = mapped_column(String(100))
    # The id of the request that caused it.
    request_id: Mapped[str | None] = mapped_column(String(64))
