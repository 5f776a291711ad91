"""The unit of work: the only place that begins, commits or rolls back a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
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
        with _write_turn(session.get_bind().engine):
            _begin(session.connection())
            yield session
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_UNDER_WAY, None)


@contextmanager
def writing_by_statements(engine: Engine) -> Iterator[Connection]:
    """Runs a block as one transaction, as `writing` does, without a session.

    What is written most often is written so, because a session takes longer than the statements of a mark.
    The thread must not hold another connection of the engine. Raises DatabaseBusy.
    """
    with _write_turn(engine), engine.connect() as connection:
        _begin(connection)
        yield connection
        connection.commit()


def is_writing(session: Session) -> bool:
    """Returns whether a unit of work is under way in a session."""
    return bool(session.info.get(_UNDER_WAY))


def end_reading(session: Session) -> None:
    """Gives the connection back to the pool. Call it after reading and before slow work."""
    session.rollback()


@contextmanager
def _write_turn(engine: Engine) -> Iterator[None]:
    """Lets few threads of a process wait for SQLite's only writer; PostgreSQL's pool does that itself."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with (gate_of(engine) or Gate()).turn():
        yield


def _begin(connection: Connection) -> None:
    """Takes SQLite's write lock. On PostgreSQL the driver begins a transaction with the first statement."""
    if connection.dialect.name != "sqlite" or connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # an open connection has one
        return
    gate = gate_of(connection.engine) or Gate()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError:
        gate.failed()
        raise
    gate.worked()
