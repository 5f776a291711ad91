"""Tells which boxes of a map overlap, and which curves run through a box.

Curves are those that the format draws; they are followed in small steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block

STEPS = 24
ROUNDING = 0.01
MAIN_PATH_DISTANCE = 7.0  # how far the main path stays from a box that it passes
BRANCH_DISTANCE = 4.0  # how far a branch stays from a box that it passes


def boxes_overlap(a: Box, b: Box) -> bool:
    """Returns whether two boxes share more than an edge, rounding aside."""
    return (
        a.x < b.right - ROUNDING
        and b.x < a.right - ROUNDING
        and a.y < b.bottom - ROUNDING
        and b.y < a.bottom - ROUNDING
    )


def branch_ends(side: Sequence[tuple[Block, Box]]) -> Iterator[Box]:
    """Yields the boxes that the branches of one side lead to: a block's own, or each loose item's."""
    for block, box in side:
        if block.heading:
            yield box
        else:
            for _, position, _ in block.positions():
                yield Box(box.x + position.x, box.y + position.y, position.width, position.height)


def branch_crosses(main: Box, end: Box, box: Box, is_left: bool) -> bool:
    """Returns whether the branch from a main topic to `end` runs through a box.

    A branch is a cubic curve whose tangents are horizontal at both ends.
    """
    (first, last) = (main.x, end.right) if is_left else (main.right, end.x)
    top, bottom = sorted((main.center[1], end.center[1]))
    if box.bottom < top or box.y > bottom or box.right < min(first, last) or box.x > max(first, last):
        return False
    near_x = (box.x - BRANCH_DISTANCE, box.right + BRANCH_DISTANCE)
    near_y = (box.y - BRANCH_DISTANCE, box.bottom + BRANCH_DISTANCE)
    for step in range(1, STEPS):
        t = step / STEPS
        x = first + (last - first) * _along(t)
        y = main.center[1] + (end.center[1] - main.center[1]) * _across(t)
        if near_x[0] < x < near_x[1] and near_y[0] < y < near_y[1]:
            return True
    return False


def main_path_crosses(above: Box, below: Box, box: Box) -> bool:
    """Returns whether the main path between two main topics runs through a box.

    It is a cubic curve whose tangents are vertical at both ends.
    """
    if box == above:
        return False
    (first, start), (last, end) = (above.center[0], above.bottom), (below.center[0], below.y)
    for step in range(1, STEPS):
        t = step / STEPS
        x = first + (last - first) * _across(t)
        y = start + (end - start) * _along(t)
        if box.x - MAIN_PATH_DISTANCE < x < box.right + MAIN_PATH_DISTANCE and box.y < y < box.bottom:
            return True
    return False


def _along(t: float) -> float:
    """Returns how far the curve has come in the direction of its tangents; control points lie half way."""
    return 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3


def _across(t: float) -> float:
    """Returns how far the curve has come across the direction of its tangents."""
    return 3 * t * t - 2 * t**3
