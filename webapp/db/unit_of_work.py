"""The unit of work: the only place that begins, commits or rolls back a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from webapp.db.gate import Gate, gate_of

_UNDER_WAY = "unit_of_work"


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """Runs a block as one transaction: commits at the end, rolls back on any error.

    SQLite's write lock is taken at the beginning, because a transaction that reads first and writes later
    fails if another one has written in between. Do slow work, such as hashing, outside the block. Raises
    RuntimeError if the session is in a unit of work already, and DatabaseBusy.
    """
    if session.info.get(_UNDER_WAY):
        raise RuntimeError("a unit of work is under way in this session")
    session.info[_UNDER_WAY] = True
    try:
        with _write_turn(session):
            yield session
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_UNDER_WAY, None)


def is_writing(session: Session) -> bool:
    """Returns whether a unit of work is under way in a session."""
    return bool(session.info.get(_UNDER_WAY))


def end_reading(session: Session) -> None:
    """Gives the connection back to the pool. Call it after reading and before slow work."""
    session.rollback()


@contextmanager
def _write_turn(session: Session) -> Iterator[None]:
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        yield
        return
    gate = gate_of(engine) or Gate()
    with gate.turn():
        try:
            _begin_immediate(session)
        except OperationalError:
            gate.failed()
            raise
        gate.worked()
        yield


def _begin_immediate(session: Session) -> None:
    connection = session.connection()
    if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # an open connection has one
        connection.execute(text("BEGIN IMMEDIATE"))
