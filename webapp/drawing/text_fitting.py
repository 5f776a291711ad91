"""Texts that stay in their boxes: in one line, in smaller letters, in several lines, and at last cut."""

from __future__ import annotations

from bisect import bisect_left

from webapp.catalog.model import Node
from webapp.drawing.typeface import (
    LEGIBLE,
    MOST_WORDS,
    ROUNDING,
    SIZES,
    fit_font_size,
    measure,
    split_evenly,
    truncate,
    wrap,
    wrap_label,
)

SMALLEST, TINY = 9.0, 7.5
MOST_LINES, WORTH = 3, 1.1  # another line has to make letters that much larger
LINE = 1.1  # the distance of two lines of a label in font sizes
PARAGRAPH_LINE = 1.5
MARGIN, BESIDE_BADGE = 12.0, 21.0


def row_height(lines: int) -> float:
    """How high the box of a topic is whose label has that many lines."""
    return 18.0 + 18 * lines


def fit_label(node: Node, taken: float = 0) -> tuple[list[str], float]:
    """The lines and the font size of a node's label in its box, of which other things have `taken` some
    of the width.
    """
    if node.badge and node.badge.position.endswith("center"):
        lines, size = _lines_within(node, taken, BESIDE_BADGE)
        # A badge may rather touch a letter than make all of them small.
        if size >= LEGIBLE:
            return lines, size
    return _lines_within(node, taken, MARGIN)


def _lines_within(node: Node, taken: float, margin: float) -> tuple[list[str], float]:
    width, height = node.box.width - margin - taken, node.box.height - 4
    if taken == 0 and node.box.height >= row_height(2) - 1:
        lines = wrap_label(node.label, width + MARGIN)
        if len(lines) > 1:
            size = min(fit_font_size(line, SIZES[len(lines)], width) for line in lines)
            if max(measure(line, size) for line in lines) <= width + ROUNDING:
                return lines, size
    return fit_text(node.label, node.look.font_size or 17, width, height)


def fit_text(text: str, size: float, width: float, height: float) -> tuple[list[str], float]:
    """The lines and the font size of a text in a room: one line while it is legible, then what makes
    letters large; at last it is cut.
    """
    lines, large = [text], fit_font_size(text, size, width, SMALLEST)
    fits = measure(text, large) <= width + ROUNDING
    words = text.split()
    if large < LEGIBLE and len(words) <= MOST_WORDS:
        for number in range(2, min(MOST_LINES, len(words)) + 1):
            split = split_evenly(words, number)
            larger = min(
                size, height / (number * LINE), *(fit_font_size(line, size, width, 0) for line in split)
            )
            if larger >= (WORTH * large if fits else SMALLEST):
                lines, large, fits = split, larger, True
    if fits:
        return lines, large
    if height < 2 * LINE * TINY:
        return [truncate(text, large, width)], large
    return _in_small_letters(text, min(size, SMALLEST), width, height)


def _in_small_letters(text: str, size: float, width: float, height: float) -> tuple[list[str], float]:
    while size > TINY and not _holds(text, size, width, height):
        size -= 0.5
    most = max(1, int(height / (size * LINE)))
    lines = [truncate(line, size, width) for line in wrap(text, size, width)]
    if len(lines) > most:
        lines = [*lines[: most - 1], truncate(f"{lines[most - 1]} …", size, width)]
    return lines, size


def fit_paragraph(
    text: str, size: float, width: float, height: float, padding: float
) -> tuple[list[str], float, float]:
    """The lines, the font size and the distance of lines of a paragraph; letters shrink until all of it
    stays in its box.
    """
    lines = wrap(text, size, width - 2 * padding)
    if size > SMALLEST and len(lines) * size * PARAGRAPH_LINE > height:
        smaller = [size - n for n in range(1, int(size - SMALLEST) + 1)] + [SMALLEST]
        # The largest that fits: the smaller the letters, the lower the text.
        place = bisect_left(
            smaller,
            True,
            key=lambda s: len(wrap(text, s, width - 2 * padding)) * s * PARAGRAPH_LINE <= height,
        )
        size = smaller[min(place, len(smaller) - 1)]
        lines = wrap(text, size, width - 2 * padding)
    step = min(PARAGRAPH_LINE * size, max(LINE * size, height / len(lines)))
    most = max(1, int(height / step))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [truncate(line, size, max(size, width - 2 * padding)) for line in lines], size, step


def _holds(text: str, size: float, width: float, height: float) -> bool:
    lines = wrap(text, size, width)
    return len(lines) * size * LINE <= height and all(measure(line, size) <= width for line in lines)
