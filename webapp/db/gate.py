"""A bound on the threads that wait for the database, so that a database which hangs never holds all of them.

In good times a few threads may be at the database at once and the others wait for their turn, as long as
answers come. Once none has come for a moment they are refused, and after the first time-out a single
thread at a time finds out whether the database is back; everybody else is refused at once.
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

# Of the eight threads of a worker: the others answer what needs no database.
MOST_AT_ONCE = 5
# Who waits for a turn gives up when the database has been silent for this long, and in any case after the
# longest wait.
TURN_SECONDS = 0.5
LONGEST_TURN_SECONDS = 5.0
# Longer than any limit on an answer: a trial that never says how it ended does not keep others out for good.
TRIAL_SECONDS = 15.0


class DatabaseBusy(TimeoutError):
    """Refused without waiting: the database does not answer, or too many are waiting for it already."""


class Gate:
    """Who may wait for one database."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._is_suspect = False
        self._trial_ends = 0.0
        self._answered_at = 0.0

    def admit(self) -> None:
        """Raises DatabaseBusy while somebody else is finding out whether the database is back."""
        # Read without the lock: it is false nearly always, and a moment's delay does no harm.
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
        """Notes that the database did not answer in time: from now on one thread at a time may wait for
        it.
        """
        with self._lock:
            self._is_suspect = True
            self._trial_ends = 0.0

    def worked(self) -> None:
        """Notes that the database answered."""
        self._answered_at = time.monotonic()
        if self._is_suspect:
            with self._lock:
                self._is_suspect = False
                self._trial_ends = 0.0

    def may_wait_on(self, began: float) -> bool:
        """Whether somebody who began to wait then may go on: the database is busy, but it does answer."""
        now = time.monotonic()
        return now - self._answered_at < TURN_SECONDS and now - began < LONGEST_TURN_SECONDS

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Lets a few threads at once through.

        Raises DatabaseBusy when the database is silent or the wait is too long.
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
    """Connections of PostgreSQL, where reading can hang too: as many as there may be threads at the
    database.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.gate = Gate()

    def connect(self) -> Any:
        """Returns a connection. Raises DatabaseBusy, or TimeoutError when none has become free."""
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
    """Connections of SQLite, where only writers wait for each other: the unit of work asks the gate, not
    the pool.
    """

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
    """Returns the gate of an engine; engines that were made elsewhere have none."""
    return getattr(engine.pool, "gate", None)
