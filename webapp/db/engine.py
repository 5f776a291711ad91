"""How databases are opened: limits on waiting for PostgreSQL, durable and concurrent settings for SQLite."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

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


def normalise_url(url: str) -> str:
    """Returns the URL with the driver that Milepost installs."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def engine_options(url: str) -> dict[str, Any]:
    """Returns the options of an engine: no wait goes on for long, and no value of a row reaches a log."""
    if url.startswith("sqlite"):
        options = {"hide_parameters": True, "connect_args": {"timeout": BUSY_MS / 1000}}
        if is_file(url):
            # Readers never wait for a connection: there are more than a worker has threads.
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
        "pool_pre_ping": True,
        "pool_timeout": TURN_SECONDS,
        "pool_size": MOST_AT_ONCE,
        "max_overflow": 0,
        "pool_recycle": 1800,
        "connect_args": {
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": 1000 * CONNECT_SECONDS,
            # A pooler that gives each transaction another connection knows no prepared statements.
            "prepare_threshold": None,
        },
    }


def is_file(url: str) -> bool:
    """Whether a URL of SQLite names a file, and not a database in memory."""
    return url.startswith("sqlite:///") and ":memory:" not in url and len(url) > len("sqlite:///")


def prepare_engine(engine: Engine) -> None:
    """Binds to an engine what each of its connections needs; call it once, when the engine is made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        return
    event.listen(engine, "do_connect", _connect_with_timeouts)
    event.listen(engine, "connect", _tune_postgresql)
    event.listen(engine, "handle_error", _hide_details)
    event.listen(engine, "handle_error", _name_read_only)
    event.listen(engine, "handle_error", _note_silence)
    event.listen(engine, "after_cursor_execute", _note_answer)


def _tune_sqlite(connection: Any, record: Any) -> None:
    """Readers beside one writer, a sync for every acknowledged write, foreign keys kept."""
    # The driver's own transactions begin too late to be immediate.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    file = next((row[2] for row in cursor.execute("PRAGMA database_list") if row[1] == "main"), "")
    cursor.close()
    if file:
        _keep_private(file)


def _keep_private(file: str) -> None:
    """Lets nobody else of the machine read a database file; SQLite gives its side files the same mode."""
    try:
        if os.stat(file).st_mode & 0o077:
            os.chmod(file, 0o600)
    except OSError:
        # Somebody else's file: its owner decides.
        return


def _connect_with_timeouts(dialect: Any, record: Any, arguments: Any, options: Any) -> DBAPIConnection:
    connection: Any = TimedConnection.connect(*arguments, **options)
    return connection  # type: ignore[no-any-return]  # psycopg's connections are not declared as what they are


def _tune_postgresql(connection: Any, record: Any) -> None:
    """Sets limits on this connection: by a statement, since poolers refuse them among the options of
    connecting.
    """
    # Outside of a transaction, so that the limits stay when the first one is rolled back.
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET statement_timeout = {STATEMENT_MS}; SET lock_timeout = {STATEMENT_MS};"
            f" SET idle_in_transaction_session_timeout = {IDLE_IN_TRANSACTION_MS}"
        )
    connection.autocommit = False


def _hide_details(context: ExceptionContext) -> None:
    """PostgreSQL names the failing row in an error's details: hashes and addresses that must not reach a
    log.
    """
    original = context.original_exception
    detail = original.diag.message_detail if isinstance(original, psycopg.Error) else None
    for error in (original, context.sqlalchemy_exception) if detail else ():
        if error is not None:
            error.args = tuple(str(part).replace(str(detail), "(hidden)") for part in error.args)


def _name_read_only(context: ExceptionContext) -> None:
    """A server that is read-only, after a fail-over, cannot be written to right now: as if it were away."""
    original = context.original_exception
    if isinstance(original, psycopg.errors.ReadOnlySqlTransaction):
        raise OperationalError(context.statement, None, original, hide_parameters=True) from original


def _note_silence(context: ExceptionContext) -> None:
    """A connection that was merely lost, as after a restart of the server, is replaced without further
    ado.
    """
    gate = gate_of(context.engine) if context.engine else None
    if gate and isinstance(context.original_exception, NoAnswer):
        gate.failed()


def _note_answer(connection: Connection, *_: Any) -> None:
    gate = gate_of(connection.engine)
    if gate:
        gate.worked()
