"""A spatial index: finds the nodes near a place without looking at all of them.

Maps may have thousands of nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from webapp.catalog.model import Box, Node

CELL = 250.0
MOST_CELLS = 400
MOST_IN_CELL = 150


class Grid:
    """Nodes by the squares of the drawing that their boxes touch.

    Very large nodes are part of every answer.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Node]]] = defaultdict(list)
        self._large: list[tuple[int, Node]] = []
        for number, node in enumerate(nodes):
            columns, rows = _span(node.box, 0)
            if len(columns) * len(rows) > MOST_CELLS:
                self._large.append((number, node))
                continue
            for cell in ((column, row) for column in columns for row in rows):
                # Of many nodes that lie upon each other a few are enough: nobody can tell them apart.
                if len(self._cells[cell]) < MOST_IN_CELL:
                    self._cells[cell].append((number, node))

    def near(self, box: Box, reach: float) -> list[Node]:
        """Returns the nodes that may lie within `reach` of a box, in the order in which they were given."""
        found = dict(self._large)
        columns, rows = _span(box, reach)
        if len(columns) * len(rows) > len(self._cells):
            # A very large box touches more squares than hold nodes.
            wanted = [cell for cell in self._cells if cell[0] in columns and cell[1] in rows]
        else:
            wanted = [(column, row) for column in columns for row in rows]
        for cell in wanted:
            found.update(self._cells.get(cell, ()))
        return [found[number] for number in sorted(found)]


def _span(box: Box, reach: float) -> tuple[range, range]:
    """Returns the columns and rows of squares that a box touches."""
    columns = range(int((box.x - reach) // CELL), int((box.right + reach) // CELL) + 1)
    return columns, range(int((box.y - reach) // CELL), int((box.bottom + reach) // CELL) + 1)
