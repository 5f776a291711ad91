"""Which process serves this instance: a file with its number, locked for as long as it lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

NAME = "server.pid"


def announce(instance_dir: Path) -> IO[str] | None:
    """Says that this process serves; keep what is returned. None where another process says so already."""
    instance_dir.mkdir(parents=True, exist_ok=True)
    file = (instance_dir / NAME).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def running(instance_dir: Path) -> int | None:
    """The number of the process that serves, or None. A number that a killed server left behind does not count."""
    try:
        with (instance_dir / NAME).open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(file.read())
    except (OSError, ValueError):
        return None
    return None
