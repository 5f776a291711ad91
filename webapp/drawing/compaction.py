"""Closes holes: where a side of the map is empty for long, what stands above and below moves into the gap.

Only up and down, never across another box, and never so far that a branch gets lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block
from webapp.drawing.collisions import crosses, ends, overlap, runs_through

HIGHEST_HOLE = 147.0
FARTHEST = 200.0  # how far a block may move
ROUNDS = 30
LEAST_MOVE = 4.0
BESIDE = 12.0


@dataclass(slots=True)
class Hung:
    """A block in its place, the main topic that it hangs on, and how far it was moved (down is positive)."""

    block: Block
    box: Box
    main: Box
    moved: float = 0.0


def settle(sides: tuple[list[Hung], list[Hung]], spine: Sequence[Box], taken: Sequence[Box]) -> None:
    """Moves the blocks of both sides until no hole is too high or nothing more can move; `taken` is what
    stands above the map.
    """
    if not spine:
        return
    top, bottom = spine[0].y, max([spine[-1].bottom, *(h.box.bottom for side in sides for h in side)])
    for n, blocks in enumerate(sides):
        side = _Side(sorted(blocks, key=lambda hung: hung.box.y), spine, taken, is_left=n == 0)
        # Down first: what only ever moves down moves little when the outline changes a little.
        for ways in ((1.0,), (1.0, -1.0)):
            for _ in range(ROUNDS):
                moved = [side.close(below, height, ways) for below, height in list(side.gaps(top, bottom))]
                if not any(moved):
                    break


class _Side:
    def __init__(self, blocks: list[Hung], spine: Sequence[Box], taken: Sequence[Box], is_left: bool) -> None:
        self._blocks, self._spine, self._taken, self._is_left = blocks, spine, taken, is_left

    def gaps(self, top: float, bottom: float) -> Iterator[tuple[int, float]]:
        """Each hole that is too high: the index of the block below it, and its height."""
        y = top
        for n, hung in enumerate(self._blocks):
            if hung.box.y - y > HIGHEST_HOLE:
                yield n, hung.box.y - y
            y = hung.box.bottom
        if bottom - y > HIGHEST_HOLE:
            yield len(self._blocks), bottom - y

    def close(self, below: int, height: float, ways: tuple[float, ...]) -> bool:
        """Moves what stands above a hole down and, where that is one of the ways, what stands below it up."""
        share = height / (1 + len(ways))
        has_moved = below > 0 and self._move(self._blocks[below - 1], share)
        if len(ways) > 1 and below < len(self._blocks):
            has_moved = self._move(self._blocks[below], -share) or has_moved
        return has_moved

    def _move(self, hung: Hung, by: float) -> bool:
        wanted = min(max(hung.moved + by, -FARTHEST), FARTHEST) - hung.moved
        for part in (1.0, 0.5, 0.25):
            step = wanted * part
            if abs(step) < LEAST_MOVE:
                return False
            box = replace(hung.box, y=hung.box.y + step)
            if self._is_free(hung, box):
                hung.box, hung.moved = box, hung.moved + step
                return True
        return False

    def _is_free(self, hung: Hung, box: Box) -> bool:
        around = Box(box.x - BESIDE, box.y - BESIDE, box.width + 2 * BESIDE, box.height + 2 * BESIDE)
        if any(overlap(around, other) for other in (*self._spine, *self._taken)):
            return False
        others = [other for other in self._blocks if other is not hung]
        own = list(ends([(hung.block, box)]))
        passed = [*(main for main in self._spine if main != hung.main), *(other.box for other in others)]
        if any(crosses(hung.main, end, other, self._is_left) for end in own for other in passed):
            return False
        theirs = ((other.main, end) for other in others for end in ends([(other.block, other.box)]))
        if any(crosses(main, end, box, self._is_left) for main, end in theirs):
            return False
        return not any(runs_through(above, below, box) for above, below in pairwise(self._spine))
