"""Reading several tables as they were at one moment, while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from webapp.db.unit_of_work import end_reading


@contextmanager
def reading_at_once(session: Session) -> Iterator[Session]:
    """Lets all queries of a block see the same state, and gives the connection back at its end."""
    end_reading(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    else:
        # The driver begins no transaction by itself.
        session.execute(text("BEGIN"))
    try:
        yield session
    finally:
        end_reading(session)
