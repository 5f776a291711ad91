"""Time limits for the database, and PostgreSQL connections that do not wait for ever.

A server that hangs keeps its sockets open and does not enforce its own limits, so that the client has to
have limits too.
"""

from __future__ import annotations

import select
import time
from typing import Any

import psycopg

# SQLite: how long a writer waits for another one.
BUSY_MS = 5000
# PostgreSQL's own limits on a statement, on waiting for a lock, and on an idle transaction.
STATEMENT_MS = 5000
IDLE_IN_TRANSACTION_MS = 30_000
CONNECT_SECONDS = 3
# Longer than PostgreSQL's own limits, so that a server that is merely slow can say so itself.
ANSWER_SECONDS = 6.0
# A connection that was used more recently is taken to be there. Some networks forget those that are idle.
IDLE_SECONDS = 10.0


class NoAnswer(psycopg.OperationalError):
    """The server did not answer within ANSWER_SECONDS."""


class TimedConnection(psycopg.Connection[Any]):
    """A connection that is closed, with NoAnswer, if the server does not answer in time."""

    _used_at = 0.0

    def is_alive(self) -> bool:
        """Returns whether a connection of the pool can be used again.

        The server is asked only after IDLE_SECONDS, and where it has sent something unasked: it says so when
        it ends a connection.
        """
        if self.closed:
            return False
        now = time.monotonic()
        was_idle = now - self._used_at > IDLE_SECONDS
        self._used_at = now
        return self._answers() if was_idle or self._has_sent_something() else True

    def _has_sent_something(self) -> bool:
        socket = select.poll()
        socket.register(self.pgconn.socket, select.POLLIN)
        return bool(socket.poll(0))

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
            self.rollback()
        except psycopg.OperationalError:
            return False
        return not self.closed

    def rollback(self) -> None:
        """Ends the transaction. If the connection is lost, the server has ended it, and that is no error.

        A page that has been made would otherwise fail while its connection is given back.
        """
        try:
            super().rollback()
        except psycopg.OperationalError:
            # Closed, so that the pool replaces it.
            self.pgconn.finish()

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Waits for the server's answer for `timeout` seconds, or ANSWER_SECONDS if it is None."""
        longest = ANSWER_SECONDS if timeout is None else timeout
        began = time.monotonic()
        try:
            return super().wait(gen, interval, longest)
        except psycopg.OperationalError as error:
            # An error without an SQLSTATE does not come from the server: it did not answer in time, or the
            # connection is lost.
            if error.sqlstate is not None:
                raise
            self.pgconn.finish()
            if time.monotonic() - began < longest:
                raise
            raise NoAnswer("the database did not answer in time") from error
