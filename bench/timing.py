"""Time that the processor works, which a machine with other work on it changes least."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Work = Callable[[], object]
ROUNDS = 61


def processor_times(works: Sequence[Work], each: int = 6) -> list[float]:
    """Seconds of processor time of one call of each work: the median of rounds in which they take turns.

    The rounds are short, so that what else the machine does meets all of them alike.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, found in zip(works, times, strict=True):
            began = time.process_time()
            for _ in range(each):
                work()
            found.append((time.process_time() - began) / each)
    return [statistics.median(found) for found in times]


def processor_time_of(pids: Sequence[int]) -> float:
    """Seconds that the processes have worked since they began, in all their threads."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def memory_of(pids: Sequence[int]) -> float:
    """Megabytes of the processes together; what they share is counted once."""
    found = (Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii") for pid in pids)
    kilobytes = (line.split()[1] for text in found for line in text.splitlines() if line.startswith("Pss:"))
    return sum(map(int, kilobytes)) / 1024
