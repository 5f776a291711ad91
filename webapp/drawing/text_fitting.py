"""Fits texts into their boxes: in one line, in smaller letters, in several lines, and at last truncated."""

from __future__ import annotations

from bisect import bisect_left

from webapp.catalog.model import Node
from webapp.drawing.line_breaking import pieces
from webapp.drawing.typeface import (
    LEGIBLE,
    MOST_PIECES,
    ROUNDING,
    SIZES,
    fit_font_size,
    measure,
    split_evenly,
    truncate,
    wrap,
    wrap_label,
)

SMALLEST, TINY = 9.0, 7.5  # font sizes
MOST_LINES = 3
LEAST_GAIN = 1.1  # another line is added if it makes the letters that many times larger
LINE_HEIGHT = 1.1  # from one line of a label to the next, in font sizes
PARAGRAPH_LINE_HEIGHT = 1.5
MARGIN, MARGIN_WITH_BADGE = 12.0, 25.0

Fitted = tuple[list[str], float]  # lines, and their font size


def row_height(lines: int) -> float:
    """Returns the height of the box of a topic whose label has that many lines."""
    return 18.0 + 18 * lines


def fit_label(node: Node, occupied: float = 0) -> Fitted:
    """Returns the lines and the font size of a node's label; `occupied` is the width that is not for it."""
    if node.badge and node.badge.position.endswith("center"):
        lines, size = _fit_label(node, occupied, MARGIN_WITH_BADGE)
        # A badge that touches a letter is better than letters that are too small.
        if size >= LEGIBLE:
            return lines, size
    return _fit_label(node, occupied, MARGIN)


def fit_text(text: str, size: float, width: float, height: float) -> Fitted:
    """Returns the lines and the font size, at most `size`, of a text in a box.

    It stays on one line while that is legible; else it gets the lines that allow the largest letters. What
    does not fit at all is truncated.
    """
    lines, largest = [text], fit_font_size(text, size, width, SMALLEST)
    fits = measure(text, largest) <= width + ROUNDING
    parts = pieces(text)
    if largest < LEGIBLE and len(parts) <= MOST_PIECES:
        for number in range(2, min(MOST_LINES, len(parts)) + 1):
            split = split_evenly(parts, number)
            sizes = [fit_font_size(line, size, width, 0) for line in split]
            larger = min(size, height / (number * LINE_HEIGHT), *sizes)
            if larger >= (LEAST_GAIN * largest if fits else SMALLEST):
                lines, largest, fits = split, larger, True
    if fits:
        return lines, largest
    if height < 2 * LINE_HEIGHT * TINY:
        return [truncate(text, largest, width)], largest
    return _fit_small(text, min(size, SMALLEST), width, height)


def fit_paragraph(
    text: str, size: float, width: float, height: float, padding: float
) -> tuple[list[str], float, float]:
    """Returns the lines, the font size and the height of a line of a paragraph in a box.

    Letters shrink until all of it fits, as long as they are legible; then lines move together. What is
    longer still is higher than the box, and nothing of it is left out.
    """
    inner_width = width - 2 * padding
    lines = wrap(text, size, inner_width)
    if size > LEGIBLE and len(lines) * size * PARAGRAPH_LINE_HEIGHT > height:
        size = _paragraph_size(text, size, inner_width, height)
        lines = wrap(text, size, inner_width)
    step = min(PARAGRAPH_LINE_HEIGHT * size, max(LINE_HEIGHT * size, height / len(lines)))
    return lines, size, step


def _fit_label(node: Node, occupied: float, margin: float) -> Fitted:
    width, height = node.box.width - margin - occupied, node.box.height - 4
    if occupied == 0 and node.box.height >= row_height(2) - 1:
        # The box is as high as the layout makes it for a label of several lines.
        lines = wrap_label(node.label, width + MARGIN)
        if len(lines) > 1:
            size = min(fit_font_size(line, SIZES[len(lines)], width) for line in lines)
            if max(measure(line, size) for line in lines) <= width + ROUNDING:
                return lines, size
    return fit_text(node.label, node.look.font_size or 17, width, height)


def _fit_small(text: str, size: float, width: float, height: float) -> Fitted:
    while size > TINY and not _fits(text, size, width, height):
        size -= 0.5
    most = max(1, int(height / (size * LINE_HEIGHT)))
    lines = [truncate(line, size, width) for line in wrap(text, size, width)]
    if len(lines) > most:
        lines = [*lines[: most - 1], truncate(f"{lines[most - 1]} …", size, width)]
    return lines, size


def _fits(text: str, size: float, width: float, height: float) -> bool:
    lines = wrap(text, size, width)
    return len(lines) * size * LINE_HEIGHT <= height and all(measure(line, size) <= width for line in lines)


def _paragraph_size(text: str, size: float, width: float, height: float) -> float:
    """Returns the largest font size below `size` at which a paragraph fits, or LEGIBLE."""
    smaller = [size - n for n in range(1, int(size - LEGIBLE) + 1)] + [LEGIBLE]

    def fits(candidate: float) -> bool:
        return len(wrap(text, candidate, width)) * candidate * PARAGRAPH_LINE_HEIGHT <= height

    # Binary search: the smaller the letters, the lower the text.
    place = bisect_left(smaller, True, key=fits)
    return smaller[min(place, len(smaller) - 1)]
