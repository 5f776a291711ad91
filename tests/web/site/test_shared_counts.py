"""Counts that the processes of one server share."""

from __future__ import annotations

import os
import time

from tests.parallel import in_parallel
from webapp.web.site import shared_counts
from webapp.web.site.shared_counts import SharedCounts


def test_processes_and_threads_count_together() -> None:
    counts = SharedCounts()
    children = []
    for _ in range(3):
        if not (child := os.fork()):
            for _ in range(200):
                counts.incr("network 1", 60)
            os._exit(0)
        children.append(child)
    in_parallel([lambda: [counts.incr("network 1", 60) for _ in range(100)]] * 2)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert counts.get("network 1") == 800
    assert counts.get("network 2") == 0


def test_a_count_ends_and_begins_anew() -> None:
    counts = SharedCounts()
    assert [counts.incr("a", 0.2), counts.incr("a", 0.2)] == [1, 2]
    assert 0 < counts.get_expiry("a") - time.time() <= 0.2
    time.sleep(0.21)
    assert counts.get("a") == 0
    assert counts.incr("a", 60, amount=5) == 5
    counts.clear("a")
    assert counts.incr("a", 60) == 1


def test_invented_names_take_no_more_memory_and_push_out_what_ends_first() -> None:
    counts = SharedCounts()
    counts.incr("somebody", 3600, amount=59)
    for number in range(2 * shared_counts.BUCKETS):
        counts.incr(f"invented {number}", 60)
    assert counts.incr("somebody", 3600) == 60
