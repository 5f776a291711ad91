"""The map's typeface, measured by its own advance widths."""

from __future__ import annotations

import itertools
import json
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Balsamiq Sans"
LEGIBLE = 12.5
MOST_WORDS = 40
ROUNDING = 0.01
SIZES = {1: 17.0, 2: 15.0, 3: 14.0}  # the font size of a label by its number of lines


@cache
def _advances() -> tuple[dict[str, float], float]:
    table = json.loads((FOLDER / "balsamiq-sans-advances.json").read_text(encoding="utf-8"))
    units = table["unitsPerEm"]
    return {char: width / units for char, width in table["advances"].items()}, 1.0


def measure(text: str, size: float) -> float:
    """The width of a line of text in user units at a font size; letters of other scripts count as wide as
    the size.
    """
    return size * _width(text)


@lru_cache(maxsize=8192)
def _width(text: str) -> float:
    advances, wide = _advances()
    return sum(advances.get(char, wide) for char in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """The lines of a text that is at most `width` wide; a longer word stands alone on its line."""
    lines: list[str] = []
    room, blank = width / size, _width(" ")
    for paragraph in text.split("\n"):
        line: list[str] = []
        taken = 0.0
        for word in paragraph.split():
            needed = _width(word)
            if line and taken + blank + needed > room:
                lines.append(" ".join(line))
                line, taken = [], 0.0
            taken += needed + (blank if line else 0)
            line.append(word)
        lines.append(" ".join(line))
    return lines


def fit_font_size(text: str, size: float, width: float, smallest: float = 9) -> float:
    """The font size, at most `size`, at which a line fits into `width`."""
    needed = measure(text, size)
    return size if needed <= width or not needed else max(smallest, size * width / needed)


def truncate(text: str, size: float, width: float) -> str:
    """A line of text that is at most `width` wide: what does not fit is left out, and a sign says so."""
    if measure(text, size) <= width + ROUNDING:
        return text
    advances, wide = _advances()
    taken, room = _width("…"), width / size
    for number, char in enumerate(text):
        taken += advances.get(char, wide)
        if taken > room:
            return f"{text[:number].rstrip()}…"
    return text


def wrap_label(text: str, width: float) -> list[str]:
    """The label of a topic whose box is that wide: in as few lines, at most three, as keep it legible."""
    words = text.split()
    lines = [text]
    if len(words) > MOST_WORDS:
        return lines
    for number in (1, 2, 3):
        if number > len(words):
            break
        lines = split_evenly(words, number)
        if min(fit_font_size(line, SIZES[number], width - 12) for line in lines) >= LEGIBLE:
            break
    return lines


def split_evenly(words: list[str], number: int) -> list[str]:
    """Words in that many lines, two or three, the longest of which is as short as can be."""
    blank, count = _width(" "), len(words)
    ends = [0.0, *itertools.accumulate(_width(w) + blank for w in words)]
    if number == 1:
        return [" ".join(words)]
    inner = (
        range(1, count) if number == 2 else ((a, b) for a in range(1, count - 1) for b in range(a + 1, count))
    )
    cuts = ((0, *(c if isinstance(c, tuple) else (c,)), count) for c in inner)
    best = min(cuts, key=lambda c: max(ends[b] - ends[a] for a, b in itertools.pairwise(c)))
    return [" ".join(words[a:b]) for a, b in itertools.pairwise(best)]
