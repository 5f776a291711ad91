"""Which process serves this instance: a file with its number, locked for as long as it lives."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

NAME, ASKED, ANSWER = "server.pid", "reload-asked", "reloaded.json"
TRIES = 20
WAIT = 0.05
log = logging.getLogger("milepost.content")


def announce(instance_dir: Path) -> IO[str] | None:
    """Says that this process serves; keep what is returned. None where another process says so already."""
    instance_dir.mkdir(parents=True, exist_ok=True)
    file = (instance_dir / NAME).open("a+", encoding="ascii")
    for _ in range(TRIES):
        # Who only looks whether somebody serves holds the lock for a moment, too.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
            return file
        time.sleep(WAIT)
    file.close()
    log.warning("another process serves this instance: `flask content reload` reaches that one only")
    return None


def running(instance_dir: Path) -> int | None:
    """The number of the process that serves, or None.

    A number that a killed server left behind does not count.
    """
    try:
        with (instance_dir / NAME).open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(file.read())
    except (OSError, ValueError):
        return None
    return None


def who_asks(instance_dir: Path) -> str:
    """Who asks for reading the content again; empty where nobody waits for an answer."""
    try:
        return (instance_dir / ASKED).read_text(encoding="ascii")
    except OSError:
        return ""


def answer_reload(instance_dir: Path, asked: str, answer: Mapping[str, Any]) -> None:
    """Says what reading the content again came to, to who asked for it before it began."""
    unfinished = instance_dir / f"{ANSWER}.{secrets.token_hex(4)}.part"
    unfinished.write_text(json.dumps({**answer, "asked": asked}), encoding="utf-8")
    unfinished.replace(instance_dir / ANSWER)


def ask_reload(instance_dir: Path, process: int, seconds: float) -> Mapping[str, Any] | None:
    """Lets the server read its content again, and returns what it answers; None where it does not within
    that many seconds.
    """
    place, asked = instance_dir / ANSWER, secrets.token_hex(8)
    (instance_dir / ASKED).write_text(asked, encoding="ascii")
    os.kill(process, signal.SIGHUP)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # One that was under way already may answer first.
        with suppress(OSError):
            found: Mapping[str, Any] = json.loads(place.read_bytes())
            if found.get("asked") == asked:
                return found
        time.sleep(WAIT)
    return None
