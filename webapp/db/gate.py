"""A limit on the threads that wait for the database, so that a database that hangs never blocks all of them.

While the database answers, a few threads use it at once and the others wait for their turn. If it has not
answered for TURN_SECONDS, PostgreSQL is asked once more by another connection, because units of work may wait
for each other's locks. If it does not answer that either, the waiting threads are refused. After a time-out
only one thread at a time tries whether the database is back, and all others are refused at once (a circuit
breaker).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError
from sqlalchemy.pool import QueuePool

from webapp.db.probe import Probe

# How many of a worker's eight threads may use the database; the others stay free for cached pages.
MOST_AT_ONCE = 5
# A waiting thread gives up if the database has not answered for TURN_SECONDS, and always after
# LONGEST_TURN_SECONDS. The first connections of a process may take FIRST_SECONDS.
TURN_SECONDS = 0.5
# SQLite's writers of several processes poll for its lock, so that one process may be unlucky for a while.
UNLUCKY_SECONDS = 1.0
FIRST_SECONDS = 3.0
LONGEST_TURN_SECONDS = 10.0
# Longer than any time limit on an answer. A trial that never ends blocks others for no longer than this.
TRIAL_SECONDS = 15.0


class DatabaseBusy(TimeoutError):
    """The database does not answer, or too many threads are waiting for it already."""


class Gate:
    """Decides which threads may wait for one database."""

    def __init__(self, patience: float | None = None, first_patience: float = 0.0) -> None:
        self._patience = patience
        self._first_patience = first_patience
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

    def wait_on(self, began: float, answers: Callable[[], bool] = lambda: False) -> None:
        """Returns if a thread that began to wait at `began` may go on, because the database answers.

        `answers` asks it again where it has been silent. Raises DatabaseBusy.
        """
        now = time.monotonic()
        if now - began >= LONGEST_TURN_SECONDS:
            raise DatabaseBusy("too many wait for the database")
        is_first = not self._answered_at and now - began < self._first_patience
        if is_first or now - self._answered_at < (self._patience or TURN_SECONDS):
            return
        if not answers():
            self.failed()
            raise DatabaseBusy("the database does not answer")
        self.worked()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Lets MOST_AT_ONCE threads use the database at once.

        Raises DatabaseBusy if the database is silent or the wait is too long.
        """
        self.admit()
        began = time.monotonic()
        while not self._turns.acquire(timeout=TURN_SECONDS):
            self.wait_on(began)
        try:
            yield
        finally:
            self._turns.release()


class GatedPool(QueuePool):
    """A pool for PostgreSQL. Reading can hang too, so every connection is requested through the gate."""

    def __init__(self, creator: Callable[[], Any], *arguments: Any, **options: Any) -> None:
        super().__init__(creator, *arguments, **options)
        self.gate = Gate(first_patience=FIRST_SECONDS)
        self._probe = Probe(creator)

    def connect(self) -> Any:
        """Returns a connection. Raises DatabaseBusy if none has become free."""
        self.gate.admit()
        began = time.monotonic()
        while True:
            try:
                return super().connect()
            except TimeoutError:
                self.gate.wait_on(began, lambda: self._probe.answers(TURN_SECONDS))
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
        self.gate = Gate(UNLUCKY_SECONDS)

    def recreate(self) -> GatedFilePool:
        """Returns an empty pool for the same database."""
        pool = super().recreate()
        assert isinstance(pool, GatedFilePool)  # noqa: S101  # a pool makes one of its own class
        pool.gate = self.gate
        return pool


def gate_of(engine: Engine) -> Gate | None:
    """Returns the gate of an engine, or None if its pool is not one of this module."""
    return getattr(engine.pool, "gate", None)
