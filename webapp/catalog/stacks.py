"""How boxes lie to one another: in stacks, in rows, near or far; and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.catalog.model import Box, Node

GAP = 24.0
SLACK = 4.0
SAME_ROW = 30.0


def stacked(a: Box, b: Box) -> bool:
    """Whether one lies right under the other."""
    return max(a.y - b.bottom, b.y - a.bottom) <= GAP and overlap(a, b) > 0.5 * min(a.width, b.width)


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
    for node in sorted(nodes, key=lambda n: (n.box.y, n.box.x)):
        for stack in stacks:
            last = stack[-1].box
            if abs(last.x - node.box.x) < SLACK * 2 and -SLACK <= node.box.y - last.bottom <= GAP:
                stack.append(node)
                break
        else:
            stacks.append([node])
    return stacks


def rows_of(boxes: Sequence[tuple[Box, int]]) -> list[list[int]]:
    """The numbers of boxes that begin at about the same height, row by row, each from left to right."""
    rows: list[list[tuple[Box, int]]] = []
    for box, number in sorted(boxes, key=lambda b: (b[0].y, b[0].x)):
        if rows and box.y - rows[-1][0][0].y <= SAME_ROW:
            rows[-1].append((box, number))
        else:
            rows.append([(box, number)])
    return [[number for _, number in sorted(row, key=lambda b: (b[0].x, b[0].y))] for row in rows]


def in_reading_order(nodes: Sequence[Node], around: Box | None = None) -> list[Node]:
    """Nodes stack by stack: what lies left of `around` first, then row by row from the top, each from the left."""
    stacks = stacks_of(nodes)
    middle = around.centre[0] if around else float("-inf")
    order: list[Node] = []
    for right in (False, True):
        side = [(s[0].box, n) for n, s in enumerate(stacks) if (s[0].box.centre[0] > middle) is right]
        order += [node for row in rows_of(side) for n in row for node in stacks[n]]
    return order
