"""How boxes lie to one another: in stacks, in rows, near or far; and the order in which they are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from webapp.catalog.model import Box, Node

GAP = 24.0
SLACK = 4.0
SAME_ROW = 30.0
SHAKY = 14.0
LAPPING = 10.0


def stacked(a: Box, b: Box) -> bool:
    """Whether one lies right under the other."""
    return max(a.y - b.bottom, b.y - a.bottom) <= GAP and overlap(a, b) > 0.5 * min(a.width, b.width)


def level(a: Box, b: Box) -> bool:
    """Whether one lies right or left of the other."""
    return overlap(a, b) <= 0 and min(a.bottom, b.bottom) - max(a.y, b.y) > 0.5 * min(a.height, b.height)


def overlap(a: Box, b: Box) -> float:
    """How far two boxes overlap from left to right; negative where there is a gap."""
    return min(a.right, b.right) - max(a.x, b.x)


def bounds(nodes: Sequence[Node]) -> Box:
    """The smallest rectangle around some nodes."""
    x, y = min(n.box.x for n in nodes), min(n.box.y for n in nodes)
    return Box(x, y, max(n.box.right for n in nodes) - x, max(n.box.bottom for n in nodes) - y)


def distance(a: Box, b: Box) -> float:
    """The shortest way from one box to another; 0 where they touch."""
    across = max(a.x - b.right, b.x - a.right, 0.0)
    down = max(a.y - b.bottom, b.y - a.bottom, 0.0)
    return float((across**2 + down**2) ** 0.5)


def stacks_of(nodes: Sequence[Node]) -> list[list[Node]]:
    """Nodes in stacks: columns without gaps, each from top to bottom."""
    stacks: list[list[Node]] = []
    ends: list[tuple[float, int]] = []
    for node in sorted(nodes, key=lambda n: (n.box.y, n.box.x)):
        # Only stacks that end about where the node begins can go on with it.
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
    """Whether two boxes have their left, middle or right in one line."""
    left, right = a.x - b.x, a.right - b.right
    return abs(left) < SHAKY or abs(right) < SHAKY or abs(left + right) / 2 < SHAKY


def rows_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """The numbers of boxes that begin at about the same height, row by row, each from left to right."""
    rows: list[list[tuple[Box, int]]] = []
    for box, number in sorted(boxes, key=lambda b: (b[0].y, b[0].x)):
        if rows and box.y - rows[-1][0][0].y <= SAME_ROW:
            rows[-1].append((box, number))
        else:
            rows.append([(box, number)])
    return [[number for _, number in sorted(row, key=lambda b: (b[0].x, b[0].y))] for row in rows]


def lines_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """The numbers of boxes as lines that are read one after the other: rows, or columns in which the next
    begin at heights of their own.
    """
    rows, columns = rows_of(boxes), _columns_of(boxes)
    shortest, longest = (f((len(c) for c in columns), default=0) for f in (min, max))
    return columns if len(columns) > 1 and shortest > 1 and len(rows) > longest else rows


def _columns_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """The numbers of boxes that overlap from left to right, column by column, each from top to bottom."""
    columns: list[list[tuple[Box, int]]] = []
    end = float("-inf")
    for box, number in sorted(boxes, key=lambda b: (b[0].x, b[0].y)):
        if box.x >= end:
            columns.append([])
        columns[-1].append((box, number))
        end = max(end, box.right)
    return [[number for _, number in sorted(column, key=lambda b: (b[0].y, b[0].x))] for column in columns]


def in_reading_order(nodes: Sequence[Node], around: Box | None = None) -> list[Node]:
    """Nodes stack by stack: what lies left of `around` first, then what lies under or right of it, line
    by line.
    """
    stacks = stacks_of(nodes)
    left = around.x if around else float("-inf")
    order: list[Node] = []
    for right in (False, True):
        side = [(s[0].box, n) for n, s in enumerate(stacks) if (s[0].box.centre[0] > left) is right]
        order += [node for line in lines_of(side) for n in line for node in stacks[n]]
    return order
