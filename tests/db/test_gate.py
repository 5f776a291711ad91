"""Who may wait for the database."""

from __future__ import annotations

import threading
import time

import pytest

from tests.parallel import in_parallel
from webapp.db import gate
from webapp.db.gate import DatabaseBusy, Gate


def test_a_busy_database_that_answers_lets_everybody_wait() -> None:
    one = Gate()
    at_once: list[int] = []
    inside = threading.BoundedSemaphore(gate.MOST_AT_ONCE)

    def work() -> None:
        with one.turn():
            assert inside.acquire(blocking=False)
            for _ in range(4):
                time.sleep(0.05)
                one.worked()
            inside.release()
            at_once.append(1)

    in_parallel([work] * 20)
    assert len(at_once) == 20


def test_a_silent_one_refuses_who_finds_no_place_and_then_all_but_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "TURN_SECONDS", 0.1)
    one = Gate()
    ends = threading.Event()

    def wait() -> str:
        try:
            with one.turn():
                ends.wait(20)
        except DatabaseBusy:
            return "refused"
        return "waited"

    threads = [threading.Thread(target=wait) for _ in range(gate.MOST_AT_ONCE)]
    for thread in threads:
        thread.start()
    assert wait() == "refused"
    ends.set()
    for thread in threads:
        thread.join()
    one.admit()
    with pytest.raises(DatabaseBusy):
        one.admit()
    one.failed()
    one.admit()
    with pytest.raises(DatabaseBusy):
        one.admit()
    one.worked()
    one.admit()
    one.admit()


def test_a_trial_that_never_says_how_it_ended_keeps_nobody_out_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "TRIAL_SECONDS", 0.05)
    one = Gate()
    one.failed()
    one.admit()
    with pytest.raises(DatabaseBusy):
        one.admit()
    time.sleep(0.06)
    one.admit()
