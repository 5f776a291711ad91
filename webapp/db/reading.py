"""Reading by a single query, which needs no transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def reading_once(engine: Engine) -> Iterator[Connection]:
    """Gives a connection for a single query.

    PostgreSQL's driver would begin a transaction before the query and roll it back afterwards, and each of
    the three waits for an answer of the server. SQLite's begins none.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection
