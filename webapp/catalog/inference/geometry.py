"""The geometry of boxes: distances, stacks, lists, rows and columns, and the order in which they are read.

All lengths are user units of the drawing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

from webapp.catalog.model import Box, Node

GAP = 24.0  # the widest gap between two members of a stack
SLACK = 4.0  # by how much a member may stick out of its box
SAME_ROW = 30.0  # the largest difference of the upper edges of boxes in one row
SHAKY = 14.0  # the largest difference of edges that are meant to be aligned
LAPPING = 10.0  # by how much two members of a stack may overlap
WIDE = 12.0  # a gap up to this width never parts a list


def stacked(a: Box, b: Box) -> bool:
    """Whether one box lies directly below the other."""
    return max(a.y - b.bottom, b.y - a.bottom) <= GAP and overlap(a, b) > 0.5 * min(a.width, b.width)


def level(a: Box, b: Box) -> bool:
    """Whether one box lies beside the other, at about the same height."""
    return overlap(a, b) <= 0 and min(a.bottom, b.bottom) - max(a.y, b.y) > 0.5 * min(a.height, b.height)


def overlap(a: Box, b: Box) -> float:
    """Returns by how much two boxes overlap horizontally; negative if there is a gap."""
    return min(a.right, b.right) - max(a.x, b.x)


def bounds(nodes: Sequence[Node]) -> Box:
    """Returns the smallest rectangle around some nodes."""
    x, y = min(n.box.x for n in nodes), min(n.box.y for n in nodes)
    return Box(x, y, max(n.box.right for n in nodes) - x, max(n.box.bottom for n in nodes) - y)


def distance(a: Box, b: Box) -> float:
    """Returns the shortest distance between two boxes; 0 if they touch."""
    across = max(a.x - b.right, b.x - a.right, 0.0)
    down = max(a.y - b.bottom, b.y - a.bottom, 0.0)
    return float((across**2 + down**2) ** 0.5)


def stacks_of(nodes: Sequence[Node]) -> list[list[Node]]:
    """Returns nodes in stacks: aligned columns without wide gaps, each from top to bottom."""
    stacks: list[list[Node]] = []
    ends: list[tuple[float, int]] = []
    for node in sorted(nodes, key=lambda n: (n.box.y, n.box.x)):
        # Only a stack that ends about where the node begins can continue with it.
        within = ends[
            bisect_left(ends, (node.box.y - GAP, 0)) : bisect_right(ends, (node.box.y + LAPPING, len(stacks)))
        ]
        number = min((n for _, n in within if _aligned(stacks[n][-1].box, node.box)), default=len(stacks))
        if number == len(stacks):
            stacks.append([])
        else:
            ends.remove((stacks[number][-1].box.bottom, number))
        stacks[number].append(node)
        insort(ends, (node.box.bottom, number))
    return stacks


def _aligned(a: Box, b: Box) -> bool:
    """Whether the left edges, the middles or the right edges of two boxes are aligned."""
    left, right = a.x - b.x, a.right - b.right
    return abs(left) < SHAKY or abs(right) < SHAKY or abs(left + right) / 2 < SHAKY


def rows_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """Returns the numbers of boxes in rows of about the same upper edge, each from left to right."""
    rows: list[list[tuple[Box, int]]] = []
    for box, number in sorted(boxes, key=lambda b: (b[0].y, b[0].x)):
        if rows and box.y - rows[-1][0][0].y <= SAME_ROW:
            rows[-1].append((box, number))
        else:
            rows.append([(box, number)])
    return [[number for _, number in sorted(row, key=lambda b: (b[0].x, b[0].y))] for row in rows]


def reading_lines(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """Returns the numbers of boxes in rows or columns, whichever are read one after the other.

    Columns are read where there are several, none of a single box, and fewer boxes in each than rows.
    """
    rows, columns = rows_of(boxes), _columns_of(boxes)
    shortest, longest = (f((len(c) for c in columns), default=0) for f in (min, max))
    return columns if len(columns) > 1 and shortest > 1 and len(rows) > longest else rows


def _columns_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """Returns the numbers of boxes in columns that overlap horizontally, each from top to bottom."""
    columns: list[list[tuple[Box, int]]] = []
    end = float("-inf")
    for box, number in sorted(boxes, key=lambda b: (b[0].x, b[0].y)):
        if box.x >= end:
            columns.append([])
        columns[-1].append((box, number))
        end = max(end, box.right)
    return [[number for _, number in sorted(column, key=lambda b: (b[0].y, b[0].x))] for column in columns]


def in_reading_order(nodes: Sequence[Node], around: Box | None = None) -> list[Node]:
    """Returns nodes stack by stack in reading order.

    Stacks left of `around` come first, then those below it and right of it.
    """
    stacks = stacks_of(nodes)
    left = around.x if around else float("-inf")
    order: list[Node] = []
    for right in (False, True):
        side = [(s[0].box, n) for n, s in enumerate(stacks) if (s[0].box.center[0] > left) is right]
        order += [node for line in reading_lines(side) for n in line for node in stacks[n]]
    return order


class Lists:
    """Lists of nodes: stacks that are cut where a gap is far wider than those around it."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        # For each node the wider of the gaps to its neighbors in the list.
        self._gap: dict[str, float] = {}
        for a, b in (pair for part in parted(stacks_of(nodes)) for pair in pairwise(part)):
            gap = b.box.y - a.box.bottom
            self._gap[a.id], self._gap[b.id] = max(gap, self._gap.get(a.id, gap)), gap

    def are_apart(self, one: Node, other: Node) -> bool:
        """Whether two nodes, one above the other, belong to different lists.

        They do if the gap between them is far wider than the gaps within their lists.
        """
        gap = max(one.box.y - other.box.bottom, other.box.y - one.box.bottom)
        return {one.id, other.id} <= self._gap.keys() and _is_wide(
            gap, self._gap[one.id], self._gap[other.id]
        )


def parted(stacks: Sequence[list[Node]]) -> list[list[Node]]:
    """Returns stacks cut into lists: where a gap is far wider than the gaps above and below it."""
    return [part for stack in stacks for part in _parts(stack)]


def _parts(stack: Sequence[Node]) -> list[list[Node]]:
    gaps = [b.box.y - a.box.bottom for a, b in pairwise(stack)]
    parts = [list(stack[:1])]
    for number, node in enumerate(stack[1:]):
        beside = (*gaps[max(number - 1, 0) : number], *gaps[number + 1 : number + 2])
        if len(beside) == 2 and _is_wide(gaps[number], *beside):
            parts.append([])
        parts[-1].append(node)
    return parts


def _is_wide(gap: float, one: float, other: float) -> bool:
    return gap > max(WIDE, 2 * abs(one), 2 * abs(other))
