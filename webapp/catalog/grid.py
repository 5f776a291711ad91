"""Finds what lies near a place without looking at everything: maps may have thousands of nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.catalog.model import Box, Node

CELL = 250.0
MOST_CELLS = 400


class Grid:
    """Nodes by the squares of the drawing that their boxes touch; those that are very large are looked at every time."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Node]]] = defaultdict(list)
        self._large: list[tuple[int, Node]] = []
        for number, node in enumerate(nodes):
            cells = list(_cells(node.box, 0)) if node.box.width * node.box.height < MOST_CELLS * CELL**2 else []
            for cell in cells:
                self._cells[cell].append((number, node))
            if not cells:
                self._large.append((number, node))

    def near(self, box: Box, reach: float) -> list[Node]:
        """The nodes that may lie within `reach` of a box, in their own order."""
        found = dict(self._large)
        for cell in _cells(box, reach):
            found.update(self._cells.get(cell, ()))
        return [found[number] for number in sorted(found)]


def _cells(box: Box, reach: float) -> Iterator[tuple[int, int]]:
    for column in range(int((box.x - reach) // CELL), int((box.right + reach) // CELL) + 1):
        for row in range(int((box.y - reach) // CELL), int((box.bottom + reach) // CELL) + 1):
            yield column, row
