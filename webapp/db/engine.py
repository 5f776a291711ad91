"""Options of the database engine: time limits for PostgreSQL, durability and concurrency for SQLite."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError

from webapp.db.gate import MOST_AT_ONCE, TURN_SECONDS, GatedFilePool, GatedPool, gate_of
from webapp.db.timeouts import (
    BUSY_MS,
    CONNECT_SECONDS,
    IDLE_IN_TRANSACTION_MS,
    STATEMENT_MS,
    NoAnswer,
    TimedConnection,
)

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")


def normalize_url(url: str) -> str:
    """Returns the URL of a database with the driver that Milepost installs."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def engine_options(url: str) -> dict[str, Any]:
    """Returns the options of an engine, which limit every wait and keep the values of rows out of logs."""
    if url.startswith("sqlite"):
        options = {"hide_parameters": True, "connect_args": {"timeout": BUSY_MS / 1000}}
        if is_file(url):
            # There are more connections than threads in a worker, so that readers never wait for one.
            options |= {
                "poolclass": GatedFilePool,
                "pool_size": 10,
                "max_overflow": 30,
                "pool_timeout": CONNECT_SECONDS,
            }
        return options
    return {
        "hide_parameters": True,
        "poolclass": GatedPool,
        "pool_timeout": TURN_SECONDS,
        "pool_size": MOST_AT_ONCE,
        "max_overflow": 0,
        "pool_recycle": 1800,
        "connect_args": {
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": 1000 * CONNECT_SECONDS,
            # A pooler in transaction mode, such as PgBouncer, does not support prepared statements.
            "prepare_threshold": None,
        },
    }


def is_file(url: str) -> bool:
    """Returns whether an SQLite URL names a file rather than a database in memory."""
    return url.startswith("sqlite:///") and ":memory:" not in url and len(url) > len("sqlite:///")


def prepare_engine(engine: Engine) -> None:
    """Registers the event listeners of an engine. Call it once, after the engine is created."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        return
    event.listen(engine, "do_connect", _connect_with_timeouts)
    event.listen(engine, "connect", _tune_postgresql)
    event.listen(engine, "checkout", _check_connection)
    event.listen(engine, "handle_error", _hide_details)
    event.listen(engine, "handle_error", _name_read_only)
    event.listen(engine, "handle_error", _note_silence)
    event.listen(engine, "after_cursor_execute", _note_answer)


def _tune_sqlite(connection: Any, record: Any) -> None:
    """Sets the PRAGMAs of a connection: concurrent readers, durable commits, enforced foreign keys."""
    # The driver would begin transactions itself, and never with BEGIN IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    file = next((row[2] for row in cursor.execute("PRAGMA database_list") if row[1] == "main"), "")
    cursor.close()
    if file:
        _restrict_to_owner(file)


def _restrict_to_owner(file: str) -> None:
    """Makes a database file readable by its owner only. SQLite creates its side files with the same mode."""
    try:
        if os.stat(file).st_mode & 0o077:
            os.chmod(file, 0o600)
    except OSError:
        # The file belongs to another user, who decides about its mode.
        return


def _connect_with_timeouts(dialect: Any, record: Any, arguments: Any, options: Any) -> DBAPIConnection:
    connection: Any = TimedConnection.connect(*arguments, **options)
    return connection  # type: ignore[no-any-return]  # psycopg's connections are not declared as what they are


def _tune_postgresql(connection: Any, record: Any) -> None:
    """Sets the time limits of a connection, by a statement because poolers refuse them as options."""
    # Outside a transaction, so that a rollback does not undo the settings.
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET statement_timeout = {STATEMENT_MS}; SET lock_timeout = {STATEMENT_MS};"
            f" SET idle_in_transaction_session_timeout = {IDLE_IN_TRANSACTION_MS}"
        )
    connection.autocommit = False


def _check_connection(connection: TimedConnection, record: Any, proxy: Any) -> None:
    """Replaces the connections of the pool where the server has ended them, as it does when it restarts.

    The pool's own pre-ping would ask the server before each use.
    """
    if not connection.is_alive():
        raise InvalidatePoolError


def _hide_details(context: ExceptionContext) -> None:
    """Removes the details of PostgreSQL's errors, which may show hashes and addresses,."""
    original = context.original_exception
    detail = original.diag.message_detail if isinstance(original, psycopg.Error) else None
    for error in (original, context.sqlalchemy_exception) if detail else ():
        if error is not None:
            error.args = tuple(str(part).replace(str(detail), "(hidden)") for part in error.args)


def _name_read_only(context: ExceptionContext) -> None:
    """Raises OperationalError, as if the database was away, if the server is read-only after a fail-over."""
    original = context.original_exception
    if isinstance(original, psycopg.errors.ReadOnlySqlTransaction):
        raise OperationalError(context.statement, None, original, hide_parameters=True) from original


def _note_silence(context: ExceptionContext) -> None:
    """Tells the gate if the database did not answer in time.

    A connection that was merely lost, as after a restart of the server, is replaced by the pool.
    """
    gate = gate_of(context.engine) if context.engine else None
    if gate and isinstance(context.original_exception, NoAnswer):
        gate.failed()


def _note_answer(connection: Connection, *_: Any) -> None:
    gate = gate_of(connection.engine)
    if gate:
        gate.worked()
