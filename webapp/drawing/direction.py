"""The direction of a text in the drawing: that of its first letter that has one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

RIGHT_TO_LEFT_ISOLATE, END_OF_ISOLATE = "\u2067", "\u2069"
_ISOLATED = re.compile(f"{RIGHT_TO_LEFT_ISOLATE}(.*?)([.:!?\u2026\u060c\u061b\u061f]*){END_OF_ISOLATE}")


def runs_left(text: str) -> bool:
    """Whether a text runs from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def isolated(lines: Iterable[str]) -> list[str]:
    """Returns the lines of a text so that each runs in the direction of the whole, wherever it is anchored.

    The typesetter ignores SVG's `direction`, so the characters that isolate a text say it.
    """
    written = list(lines)
    if not runs_left(" ".join(written)):
        return written
    return [f"{RIGHT_TO_LEFT_ISOLATE}{line}{END_OF_ISOLATE}" if line else line for line in written]


def without_isolates(svg: str) -> str:
    """Returns an SVG without the characters that isolate its texts, which a PDF takes for blanks.

    What ends a line that runs from right to left then has to stand before it.
    """
    return _ISOLATED.sub(lambda found: found[2] + found[1], svg)
