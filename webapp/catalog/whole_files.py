"""Files that are replaced as a whole, so that nobody reads half of one."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

LEFT_AFTER = 3600.0  # seconds; no file takes that long to be written


def write_whole(path: Path, body: bytes) -> None:
    """Replaces a file, which only its owner can read, and makes its folder. Raises OSError.

    What writers that were killed have left in the folder is removed after a while.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A random name, because writers in two containers may have the same process id.
    handle, unfinished = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise
    _remove_leftovers(path.parent)


def _remove_leftovers(folder: Path) -> None:
    for left in folder.glob("*.part"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - LEFT_AFTER:
                left.unlink()
