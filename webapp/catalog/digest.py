"""Short names for content and for code: another one where any part of it is another."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def digest(parts: Iterable[bytes]) -> str:
    """Twelve hexadecimal digits."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()[:12]


@cache
def code_version(folder: Path) -> str:
    """A name for the code in a folder of this program: another one makes other things of the same content."""
    files = sorted(f for f in folder.rglob("*") if f.suffix in {".py", ".typ"})
    return digest([sys.version.encode(), *(f.read_bytes() for f in files)])
