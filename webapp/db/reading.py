"""Reading by a single query, which needs no transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from webapp.db.timeouts import NoAnswer

Found = TypeVar("Found")


def read_once(engine: Engine, ask: Callable[[Connection], Found]) -> Found:
    """Returns what a single query finds; it is asked again by a new connection if the first one was lost.

    A server that vanished without a word, as with its machine, leaves connections that look well. One that
    does not answer is not asked again, because that would double the wait.
    """
    try:
        with reading_once(engine) as connection:
            return ask(connection)
    except OperationalError as error:
        if not error.connection_invalidated or isinstance(error.orig, NoAnswer):
            raise
    with reading_once(engine) as connection:
        return ask(connection)


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
