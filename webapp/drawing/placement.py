"""Places the clusters of a map: a main topic in the middle, and its blocks at both sides.

Both sides fill from the top, each for itself, and a main topic stands level with the middle of its blocks.
Where there is a conflict, things move down. How high one cluster is never moves another sideways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block
from webapp.drawing.collisions import boxes_overlap, branch_crosses, branch_ends, main_path_crosses
from webapp.drawing.spacing import BLOCK_GAP, CLEARANCE, CLUSTER_GAP, GUTTER, MAIN_GAP

MAIN_HEIGHT = 49.0
MOST_TILT = 0.32  # how far a side may stand off the level of its main topic, as a part of its height
MAIN_PATH_ROOM = 14.0  # how far a main topic's surroundings stay from the blocks at both sides
MOST_SWING = 58.0  # how far a main topic may stand off the middle, so that the next still reaches it


@dataclass(frozen=True, slots=True)
class PlacedCluster:
    """The box of a main topic, and each of its blocks with its box."""

    main: Box
    left: tuple[tuple[Block, Box], ...]
    right: tuple[tuple[Block, Box], ...]


class ClusterPlacer:
    """Places clusters one below the other between `left` and `right`, around the boxes in `occupied`."""

    def __init__(self, left: float, right: float, top: float, occupied: Sequence[Box] = ()) -> None:
        self._left = left
        self._right = right
        self._main_top = top
        self._side_tops = [top, top]
        self._occupied = list(occupied)
        self._above: Box | None = None

    @property
    def bottom(self) -> float:
        """The lower end of everything that is placed."""
        return max((b.bottom for b in self._occupied), default=self._main_top)

    def place(
        self, width: float, left: Sequence[Block], right: Sequence[Block], height: float = MAIN_HEIGHT
    ) -> PlacedCluster:
        """Places a main topic of that size with its blocks, which are narrowed if they are too wide."""
        left, right = _narrowed(left, right, self._right - self._left - width - 2 * GUTTER)
        x = self._main_x(width, _width(left), _width(right))
        while True:
            cluster = self._cluster(x, (width, height), (left, right))
            if not self._move_down(cluster):
                break
        self._occupied += [cluster.main, *_boxes(cluster)]
        self._above = cluster.main
        self._main_top = cluster.main.bottom + MAIN_GAP
        for n, side in enumerate((cluster.left, cluster.right)):
            self._side_tops[n] = max(
                (box.bottom + CLUSTER_GAP for _, box in side), default=self._side_tops[n]
            )
        return cluster

    def _main_x(self, width: float, left_width: float, right_width: float) -> float:
        # The whole cluster is centered, so a main topic stands off the middle where one side is wider. Its
        # place depends on its own cluster only, so that a change to one cluster moves no other sideways.
        least = self._left + (left_width + GUTTER if left_width else 0)
        most = self._right - width - (right_width + GUTTER if right_width else 0)
        middle = (self._left + self._right - width) / 2
        centered = min(max((least + most) / 2, middle - MOST_SWING), middle + MOST_SWING)
        return min(max(centered, least), most)

    def _cluster(
        self, x: float, size: tuple[float, float], sides: tuple[Sequence[Block], Sequence[Block]]
    ) -> PlacedCluster:
        heights = [_height(side) for side in sides]
        levels = [
            top + height * (0.5 - MOST_TILT)
            for top, height in zip(self._side_tops, heights, strict=True)
            if height
        ]
        level = max([self._main_top + size[1] / 2, *levels])
        tops = [max(top, level - height / 2) for top, height in zip(self._side_tops, heights, strict=True)]
        main = Box(x, level - size[1] / 2, *size)
        return PlacedCluster(
            main,
            tuple(_stack(sides[0], tops[0], lambda block: x - GUTTER - block.width)),
            tuple(_stack(sides[1], tops[1], lambda _: main.right + GUTTER)),
        )

    def _move_down(self, cluster: PlacedCluster) -> bool:
        """Lowers the part of a cluster that overlaps or crosses something; returns whether any did."""
        return (
            self._clear_occupied(cluster) or self._clear_branches(cluster) or self._clear_main_path(cluster)
        )

    def _clear_occupied(self, cluster: PlacedCluster) -> bool:
        room = GUTTER - MAIN_PATH_ROOM
        around_main = _with_room(cluster.main, room)
        for occupied in self._occupied:
            if boxes_overlap(around_main, occupied) and occupied != self._above:
                self._main_top = occupied.bottom + CLEARANCE
                return True
            for n, side in enumerate((cluster.left, cluster.right)):
                for _, box in side:
                    if boxes_overlap(_with_room(box, CLEARANCE), occupied):
                        self._side_tops[n] = side[0][1].y + occupied.bottom + CLEARANCE - box.y
                        return True
        return False

    def _clear_branches(self, cluster: PlacedCluster) -> bool:
        for n, side in enumerate((cluster.left, cluster.right)):
            crossed = (
                branch_crosses(cluster.main, end, box, is_left=n == 0)
                for end in branch_ends(side)
                for box in self._occupied
                if box.bottom > end.y
            )
            if any(crossed):
                self._side_tops[n] = side[0][1].y + MAIN_GAP / 2
                return True
        return False

    def _clear_main_path(self, cluster: PlacedCluster) -> bool:
        if self._above is None:
            return False
        boxes = (*self._occupied, *_boxes(cluster))
        if any(main_path_crosses(self._above, cluster.main, box) for box in boxes):
            self._main_top += MAIN_GAP / 2
            return True
        return False


def _with_room(box: Box, room: float) -> Box:
    """Returns a box with that much room at its sides and CLEARANCE above it."""
    return Box(box.x - room, box.y - CLEARANCE, box.width + 2 * room, box.height + CLEARANCE)


def _stack(side: Sequence[Block], top: float, x_of: Callable[[Block], float]) -> Iterator[tuple[Block, Box]]:
    for block in side:
        yield block, Box(x_of(block), top, block.width, block.height)
        top += block.height + BLOCK_GAP


def _boxes(cluster: PlacedCluster) -> list[Box]:
    return [box for _, box in (*cluster.left, *cluster.right)]


def _width(blocks: Sequence[Block]) -> float:
    return max((b.width for b in blocks), default=0.0)


def _height(blocks: Sequence[Block]) -> float:
    return sum(b.height for b in blocks) + BLOCK_GAP * max(0, len(blocks) - 1)


def _narrowed(left: Sequence[Block], right: Sequence[Block], room: float) -> tuple[list[Block], list[Block]]:
    """Returns both sides, with width limits under which together they fit into the room.

    A side that needs less than half of it leaves the rest to the other.
    """
    most_left = max(room / 2, room - _width(right))
    most_right = max(room / 2, room - _width(left))
    return (
        [replace(b, limit=min(b.limit, most_left)) for b in left],
        [replace(b, limit=min(b.limit, most_right)) for b in right],
    )
