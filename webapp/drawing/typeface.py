"""The map's typeface: measures, wraps and truncates text by the advance widths of its letters.

Widths and font sizes are in units of the map.
"""

from __future__ import annotations

import itertools
import json
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Balsamiq Sans"
LEGIBLE = 12.5  # the least comfortable font size
MOST_WORDS = 40  # a longer text is not split evenly, which would take too long
ROUNDING = 0.01
SIZES = {1: 17.0, 2: 15.0, 3: 14.0}  # the font size of a label by its number of lines


@cache
def _advances() -> tuple[dict[str, float], float]:
    table = json.loads((FOLDER / "balsamiq-sans-advances.json").read_text(encoding="utf-8"))
    units = table["unitsPerEm"]
    return {char: width / units for char, width in table["advances"].items()}, 1.0


def measure(text: str, size: float) -> float:
    """Returns the width of a line of text; a letter that the typeface lacks counts as wide as the size."""
    return size * _width(text)


@lru_cache(maxsize=8192)
def _width(text: str) -> float:
    advances, wide = _advances()
    return sum(advances.get(char, wide) for char in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Returns a text as lines that are at most `width` wide; a longer word has a line for itself."""
    lines: list[str] = []
    available, blank = width / size, _width(" ")
    for paragraph in text.split("\n"):
        line: list[str] = []
        taken = 0.0
        for word in paragraph.split():
            needed = _width(word)
            if line and taken + blank + needed > available:
                lines.append(" ".join(line))
                line, taken = [], 0.0
            taken += needed + (blank if line else 0)
            line.append(word)
        lines.append(" ".join(line))
    return lines


def fit_font_size(text: str, size: float, width: float, smallest: float = 9) -> float:
    """Returns the font size, from `smallest` to `size`, at which a line fits into `width`."""
    needed = measure(text, size)
    return size if needed <= width or not needed else max(smallest, size * width / needed)


def truncate(text: str, size: float, width: float) -> str:
    """Returns a line of text that is at most `width` wide; where something is left out, it ends in `…`."""
    if measure(text, size) <= width + ROUNDING:
        return text
    advances, wide = _advances()
    taken, available = _width("…"), width / size
    for number, char in enumerate(text):
        taken += advances.get(char, wide)
        if taken > available:
            return f"{text[:number].rstrip()}…"
    return text


def wrap_label(text: str, width: float) -> list[str]:
    """Returns the lines of a label in a box of that width: as few, up to three, as keep it legible."""
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
    """Returns the words as one, two or three lines, the longest of which is as short as can be."""
    count = len(words)
    if number == 1:
        return [" ".join(words)]
    blank = _width(" ")
    ends = [0.0, *itertools.accumulate(_width(word) + blank for word in words)]

    def longest(breaks: tuple[int, ...]) -> float:
        return max(ends[b] - ends[a] for a, b in itertools.pairwise((0, *breaks, count)))

    best = min(itertools.combinations(range(1, count), number - 1), key=longest)
    return [" ".join(words[a:b]) for a, b in itertools.pairwise((0, *best, count))]
