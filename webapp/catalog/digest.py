"""Short hashes of content and of code."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

# What reads content and draws it; a test compares this with what is imported.
LIBRARIES = ("markdown-it-py", "nh3", "python-frontmatter", "PyYAML", "typst", "uniseg", "fonttools", "Babel")


def digest(parts: Iterable[bytes]) -> str:
    """Returns the first twelve hexadecimal digits of a hash over all parts."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.hexdigest()[:12]


@cache
def code_version(folder: Path) -> str:
    """Returns a hash of the code in a folder, and of the versions of Python and of LIBRARIES."""
    libraries = [f"{name} {version(name)}".encode() for name in LIBRARIES]
    files = sorted(f for f in folder.rglob("*") if f.suffix in {".py", ".typ"})
    return digest([sys.version.encode(), *libraries, *(f.read_bytes() for f in files)])
