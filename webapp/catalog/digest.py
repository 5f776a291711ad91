"""A short name for the content of files: it changes when any of them changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(parts: Iterable[bytes]) -> str:
    """Twelve hexadecimal digits."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()[:12]
