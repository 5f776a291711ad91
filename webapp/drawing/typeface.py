"""The map's typeface: measures, wraps and truncates text by the advance widths of its letters.

Widths and font sizes are in units of the map.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from webapp.drawing.line_breaking import pieces, smaller_pieces

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Balsamiq Sans"
LEGIBLE = 12.5  # the least comfortable font size
MOST_PIECES = 40  # a longer text is not split evenly, which would take too long
USUAL_ADVANCE, EMOJI_ADVANCE = 0.7, 1.3  # of letters that the typeface lacks, in ems
# Of scripts whose letters are narrower than that: Hebrew and Arabic, Thai and Lao.
NARROW = (("\u0590", "\u08ff", 0.55), ("\u0e00", "\u0eff", 0.6), ("\ufb1d", "\ufeff", 0.55))
ROUNDING = 0.01
SIZES = {1: 17.0, 2: 15.0, 3: 14.0}  # the font size of a label by its number of lines


@cache
def _advances() -> dict[str, float]:
    table = json.loads((FOLDER / "balsamiq-sans-advances.json").read_text(encoding="utf-8"))
    units = table["unitsPerEm"]
    return {char: width / units for char, width in table["advances"].items()}


def measure(text: str, size: float) -> float:
    """Returns the width of a line of text.

    Letters that the typeface lacks are drawn by a face of the reader's system; their widths are estimated.
    """
    return size * _width(text)


@lru_cache(maxsize=8192)
def _width(text: str) -> float:
    return sum(map(_advance, text))


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """Returns the advance width of a letter, in ems."""
    known = _advances().get(char)
    if known is not None:
        return known
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return EMOJI_ADVANCE if category == "So" else 1.0
    return next((width for first, last, width in NARROW if first <= char <= last), USUAL_ADVANCE)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Returns a text as lines that are at most `width` wide; a word that is wider breaks inside itself."""
    available = width / size
    return [line for paragraph in text.split("\n") for line in _wrapped(pieces(paragraph), available)]


def _wrapped(parts: Iterable[str], available: float) -> list[str]:
    lines = [""]
    taken = 0.0
    for part in parts:
        needed = _width(part)
        if lines[-1] and taken + needed > available:
            lines.append("")
            taken = 0.0
        if not lines[-1]:
            part = part.lstrip()
            needed = _width(part)
        if needed > available:
            *full, part = _broken(part, available)
            lines[-1:] = [*full, ""]
            needed = _width(part)
        lines[-1] += part
        taken += needed
    return lines


def _broken(word: str, available: float) -> list[str]:
    """Returns a word that is wider than a line as lines: at its hyphens, else between its letters."""
    parts = [""]
    taken = 0.0
    for letters in smaller_pieces(word):
        widths = [_width(letter) for letter in letters]
        fits_alone = sum(widths) <= available
        if parts[-1] and fits_alone and taken + sum(widths) > available:
            parts.append("")
            taken = 0.0
        for letter, needed in zip(letters, widths, strict=True):
            if parts[-1] and taken + needed > available:
                parts.append("")
                taken = 0.0
            parts[-1] += letter
            taken += needed
    return parts


def fit_font_size(text: str, size: float, width: float, smallest: float = 9) -> float:
    """Returns the font size, from `smallest` to `size`, at which a line fits into `width`."""
    needed = measure(text, size)
    return size if needed <= width or not needed else max(smallest, size * width / needed)


def truncate(text: str, size: float, width: float) -> str:
    """Returns a line of text that is at most `width` wide; where something is left out, it ends in `…`."""
    if measure(text, size) <= width + ROUNDING:
        return text
    taken, available = _width("…"), width / size
    for number, char in enumerate(text):
        taken += _advance(char)
        if taken > available:
            return f"{text[:number].rstrip()}…"
    return text


def wrap_label(text: str, width: float) -> list[str]:
    """Returns the lines of a label in a box of that width: as few, up to three, as keep it legible."""
    parts = pieces(text)
    lines = [text]
    if len(parts) > MOST_PIECES:
        return lines
    for number in (1, 2, 3):
        if number > len(parts):
            break
        lines = split_evenly(parts, number)
        if min(fit_font_size(line, SIZES[number], width - 12) for line in lines) >= LEGIBLE:
            break
    return lines


def split_evenly(parts: Sequence[str], number: int) -> list[str]:
    """Returns the pieces of a text as one, two or three lines, the longest as short as can be."""
    count = len(parts)
    if number == 1:
        return ["".join(parts).strip()]
    ends = [0.0, *itertools.accumulate(map(_width, parts))]
    blanks = [_width(" ") if part.startswith(" ") else 0.0 for part in parts]

    def longest(breaks: tuple[int, ...]) -> float:
        return max(ends[b] - ends[a] - blanks[a] for a, b in itertools.pairwise((0, *breaks, count)))

    best = min(itertools.combinations(range(1, count), number - 1), key=longest)
    return ["".join(parts[a:b]).strip() for a, b in itertools.pairwise((0, *best, count))]
