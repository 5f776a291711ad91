"""How a database finds what a query asks for."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session

from webapp.db.base import Base

# What SQLite and PostgreSQL say where they read all rows of a table, without an index.
_SCAN = re.compile(r"\bSeq Scan on (\w+)|^SCAN (\w+)\b(?! USING)")


def tables_scanned(session: Session, read: Callable[[], object]) -> set[str]:
    """Returns the tables of which the queries of `read` cannot but read all rows.

    SQLite says so also of a table that it reads in the order of its key until it has enough.
    """
    plans: list[str] = []
    connection = session.connection()
    is_postgresql = connection.dialect.name == "postgresql"
    explain = "EXPLAIN" if is_postgresql else "EXPLAIN QUERY PLAN"
    if is_postgresql:
        # In a small table reading everything is quicker: what matters is whether there is another way.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

    @event.listens_for(connection, "before_cursor_execute")
    def plan(_: object, cursor: object, statement: str, parameters: object, *more: object) -> None:
        if statement.startswith("SELECT"):
            lines = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()  # type: ignore[arg-type]
            plans.extend(str(line[-1]) for line in lines)

    try:
        read()
    finally:
        event.remove(connection, "before_cursor_execute", plan)
    assert plans
    found = (_SCAN.search(line) for line in plans)
    # Results of queries inside of others are scanned too.
    return {match[1] or match[2] for match in found if match} & set(Base.metadata.tables)
