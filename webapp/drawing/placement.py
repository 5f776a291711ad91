"""Where the clusters of a map lie: a main topic on the spine, and its blocks at both sides.

Both sides fill from the top, each on its own, and a main topic stands where it is level with the middle of
what belongs to it. Everything only ever moves down, and never sideways because of another cluster's
height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block
from webapp.drawing.collisions import crosses, ends, overlap, runs_through

MAIN_HEIGHT = 49.0
GUTTER, SPINE_GAP, BAND_GAP, BLOCK_GAP = 58.0, 40.0, 24.0, 14.0
LEAN = 0.32  # of its own height: how far a side may stand off the level of its main topic
BESIDE = 12.0
# The spine stays inside the gutters of both its ends, and keeps this far from their blocks.
CLEAR = 14.0
SWING = 58.0  # so far to a side of the middle that two main topics below each other still reach each other


@dataclass(frozen=True, slots=True)
class Placed:
    """A cluster in its place: its main topic, and each block with its box."""

    main: Box
    left: tuple[tuple[Block, Box], ...]
    right: tuple[tuple[Block, Box], ...]


class Placer:
    """Places clusters one below the other between `left` and `right`, around what is `taken` already."""

    def __init__(self, left: float, right: float, top: float, taken: Sequence[Box] = ()) -> None:
        self._left, self._right = left, right
        self._spine = top
        self._free = [top, top]
        self._taken = list(taken)
        self._above: Box | None = None

    @property
    def bottom(self) -> float:
        """The lower end of all that is placed."""
        return max((b.bottom for b in self._taken), default=self._spine)

    def place(
        self, width: float, left: Sequence[Block], right: Sequence[Block], height: float = MAIN_HEIGHT
    ) -> Placed:
        """The cluster of a main topic of that size; blocks that are too wide together are narrowed."""
        left, right = _narrowed(left, right, self._right - self._left - width - 2 * GUTTER)
        x = self._main_x(width, _width(left), _width(right))
        sides = (left, right)
        while True:
            placed = self._try(x, (width, height), sides)
            if not self._move_down(placed):
                break
        self._taken += [placed.main, *_boxes(placed)]
        self._above = placed.main
        self._spine = placed.main.bottom + SPINE_GAP
        for n, side in enumerate((placed.left, placed.right)):
            self._free[n] = max((box.bottom + BAND_GAP for _, box in side), default=self._free[n])
        return placed

    def _main_x(self, width: float, wide_left: float, wide_right: float) -> float:
        # The whole cluster is centred, so the spine swings to where there is room. How far depends on nothing
        # but the cluster itself, so that a change to one branch moves no other sideways.
        least = self._left + (wide_left + GUTTER if wide_left else 0)
        most = self._right - width - (wide_right + GUTTER if wide_right else 0)
        middle = (self._left + self._right - width) / 2
        return min(max(min(max((least + most) / 2, middle - SWING), middle + SWING), least), most)

    def _try(
        self, x: float, size: tuple[float, float], sides: tuple[Sequence[Block], Sequence[Block]]
    ) -> Placed:
        heights = [_height(side) for side in sides]
        levels = [free + high * (0.5 - LEAN) for free, high in zip(self._free, heights, strict=True) if high]
        level = max([self._spine + size[1] / 2, *levels])
        tops = [max(free, level - high / 2) for free, high in zip(self._free, heights, strict=True)]
        main = Box(x, level - size[1] / 2, *size)
        return Placed(
            main,
            tuple(_stack(sides[0], tops[0], lambda b: x - GUTTER - b.width)),
            tuple(_stack(sides[1], tops[1], lambda _: main.right + GUTTER)),
        )

    def _move_down(self, placed: Placed) -> bool:
        """Lowers what would lie on something, or would make the spine cross it; whether anything had to."""
        main, room = placed.main, GUTTER - CLEAR
        around = Box(main.x - room, main.y - BESIDE, main.width + 2 * room, main.height + BESIDE)
        for taken in self._taken:
            if overlap(around, taken) and taken != self._above:
                self._spine = taken.bottom + BESIDE
                return True
            for n, side in enumerate((placed.left, placed.right)):
                for _, box in side:
                    if overlap(
                        Box(box.x - BESIDE, box.y - BESIDE, box.width + 2 * BESIDE, box.height + BESIDE),
                        taken,
                    ):
                        self._free[n] = side[0][1].y + taken.bottom + BESIDE - box.y
                        return True
        for n, side in enumerate((placed.left, placed.right)):
            if any(
                crosses(main, end, box, n == 0)
                for end in ends(side)
                for box in self._taken
                if box.bottom > end.y
            ):
                self._free[n] = side[0][1].y + SPINE_GAP / 2
                return True
        if self._above and any(
            runs_through(self._above, placed.main, box) for box in (*self._taken, *_boxes(placed))
        ):
            self._spine += SPINE_GAP / 2
            return True
        return False


def _stack(side: Sequence[Block], top: float, x_of: Callable[[Block], float]) -> list[tuple[Block, Box]]:
    placed = []
    for block in side:
        placed.append((block, Box(x_of(block), top, block.width, block.height)))
        top += block.height + BLOCK_GAP
    return placed


def _boxes(placed: Placed) -> list[Box]:
    return [box for _, box in (*placed.left, *placed.right)]


def _width(blocks: Sequence[Block]) -> float:
    return max((b.width for b in blocks), default=0.0)


def _height(blocks: Sequence[Block]) -> float:
    return sum(b.height for b in blocks) + BLOCK_GAP * max(0, len(blocks) - 1)


def _narrowed(left: Sequence[Block], right: Sequence[Block], room: float) -> tuple[list[Block], list[Block]]:
    """Both sides, the wider one (or both, where both are) so narrow that they share the room."""
    wide_left, wide_right = _width(left), _width(right)
    most_left, most_right = max(room / 2, room - wide_right), max(room / 2, room - wide_left)
    return [replace(b, limit=min(b.limit, most_left)) for b in left], [
        replace(b, limit=min(b.limit, most_right)) for b in right
    ]
