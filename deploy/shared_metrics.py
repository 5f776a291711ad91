"""The folder in which the workers of one arbiter keep their measurements.

A worker's files are named by a number that no other worker has at the same time, and the next worker with
that number goes on with them. So there are no more files than workers, however often content is read again.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from webapp.web.site.metrics import Metrics

ARBITER = 0
# The files are mapped into memory. On a disk that is full, writing to them would end the process.
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of an unknown name is made in it
log = logging.getLogger("milepost.server")


class SharedMetrics:
    """The measurements of all workers of an arbiter; `number` is this process's."""

    def __init__(self, metrics: Metrics, instance_dir: Path) -> None:
        self._metrics = metrics
        self._place = MEMORY if os.access(MEMORY, os.W_OK) else instance_dir
        self._folder: Path | None = None
        self.number = ARBITER

    def open(self) -> None:
        """Makes an empty folder for this arbiter, and deletes those of arbiters that have ended."""
        for left in self._place.glob("milepost-metrics.*"):
            if not _runs(left.suffix[1:].partition("-")[0]):
                shutil.rmtree(left, ignore_errors=True)
        try:
            made = tempfile.mkdtemp(prefix=f"milepost-metrics.{os.getpid()}-", dir=self._place)
        except OSError:
            log.warning("metrics: %s cannot be written; each process counts for itself", self._place)
            return
        self._folder = Path(made)
        self._metrics.share(self._folder, lambda: str(self.number))

    def free_number(self, used: Iterable[int]) -> int:
        """Returns the smallest number for a worker that no other one has."""
        taken = set(used)
        return next(number for number in count(ARBITER + 1) if number not in taken)

    def forget(self, number: int) -> None:
        """Lets a worker that has ended no longer count among those that live."""
        self._metrics.forget(str(number))

    def close(self) -> None:
        """Deletes the folder of this arbiter."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _runs(name: str) -> bool:
    try:
        os.kill(int(name), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError):
        # It is another user's.
        return True
    return True
