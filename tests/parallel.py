"""Requests that arrive at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from webapp.db import engine, gate

T = TypeVar("T")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is refused because the machine is loaded; that some are, in half a second, is asserted in tests/db."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 20.0)
    monkeypatch.setattr(gate, "TURN_SECONDS", 20.0)
    monkeypatch.setattr(gate, "LONGEST_TURN_SECONDS", 60.0)


def in_parallel(works: Sequence[Callable[[], T]]) -> list[T]:
    """Starts all works at the same moment, each in a thread of its own, and returns what they return, in
    order.
    """
    start = threading.Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait(timeout=20)
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return [future.result(timeout=60) for future in [threads.submit(run, work) for work in works]]
