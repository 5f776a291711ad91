"""Copies every row into an empty database, of the other kind too, and compares both row by row."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, String, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.accounts import models as accounts
from webapp.accounts import second_step_models as second_steps
from webapp.backups.databases import (
    POSTGRESQL,
    SQLITE,
    drop_tables,
    one_moment,
    opened,
    refuse_unless_empty,
    revision_of,
    shown_url,
)
from webapp.backups.errors import BackupError
from webapp.db.base import Base
from webapp.db.migrations import known_revisions, stamp
from webapp.db.readiness import reason
from webapp.db.statistics import refresh_statistics
from webapp.jobs import models as jobs
from webapp.progress import models as progress

CHUNK = 1000
# Importing the models fills the metadata of `Base`.
MODELS = (accounts, second_steps, jobs, progress)
SET_NUMBER = text(
    "SELECT setval(pg_get_serial_sequence(:table, :column), :last)"
    " WHERE pg_get_serial_sequence(:table, :column) IS NOT NULL"
)


def copy_database(source: str, target: str, migrations: Path) -> dict[str, int]:
    """Copies all rows in one transaction, and returns how many each table has.

    Raises BackupError; the target is then as it was.
    """
    if source == target:
        raise BackupError("both databases are the same.")
    try:
        with opened(source) as from_, opened(target) as to, one_moment(from_) as rows:
            _refuse_other_schemas(rows, shown_url(source), known_revisions(migrations))
            with to.begin() as connection:
                return _copy(rows, connection, shown_url(target), migrations)
    except SQLAlchemyError as error:
        raise BackupError(f"nothing was copied: {reason(error)}.") from error


def _refuse_other_schemas(connection: Connection, shown: str, known: Sequence[str]) -> None:
    revision = revision_of(connection)
    if revision != known[0]:
        raise BackupError(
            f"{shown} is at {revision or 'no revision'}: run `flask --app wsgi db upgrade` first."
        )


def _copy(rows: Connection, target: Connection, shown: str, migrations: Path) -> dict[str, int]:
    if target.dialect.name == SQLITE:
        target.exec_driver_sql("BEGIN IMMEDIATE")
    refuse_unless_empty(target, shown)
    # They may be of another release.
    drop_tables(target)
    Base.metadata.create_all(target)
    stamp(target, migrations)
    counts = {table.name: _copy_table(rows, target, table) for table in Base.metadata.sorted_tables}
    for table in Base.metadata.sorted_tables:
        _compare(rows, target, table)
        _continue_numbers(rows, target, table)
    refresh_statistics(target, Base.metadata.sorted_tables)
    return counts


def _copy_table(source: Connection, target: Connection, table: Table) -> int:
    count, found = 0, iter(source.execute(select(table), execution_options={"yield_per": CHUNK}).mappings())
    while chunk := [dict(row) for row in islice(found, CHUNK)]:
        target.execute(insert(table), chunk)
        count += len(chunk)
    return count


def _compare(source: Connection, target: Connection, table: Table) -> None:
    """Raises BackupError at the first row that is another one."""
    with closing(_sorted(source, table)) as here, closing(_sorted(target, table)) as there:
        for ours, theirs in zip_longest(here, there):
            if ours != theirs:
                raise BackupError(f"nothing was copied: a row of {table.name} came out another one.")


def _sorted(connection: Connection, table: Table) -> Generator[tuple[Any, ...], None, None]:
    keys = [_by_bytes(connection, column) for column in table.primary_key.columns]
    query = select(table).order_by(*keys)
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as rows:
        for row in rows:
            yield tuple(row)


def _by_bytes(connection: Connection, column: Column[Any]) -> Any:
    """Returns a column in the order that both databases have: SQLite knows no languages."""
    is_text = isinstance(column.type, String) and connection.dialect.name == POSTGRESQL
    return column.collate("C") if is_text else column


def _continue_numbers(source: Connection, target: Connection, table: Table) -> None:
    """Lets numbers go on after the last one that was ever given, so that none is given twice."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type.dialect_impl(source.dialect), Integer):
        return
    last = max(_last_given(source, table, column), source.scalar(select(func.max(column))) or 0)
    if not last:
        return
    if target.dialect.name == POSTGRESQL:
        names = {"table": table.name, "column": column.name, "last": last}
        target.execute(SET_NUMBER, names)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table.name})
        row = {"table": table.name, "last": last}
        target.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), row)


def _last_given(source: Connection, table: Table, column: Column[Any]) -> int:
    if source.dialect.name == SQLITE:
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return source.scalar(query, {"table": table.name}) or 0
    names = {"table": table.name, "column": column.name}
    sequence = source.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
    if sequence is None:
        return 0
    # Before the first number, last_value says 1 too.
    return source.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")) or 0  # noqa: S608  # the server's own name, quoted by it
