"""Closes large vertical gaps between the blocks of a side.

Blocks move up and down only, never across another box, and not far from their main topic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block
from webapp.drawing.collisions import boxes_overlap, branch_crosses, branch_ends, main_path_crosses
from webapp.drawing.spacing import CLEARANCE, LARGEST_GAP

FARTHEST_MOVE = 200.0
LEAST_MOVE = 4.0
ROUNDS = 30
DOWN, UP = 1.0, -1.0


@dataclass(slots=True)
class PlacedBlock:
    """A block, its box, the box of its main topic, and how far it was moved down (negative: up)."""

    block: Block
    box: Box
    main: Box
    moved: float = 0.0


def close_gaps(
    sides: tuple[list[PlacedBlock], list[PlacedBlock]], mains: Sequence[Box], fixed: Sequence[Box]
) -> None:
    """Moves the blocks of the left and the right side until no gap is too large or nothing can move.

    `mains` are the boxes of the main topics; `fixed` are other boxes that must stay free.
    """
    if not mains:
        return
    bottoms = [placed.box.bottom for side in sides for placed in side]
    top, bottom = mains[0].y, max([mains[-1].bottom, *bottoms])
    for n, blocks in enumerate(sides):
        side = _Side(sorted(blocks, key=lambda placed: placed.box.y), mains, fixed, is_left=n == 0)
        # First only down: a small change of the outline then moves little.
        for directions in ((DOWN,), (DOWN, UP)):
            for _ in range(ROUNDS):
                moved = [side.close(below, height, directions) for below, height in side.gaps(top, bottom)]
                if not any(moved):
                    break


class _Side:
    def __init__(
        self, blocks: list[PlacedBlock], mains: Sequence[Box], fixed: Sequence[Box], is_left: bool
    ) -> None:
        self._blocks = blocks
        self._mains = mains
        self._fixed = fixed
        self._is_left = is_left

    def gaps(self, top: float, bottom: float) -> list[tuple[int, float]]:
        """Returns each gap that is too large: the index of the block below it, and its height."""
        return [(n, height) for n, height in self._all_gaps(top, bottom) if height > LARGEST_GAP]

    def close(self, below: int, height: float, directions: tuple[float, ...]) -> bool:
        """Moves the block above a gap down and, if UP is allowed, the one below it up.

        Returns whether a block moved.
        """
        share = height / (1 + len(directions))
        has_moved = below > 0 and self._move(self._blocks[below - 1], share)
        if UP in directions and below < len(self._blocks):
            has_moved = self._move(self._blocks[below], -share) or has_moved
        return has_moved

    def _all_gaps(self, top: float, bottom: float) -> Iterator[tuple[int, float]]:
        y = top
        for n, placed in enumerate(self._blocks):
            yield n, placed.box.y - y
            y = placed.box.bottom
        yield len(self._blocks), bottom - y

    def _move(self, placed: PlacedBlock, by: float) -> bool:
        allowed = min(max(placed.moved + by, -FARTHEST_MOVE), FARTHEST_MOVE) - placed.moved
        for part in (1.0, 0.5, 0.25):
            step = allowed * part
            if abs(step) < LEAST_MOVE:
                return False
            box = replace(placed.box, y=placed.box.y + step)
            if self._is_free(placed, box):
                placed.box, placed.moved = box, placed.moved + step
                return True
        return False

    def _is_free(self, placed: PlacedBlock, box: Box) -> bool:
        """Returns whether a block could lie in `box` without touching or crossing anything."""
        return not (
            self._touches_fixed(box)
            or self._own_branches_cross(placed, box)
            or self._other_branches_cross(placed, box)
            or any(main_path_crosses(above, below, box) for above, below in pairwise(self._mains))
        )

    def _touches_fixed(self, box: Box) -> bool:
        around = Box(
            box.x - CLEARANCE, box.y - CLEARANCE, box.width + 2 * CLEARANCE, box.height + 2 * CLEARANCE
        )
        return any(boxes_overlap(around, other) for other in (*self._mains, *self._fixed))

    def _own_branches_cross(self, placed: PlacedBlock, box: Box) -> bool:
        mains = [main for main in self._mains if main != placed.main]
        passed = [*mains, *(other.box for other in self._others(placed))]
        return any(
            branch_crosses(placed.main, end, other, self._is_left)
            for end in branch_ends([(placed.block, box)])
            for other in passed
        )

    def _other_branches_cross(self, placed: PlacedBlock, box: Box) -> bool:
        return any(
            branch_crosses(other.main, end, box, self._is_left)
            for other in self._others(placed)
            for end in branch_ends([(other.block, other.box)])
        )

    def _others(self, placed: PlacedBlock) -> list[PlacedBlock]:
        return [other for other in self._blocks if other is not placed]
