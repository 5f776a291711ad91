"""A limit on the threads that wait for the database, so that a database that hangs never blocks all of them.

While the database answers, a few threads use it at once and the others wait for their turn. If it has not
answered for TURN_SECONDS, the waiting threads are refused. After a time-out only one thread at a time tries
whether the database is back, and all others are refused at once (a circuit breaker).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError
from sqlalchemy.pool import QueuePool

# How many of a worker's eight threads may use the database; the others stay free for cached pages.
MOST_AT_ONCE = 5
# A waiting thread gives up if the database has not answered for TURN_SECONDS, and always after
# LONGEST_TURN_SECONDS.
TURN_SECONDS = 0.5
LONGEST_TURN_SECONDS = 5.0
# Longer than any time limit on an answer. A trial that never ends blocks others for no longer than this.
TRIAL_SECONDS = 15.0


class DatabaseBusy(TimeoutError):
    """The database does not answer, or too many threads are waiting for it already."""


class Gate:
    """Decides which threads may wait for one database."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._is_suspect = False
        self._trial_ends = 0.0
        self._answered_at = 0.0

    def admit(self) -> None:
        """Raises DatabaseBusy while another thread is trying whether the database is back."""
        # Read without the lock, because it is nearly always false and a short delay does no harm.
        if not self._is_suspect:
            return
        with self._lock:
            if not self._is_suspect:
                return
            now = time.monotonic()
            if now < self._trial_ends:
                raise DatabaseBusy("the database does not answer")
            self._trial_ends = now + TRIAL_SECONDS

    def failed(self) -> None:
        """Records that the database did not answer in time; now only one thread at a time may try it."""
        with self._lock:
            self._is_suspect = True
            self._trial_ends = 0.0

    def worked(self) -> None:
        """Records that the database answered."""
        self._answered_at = time.monotonic()
        if self._is_suspect:
            with self._lock:
                self._is_suspect = False
                self._trial_ends = 0.0

    def may_wait_on(self, began: float) -> bool:
        """Returns whether a thread that began to wait at `began` may go on, because the database answers."""
        now = time.monotonic()
        return now - self._answered_at < TURN_SECONDS and now - began < LONGEST_TURN_SECONDS

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Lets MOST_AT_ONCE threads use the database at once.

        Raises DatabaseBusy if the database is silent or the wait is too long.
        """
        self.admit()
        began = time.monotonic()
        while not self._turns.acquire(timeout=TURN_SECONDS):
            if not self.may_wait_on(began):
                self.failed()
                raise DatabaseBusy("too many wait for the database")
        try:
            yield
        finally:
            self._turns.release()


class GatedPool(QueuePool):
    """A pool for PostgreSQL. Reading can hang too, so every connection is requested through the gate."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.gate = Gate()

    def connect(self) -> Any:
        """Returns a connection. Raises DatabaseBusy, or TimeoutError if none has become free."""
        self.gate.admit()
        began = time.monotonic()
        while True:
            try:
                return super().connect()
            except TimeoutError:
                if not self.gate.may_wait_on(began):
                    self.gate.failed()
                    raise
            except Exception:
                self.gate.failed()
                raise

    def recreate(self) -> GatedPool:
        """Returns an empty pool for the same database."""
        pool = super().recreate()
        assert isinstance(pool, GatedPool)  # noqa: S101  # a pool makes one of its own class
        pool.gate = self.gate
        return pool


class GatedFilePool(QueuePool):
    """A pool for SQLite. Only writers wait for each other, so only the unit of work uses the gate."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.gate = Gate()

    def recreate(self) -> GatedFilePool:
        """Returns an empty pool for the same database."""
        pool = super().recreate()
        assert isinstance(pool, GatedFilePool)  # noqa: S101  # a pool makes one of its own class
        pool.gate = self.gate
        return pool


def gate_of(engine: Engine) -> Gate | None:
    """Returns the gate of an engine, or None if its pool is not one of this module."""
    return getattr(engine.pool, "gate", None)
