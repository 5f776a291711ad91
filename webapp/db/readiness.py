"""Whether the database can be used right now."""

from __future__ import annotations

import os

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm import Session

from webapp.db.base import Base

OK, AWAY, READ_ONLY, NOT_MIGRATED = "ok", "away", "read-only", "not migrated"


def database_state(session: Session) -> str:
    """Returns "ok", or what is wrong: "away", "read-only", or "not migrated" where a table is missing."""
    try:
        if _is_read_only(session):
            return READ_ONLY
        present = set(inspect(session.connection()).get_table_names())
    except (OperationalError, TimeoutError):
        return AWAY
    return OK if present >= set(Base.metadata.tables) else NOT_MIGRATED


def reason(error: SQLAlchemyError) -> str:
    """Returns in one line what the database's driver said."""
    said = getattr(error, "orig", None) or error
    return (str(said).splitlines() or [type(said).__name__])[0]


def _is_read_only(session: Session) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        # It is also on at a standby server.
        return bool(session.scalar(text("SHOW transaction_read_only")) == "on")
    files = session.execute(text("PRAGMA database_list")).all()
    return any(row[2] and not os.access(row[2], os.W_OK) for row in files)
