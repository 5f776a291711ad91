"""PostgreSQL connections that do not wait for ever.

A server that hangs, rather than stops, keeps its sockets open and enforces none of its own limits: only this side can give up.
"""

from __future__ import annotations

from typing import Any

import psycopg

ANSWER_SECONDS = 6.0


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed, with OperationalError, when the server leaves it without an answer for six seconds."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Waits for the server, but not for ever."""
        try:
            return super().wait(gen, interval, ANSWER_SECONDS if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database did not answer in time") from error
