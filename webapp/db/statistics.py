"""What PostgreSQL's planner knows about tables, brought up to date after many rows have come at once.

The server does so itself, but only once a minute, and not before a tenth of a table has changed. Until then
it may join all acts of a learner with all events of the learner, because it expects one row of each.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import OperationalError

# Rows: in a larger table the average learner is known well enough, and reading a sample takes longer.
LARGEST_TABLE = 1_000_000
_ROWS = text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:name)")


def refresh_statistics(connection: Connection, tables: Iterable[Table]) -> None:
    """Reads a sample of each table that is not large, in the caller's transaction. Does nothing on SQLite.

    Other writers are not held up. If it takes too long, the statistics stay as they were.
    """
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.format_table
    for table in tables:
        rows = connection.scalar(_ROWS, {"name": table.name})
        # An older schema, just restored, lacks tables of this release.
        if rows is None or rows > LARGEST_TABLE:
            continue
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"ANALYZE {quote(table)}")
        except OperationalError:
            # The server ends a statement that takes too long. What was written counts more.
            return
