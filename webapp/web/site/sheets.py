"""What is served of styles and scripts: sheets made of the files that `css/SHEETS` names, and no comments."""

from __future__ import annotations

import re
from pathlib import Path

# A comment that begins with an exclamation mark holds a licence, which stays.
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)


def read_sheets(folder: Path) -> dict[str, list[str]]:
    """Returns the files of each sheet, in their order: in SHEETS they are indented below its name."""
    sheets: dict[str, list[str]] = {}
    files: list[str] = []
    for line in (folder / "SHEETS").read_text(encoding="utf-8").splitlines():
        name = line.strip()
        if line.startswith(" "):
            files.append(name)
        elif name:
            files = sheets.setdefault(name, [])
    return sheets


def compact(css: str) -> str:
    """Returns the rules without indentation, and without comments but licences.

    Nothing that stands inside a line is changed.
    """
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def compact_script(script: str) -> str:
    """Returns a script without indentation and without lines that are comments.

    A text of several lines in a script would lose its indentation; ours have none.
    """
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
