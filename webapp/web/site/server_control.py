"""How `flask content reload` finds the server of an instance, and gets an answer from it.

The server writes its process id into a file of the instance folder and keeps that locked while it runs.
A reload is requested by SIGHUP; a token in a second file names the request, and a third holds the answer.
"""

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

PID_FILE, REQUEST_FILE, ANSWER_FILE = "server.pid", "reload-asked", "reloaded.json"
LOCK_ATTEMPTS = 20
WAIT_SECONDS = 0.05
log = logging.getLogger("milepost.content")


def announce_server(instance_dir: Path) -> IO[str] | None:
    """Marks this process as the server; the mark stays for as long as the returned file is open.

    Returns None if another process is marked already.
    """
    instance_dir.mkdir(parents=True, exist_ok=True)
    file = (instance_dir / PID_FILE).open("a+", encoding="ascii")
    for _ in range(LOCK_ATTEMPTS):
        # A process that looks for the server holds the lock for a moment.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
            return file
        time.sleep(WAIT_SECONDS)
    file.close()
    log.warning("another process serves this instance: `flask content reload` reaches that one only")
    return None


def running_process(instance_dir: Path) -> int | None:
    """Returns the id of the server's process, or None.

    An id that a killed server left behind does not count, because its lock is gone.
    """
    try:
        with (instance_dir / PID_FILE).open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(file.read())
    except (OSError, ValueError):
        return None
    return None


def pending_request(instance_dir: Path) -> str:
    """Returns the token of the pending reload request, or an empty string."""
    try:
        return (instance_dir / REQUEST_FILE).read_text(encoding="ascii")
    except OSError:
        return ""


def answer_reload(instance_dir: Path, request: str, answer: Mapping[str, Any]) -> None:
    """Writes the answer to a reload request."""
    unfinished = instance_dir / f"{ANSWER_FILE}.{secrets.token_hex(4)}.part"
    unfinished.write_text(json.dumps({**answer, "asked": request}), encoding="utf-8")
    unfinished.replace(instance_dir / ANSWER_FILE)


def request_reload(instance_dir: Path, process: int, seconds: float) -> Mapping[str, Any] | None:
    """Asks the server to read its content again, and returns its answer.

    Returns None if there is none within that many seconds. Raises OSError if the process is gone.
    """
    place, request = instance_dir / ANSWER_FILE, secrets.token_hex(8)
    (instance_dir / REQUEST_FILE).write_text(request, encoding="ascii")
    os.kill(process, signal.SIGHUP)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # A reload that was under way already may answer first, without this request's token.
        with suppress(OSError):
            found: Mapping[str, Any] = json.loads(place.read_bytes())
            if found.get("asked") == request:
                return found
        time.sleep(WAIT_SECONDS)
    return None
