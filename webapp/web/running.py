"""Which process serves this instance: a file with its number, locked for as long as it lives."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

NAME, ANSWER = "server.pid", "reloaded.json"
WAIT = 0.05


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


def answer_reload(instance_dir: Path, answer: Mapping[str, Any]) -> None:
    """Says what reading the content again came to, to whoever asked for it."""
    unfinished = instance_dir / f"{ANSWER}.part"
    unfinished.write_text(json.dumps(answer), encoding="utf-8")
    unfinished.replace(instance_dir / ANSWER)


def ask_reload(instance_dir: Path, process: int, seconds: float) -> Mapping[str, Any] | None:
    """Lets the server read its content again, and returns what it answers; None where it does not within that many seconds."""
    place = instance_dir / ANSWER
    place.unlink(missing_ok=True)
    os.kill(process, signal.SIGHUP)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found: Mapping[str, Any] = json.loads(place.read_bytes())
            return found
        except OSError:
            time.sleep(WAIT)
    return None
