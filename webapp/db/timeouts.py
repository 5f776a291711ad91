"""How long the database may take, and PostgreSQL connections that do not wait for ever.

A server that hangs, rather than stops, keeps its sockets open and enforces none of its own limits: only
this side can give up.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg

# SQLite: how long a writer waits for another one.
BUSY_MS = 5000
# PostgreSQL's own limits on a statement, on waiting for a lock, and on a transaction that nobody goes on
# with.
STATEMENT_MS = 5000
IDLE_IN_TRANSACTION_MS = 30_000
CONNECT_SECONDS = 3
# Longer than PostgreSQL's own limits, so that a server that is merely slow can say so itself.
ANSWER_SECONDS = 6.0


class NoAnswer(psycopg.OperationalError):
    """The server left a connection without an answer for too long."""


class TimedConnection(psycopg.Connection[Any]):
    """A connection that is closed, with NoAnswer, when the server leaves it without an answer for too
    long.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Waits for the server, for six seconds unless told otherwise."""
        longest = ANSWER_SECONDS if timeout is None else timeout
        began = time.monotonic()
        try:
            return super().wait(gen, interval, longest)
        except psycopg.OperationalError as error:
            # Without a state it does not come from the server: nothing was heard in time, or the connection
            # is lost.
            if error.sqlstate is not None:
                raise
            self.pgconn.finish()
            if time.monotonic() - began < longest:
                raise
            raise NoAnswer("the database did not answer in time") from error
