"""Edges for the lines of a map that are nodes of their own (`vertical`, `horizontal`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from webapp.catalog.inference.geometry import distance
from webapp.catalog.inference.grid import Grid
from webapp.catalog.model import Box, Edge, Graph, Node

LINE_REACH = 14.0
MOST_TOUCHING = 12


def line_edges(graph: Graph, boxes: Sequence[Node], members: Sequence[Node], grid: Grid) -> Iterator[Edge]:
    """Yields an edge for each two nodes that a line joins.

    Lines that touch each other form a comb. A comb that joins at most one topic leads from that topic to
    all its other ends; in any other comb each line stands for itself.
    """
    lines = [n for n in graph.nodes if n.type in {"vertical", "horizontal"}]
    topics = {n.id for n in members if n.type == "topic"}
    held = Grid(boxes)
    ends = {line.id: _ends(line, grid, held) for line in lines}
    for comb in _combs(lines):
        found = list(dict.fromkeys(i for line in comb for i in ends[line.id] if i))
        if len(comb) > 1 and sum(i in topics for i in found) <= 1:
            first, *others = sorted(found, key=lambda i: i not in topics) or [""]
            yield from (_edge(comb[0], first, other) for other in others)
        else:
            yield from (_edge(line, *ends[line.id]) for line in comb if all(ends[line.id]))


def _edge(line: Node, one: str, other: str) -> Edge:
    sides = ("x", "w") if line.type == "vertical" else ("z", "y")
    return Edge(line.id, one, other, *sides, dotted=line.look.dotted)


def _ends(line: Node, members: Grid, boxes: Grid) -> tuple[str, str]:
    """Returns the ids of the nodes at the two ends of a line; empty if there is none."""
    points, touched = _points(line), []
    for end in points:
        near = (*members.near(end, LINE_REACH), *boxes.near(end, LINE_REACH))
        touched.append({n.id: n for n in near if n.box.contains(end, LINE_REACH)})
    # A node that holds both ends is a box behind the line.
    one, other = ([n for n in here.values() if n.id not in there] for here, there in (touched, touched[::-1]))
    return _stop(points[0], one), _stop(points[1], other)


def _stop(end: Box, found: Sequence[Node]) -> str:
    """Returns the id of the smallest node that an end touches, unless the border of a box is nearer."""
    smallest = min(found, key=lambda n: n.box.width * n.box.height, default=None)
    if smallest is None:
        return ""
    off = distance(end, smallest.box)
    nearer = (n for n in found if off and _from_border(end, n.box) < off)
    return min(nearer, key=lambda n: _from_border(end, n.box), default=smallest).id


def _from_border(end: Box, box: Box) -> float:
    """Returns the distance of a point from the border of a box, inside or outside of it."""
    inside = min(end.x - box.x, box.right - end.x, end.y - box.y, box.bottom - end.y)
    return inside if inside > 0 else distance(end, box)


def _points(line: Node) -> tuple[Box, Box]:
    (x, y), box = line.box.center, line.box
    if line.type == "vertical":
        return Box(x, box.y, 0, 0), Box(x, box.bottom, 0, 0)
    return Box(box.x, y, 0, 0), Box(box.right, y, 0, 0)


def _combs(lines: Sequence[Node]) -> Iterator[list[Node]]:
    """Yields the lines in groups that touch each other."""
    places, seen = Grid(lines), set()
    for line in lines:
        waiting, comb = [line], []
        while waiting:
            here = waiting.pop()
            if here.id in seen:
                continue
            seen.add(here.id)
            comb.append(here)
            near = (n for n in places.near(here.box, LINE_REACH) if n.id not in seen)
            waiting += (n for n in islice(near, MOST_TOUCHING) if _touch(here, n))
        if comb:
            yield comb


def _touch(a: Node, b: Node) -> bool:
    return any(_stroke(b).contains(p, LINE_REACH) for p in _points(a)) or any(
        _stroke(a).contains(p, LINE_REACH) for p in _points(b)
    )


def _stroke(line: Node) -> Box:
    one, other = _points(line)
    return Box(one.x, one.y, other.x - one.x, other.y - one.y)
