"""Finds the main topic that a branch is nearest to, for branches that nothing joins to one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from webapp.catalog.inference.geometry import level
from webapp.catalog.inference.grid import Grid
from webapp.catalog.model import Box, Node

BESIDE = 3.0
OFF = 0.3
NEXT = 180.0


class ProximityIndex:
    """The main topics of a map and the heads of branches, sorted by height for quick search."""

    def __init__(self, main: Sequence[Node], members: Grid, heads: Sequence[Node] = ()) -> None:
        self._main = sorted((*main, *heads), key=lambda n: (n.box.center[1], n.id))
        self._heads = {n.id for n in heads}
        self._middles = [n.box.center[1] for n in self._main]
        self._members = members

    def distance_from(self, box: Box) -> float:
        """Returns the distance of a box from the nearest main topic."""
        return self._distance_to(box, self._nearest(box))

    def owner_of(self, box: Box, hanging: Collection[str]) -> Node:
        """Returns the node that a branch belongs to.

        It is the nearest main topic, or the nearest of the nodes with ids in `hanging` on the way to it.
        """
        main = self._nearest(box)
        least = self._distance_to(box, main)
        between = [
            n
            for n in self._members.near(box, NEXT)
            if n.id in hanging and level(box, n.box) and _is_between(box, n.box, main.box)
        ]
        return min(
            (n for n in between if _across(box, n.box) < min(NEXT, least)),
            key=lambda n: _distance(box, n.box),
            default=main,
        )

    def _distance_to(self, box: Box, node: Node) -> float:
        # The head of a branch stands above it or beside it, never below.
        return (
            float("inf") if node.id in self._heads and node.box.y > box.bottom else _distance(box, node.box)
        )

    def _nearest(self, box: Box) -> Node:
        """Returns the nearest main topic; of two that are equally near the upper one."""
        start = bisect_left(self._middles, box.y)
        best, found = float("inf"), self._main[0]
        for number in range(start, len(self._main)):
            if BESIDE * (self._middles[number] - box.bottom) > best:
                break
            if (distance := self._distance_to(box, self._main[number])) < best:
                best, found = distance, self._main[number]
        for number in range(start - 1, -1, -1):
            if BESIDE * (box.y - self._middles[number]) > best:
                break
            if (distance := self._distance_to(box, self._main[number])) <= best:
                best, found = distance, self._main[number]
        return found


def _across(box: Box, other: Box) -> float:
    return max(box.x - other.right, other.x - box.right, 0.0)


def _distance(box: Box, main: Box) -> float:
    """Returns the distance of a branch from a main topic.

    Distances up and down count three times, because a branch usually hangs beside its topic, with its
    middle or its first node level with it.
    """
    across, middle = main.center
    aside = max(box.x - across, across - box.right, 0.0)
    down = max(box.y - middle, middle - box.bottom, 0.0)
    off = min(abs(box.center[1] - middle), abs(box.y + min(box.height, main.height) / 2 - middle))
    return float((aside**2 + (BESIDE * down) ** 2) ** 0.5) + OFF * off


def _is_between(box: Box, other: Box, main: Box) -> bool:
    return (main.right <= box.x and other.right <= box.x) or (main.x >= box.right and other.x >= box.right)
