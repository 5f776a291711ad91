"""A database as a whole, on connections without the time limits that pages have."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from webapp.backups.errors import BackupError
from webapp.db.engine import normalize_url

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Bookkeeping of migrations and of SQLite; a database with only these is empty.
BOOKKEEPING = frozenset({"alembic_version", "sqlite_sequence"})


def kind_of(url: str) -> str:
    """Returns which of the two kinds of database a URL names."""
    return make_url(normalize_url(url)).get_backend_name()


def file_of(url: str) -> Path:
    """Returns the file of an SQLite database."""
    return Path(make_url(url).database or "")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Gives an engine of its own, whose statements may take as long as they need."""
    # Prepared statements would stay behind in the connections of a pooler.
    options = {"prepare_threshold": None} if kind_of(url) == POSTGRESQL else {}
    engine = create_engine(normalize_url(url), poolclass=NullPool, hide_parameters=True, connect_args=options)
    if engine.dialect.name == SQLITE:
        event.listen(engine, "connect", _leave_transactions_to_us)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """Gives a connection that sees the database as it is at one moment, while others go on writing."""
    level = "REPEATABLE READ" if engine.dialect.name == POSTGRESQL else "AUTOCOMMIT"
    with engine.connect().execution_options(isolation_level=level) as connection:
        if engine.dialect.name == SQLITE:
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.rollback()


def tables_of(connection: Connection) -> MetaData:
    """Returns the tables that there are, whatever release made them."""
    found = MetaData()
    found.reflect(connection)
    return found


def drop_tables(connection: Connection) -> None:
    """Removes all tables, and on PostgreSQL the function of the audit log's trigger, which has no table."""
    tables_of(connection).drop_all(connection)
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_event_refuse()")


def refuse_unless_empty(connection: Connection, shown: str) -> None:
    """Raises BackupError if a table holds a row."""
    for table in tables_of(connection).sorted_tables:
        if table.name in BOOKKEEPING:
            continue
        if connection.scalar(select(func.count()).select_from(select(table).limit(1).subquery())):
            said = (
                f"{shown} is not empty: its table {table.name} holds rows. Name an empty one in DATABASE_URL."
            )
            raise BackupError(said)


def refuse_pooler(connection: Connection, shown: str) -> None:
    """Raises BackupError if a pooler such as pgbouncer is between this machine and PostgreSQL.

    PostgreSQL's programs set an empty search path, which a pooler would hand on to the site with the
    connection: the site would then find no table.
    """
    if connection.dialect.name != POSTGRESQL:
        return
    # A pooler makes up the number that it tells its clients.
    told: int = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]  # psycopg's has it
    if told != connection.scalar(text("SELECT pg_backend_pid()")):
        said = f"{shown} is a pooler, which PostgreSQL's programs would spoil for the site."
        raise BackupError(f"{said} Run this with PostgreSQL's own address in DATABASE_URL.")


def shown_url(url: str) -> str:
    """Returns the URL of a database without its password."""
    return make_url(url).render_as_string(hide_password=True).partition("?")[0]


def revision_of(connection: Connection) -> str:
    """Returns the schema's revision, or an empty text where there is none."""
    if "alembic_version" not in tables_of(connection).tables:
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copies a database by SQLite's online backup: as it is at one moment, while others write. Raises
    BackupError.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as from_:
            _make_private(target)
            with closing(sqlite3.connect(target)) as to:
                # In one step: with several, each write in between would begin the copy anew.
                from_.backup(to, pages=-1)
    except sqlite3.Error as error:
        raise BackupError(f"{source} could not be copied to {target}: {error}.") from error


def _make_private(path: Path) -> None:
    """Makes a file that only its owner can read, if there is none."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _leave_transactions_to_us(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None
