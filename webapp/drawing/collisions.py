"""Where lines and boxes of a map meet: the curves as the format draws them, followed in small steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block

STEPS = 24
HAIR = 0.01
ROOM = 7.0  # how far the spine stays from what it passes
TOUCH = 4.0  # how far a branch stays from what it passes


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    # A hair of tolerance: what was moved to touch does not overlap, whatever the rounding.
    return a.x < b.right - HAIR and b.x < a.right - HAIR and a.y < b.bottom - HAIR and b.y < a.bottom - HAIR


def ends(side: Sequence[tuple[Block, Box]]) -> Iterator[Box]:
    """Where the branches of one side end: at a box, or at each of the loose items."""
    for block, box in side:
        if block.heading:
            yield box
        else:
            yield from (
                Box(box.x + spot.x, box.y + spot.y, spot.width, spot.height) for _, spot, _ in block.spots()
            )


def crosses(main: Box, end: Box, box: Box, is_left: bool) -> bool:
    """Whether a branch, a curve whose tangents are level at both ends, runs through a box."""
    (first, last) = (main.x, end.right) if is_left else (main.right, end.x)
    top, bottom = sorted((main.centre[1], end.centre[1]))
    if box.bottom < top or box.y > bottom or box.right < min(first, last) or box.x > max(first, last):
        return False
    for step in range(1, STEPS):
        t = step / STEPS
        x = first + (last - first) * (1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3)
        y = main.centre[1] + (end.centre[1] - main.centre[1]) * (3 * t * t - 2 * t**3)
        if box.x - TOUCH < x < box.right + TOUCH and box.y - TOUCH < y < box.bottom + TOUCH:
            return True
    return False


def runs_through(above: Box, below: Box, box: Box) -> bool:
    """Whether the spine between two main topics, a curve whose tangents are upright at both ends, runs
    through a box.
    """
    if box == above:
        return False
    (first, start), (last, end) = (above.centre[0], above.bottom), (below.centre[0], below.y)
    for step in range(1, STEPS):
        t = step / STEPS
        # A cubic curve whose control points lie half way down.
        x = first + (last - first) * (3 * t * t - 2 * t**3)
        y = start + (end - start) * (1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3)
        if box.x - ROOM < x < box.right + ROOM and box.y < y < box.bottom:
            return True
    return False
