"""The map's typeface, measured by its own advance widths."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Balsamiq Sans"


@cache
def _advances() -> tuple[dict[str, float], float]:
    table = json.loads((FOLDER / "balsamiq-sans-advances.json").read_text(encoding="utf-8"))
    units = table["unitsPerEm"]
    return {char: width / units for char, width in table["advances"].items()}, 1.0


def measure(text: str, size: float) -> float:
    """The width of a line of text in user units at a font size; letters of other scripts count as wide as the size."""
    advances, wide = _advances()
    return size * sum(advances.get(char, wide) for char in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """The lines of a text that is at most `width` wide; a longer word stands alone on its line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and measure(longer, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def fitting(text: str, size: float, width: float, smallest: float = 9) -> float:
    """The font size, at most `size`, at which a line fits into `width`."""
    needed = measure(text, size)
    return size if needed <= width or not needed else max(smallest, size * width / needed)
