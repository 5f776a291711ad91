"""Asks a database whether it answers, while all connections of the pool are in use.

Connections may be busy because the database hangs, or because their units of work wait for each other's
locks; from outside both look the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg


class Probe:
    """Asks by a connection of its own, in a thread of its own, so that nobody waits longer than they want."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._running: _Question | None = None

    def answers(self, seconds: float) -> bool:
        """Returns whether the database answers within `seconds`; those who ask at once share one question."""
        with self._lock:
            if self._running is None or self._running.has_ended:
                self._running = _Question(self._connect)
            question = self._running
        question.ended.wait(seconds)
        return question.is_answered


class _Question:
    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self.ended = threading.Event()
        self.is_answered = False
        threading.Thread(target=self._ask, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        return self.ended.is_set()

    def _ask(self) -> None:
        try:
            with closing(self._connect()) as connection:
                connection.execute("SELECT 1")
                self.is_answered = True
        except psycopg.Error:
            # The one who asked finds that it was not answered.
            return
        finally:
            self.ended.set()
