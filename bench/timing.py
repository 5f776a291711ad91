"""Time that the processor works, which a machine with other work on it changes least."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

Work = Callable[[], object]
ROUNDS = 9


def processor_times(works: Sequence[Work], each: int = 40) -> list[float]:
    """Seconds of processor time of one call of each work: the best of rounds in which they take turns."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = time.process_time()
            for _ in range(each):
                work()
            best[place] = min(best[place], (time.process_time() - began) / each)
    return best


def processor_time_of(pids: Sequence[int]) -> float:
    """Seconds that the processes have worked since they began, in all their threads."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def memory_of(pids: Sequence[int]) -> float:
    """Megabytes of the processes together; what they share is counted once."""
    found = (Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii") for pid in pids)
    kilobytes = (line.split()[1] for text in found for line in text.splitlines() if line.startswith("Pss:"))
    return sum(map(int, kilobytes)) / 1024
