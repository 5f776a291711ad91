"""Where the milestone at the end of a map stands: below the last topic, on the way out if there is one.

It covers neither boxes nor lines where there is room for it, and the trail leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from webapp.catalog.model import Box, Edge, Graph, Node
from webapp.drawing.collisions import boxes_overlap
from webapp.drawing.edge_paths import Point, edge_points, format_number

SIZES = ((42.0, 54.0), (28.0, 36.0))  # width and height; the second for where the first covers something
DOWN = 43.0  # from the topic to the stone
LEAST_DOWN = 20.0  # the section's ring hangs over the topic's lower edge
BESIDE, INWARD = 16.0, 6.0  # from a topic's side; from its corner, for a stone that stands on top
APART = 8.0  # from everything else
AROUND = 160.0  # what is further away from the topic is no matter
TRAIL = 10.0  # the width that the trail needs
# How bad it is to cover another node or to leave the map, and to cross a line or a frame.
OTHER, LINE = 8, 4


@dataclass(frozen=True, slots=True)
class TrailEnd:
    """The place of the stone, and the points of the trail to it; none where it stands beside the topic."""

    stone: Box
    trail: tuple[Point, ...] = ()

    @property
    def path(self) -> str:
        """The trail as the value of `d` of a path."""
        points = (f"{format_number(x)} {format_number(y)}" for x, y in self.trail)
        return "M" + "L".join(points) if self.trail else ""


@lru_cache(maxsize=256)
def trail_end(graph: Graph, topic_id: str) -> TrailEnd | None:
    """Returns where the milestone stands at the end of a map whose last topic is given.

    Returns None if the map does not draw that topic.
    """
    last = next((node for node in graph.nodes if node.id == topic_id), None)
    return _Places(graph, last).best() if last else None


class _Places:
    def __init__(self, graph: Graph, last: Node) -> None:
        self._last = last
        self._bounds = graph.bounds
        boxes = {node.id: node.box for node in graph.nodes}
        # An edge stays between the heights of its two boxes, give or take a bend.
        top, bottom = last.box.y - AROUND, last.box.bottom + AROUND
        self._lines = [
            (edge, edge_points(edge, source, target))
            for edge in graph.edges
            for source, target in ((boxes[edge.source], boxes[edge.target]),)
            if min(source.y, target.y) < bottom and max(source.bottom, target.bottom) > top
        ]
        self._nodes = [node for node in graph.nodes if node.box.y < bottom and node.box.bottom > top]
        self._ways_out = [
            (edge, points, boxes[edge.target])
            for edge, points in self._lines
            if (edge.source, edge.source_side, edge.target_side) == (last.id, "x", "w")
            and boxes[edge.target].y > last.box.bottom
        ]

    def best(self) -> TrailEnd:
        """Returns the first place where nothing is covered, or else the one where least is."""
        harms: dict[TrailEnd, int] = {}
        for size in SIZES:
            for end, own in self._candidates(*size):
                harms.setdefault(end, self._harm(end, own))
                if not harms[end]:
                    return end
        return min(harms, key=lambda end: harms[end])

    def _candidates(self, width: float, height: float) -> Iterator[tuple[TrailEnd, Edge | None]]:
        """Yields places, each with the edge on which it is."""
        for edge, points, target in self._ways_out:
            if end := _on_the_way(self._last.box, points, target, width, height):
                yield end, edge
        yield from ((end, None) for end in _below(self._last.box, width, height))
        yield from ((TrailEnd(stone), None) for stone in _beside(self._last.box, width, height))

    def _harm(self, end: TrailEnd, own: Edge | None) -> int:
        taken = [_grown(end.stone, APART), *_pieces(end.trail)]
        return sum(
            (
                0 if self._bounds.contains(end.stone) else OTHER + round(_outside(self._bounds, end.stone)),
                OTHER * sum(self._is_covered(node, taken) for node in self._nodes),
                LINE * sum(_is_crossed(line, taken[0]) for edge, line in self._lines if edge is not own),
            )
        )

    def _is_covered(self, node: Node, taken: Iterable[Box]) -> bool:
        if node is self._last:
            return False
        is_around = node.box.contains(self._last.box)
        return any(not node.box.contains(box) if is_around else boxes_overlap(node.box, box) for box in taken)


def _on_the_way(last: Box, line: list[Point], target: Box, width: float, height: float) -> TrailEnd | None:
    """Returns the place on an edge that leads down from the last topic, or None if it is too short."""
    free = target.y - last.bottom
    down = min(DOWN, max(LEAST_DOWN, (free - height) / 2))
    if down + height + APART > free:
        return None
    top = last.bottom + down
    x = _at_height(line, top + height / 2)[0]
    trail = (*(point for point in line if point[1] < top), _at_height(line, top))
    return TrailEnd(Box(x - width / 2, top, width, height), trail)


def _at_height(line: list[Point], y: float) -> Point:
    """Returns the point of a line at a height; the line leads down."""
    for (x1, y1), (x2, y2) in pairwise(line):
        if y1 <= y <= y2 and y1 < y2:
            return x1 + (x2 - x1) * (y - y1) / (y2 - y1), y
    return line[-1]


def _below(last: Box, width: float, height: float) -> Iterator[TrailEnd]:
    middle = last.center[0]
    steps = range(int(last.width / 2 // width) + 1)
    for down in (DOWN, LEAST_DOWN):
        for aside in (sign * step * width for step in steps for sign in ((1, -1) if step else (1,))):
            top, x = last.bottom + down, middle + aside
            trail = (middle, last.bottom), (x, top)
            yield TrailEnd(Box(x - width / 2, top, width, height), trail)


def _beside(last: Box, width: float, height: float) -> Iterator[Box]:
    """Yields places beside the topic, and those on it that leave its middle to the trail."""
    yield Box(last.right + BESIDE, last.bottom - height, width, height)
    yield Box(last.x - BESIDE - width, last.bottom - height, width, height)
    if last.width > 3 * width:
        yield Box(last.right - INWARD - width, last.y - height, width, height)
        yield Box(last.x + INWARD, last.y - height, width, height)


def _outside(bounds: Box, stone: Box) -> float:
    """Returns how far a stone reaches out of the map."""
    beyond = bounds.x - stone.x, bounds.y - stone.y, stone.right - bounds.right, stone.bottom - bounds.bottom
    return max(0.0, *beyond)


def _grown(box: Box, by: float) -> Box:
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _pieces(trail: tuple[Point, ...]) -> Iterator[Box]:
    for (x1, y1), (x2, y2) in pairwise(trail):
        left, top = min(x1, x2) - TRAIL / 2, min(y1, y2)
        yield Box(left, top, abs(x2 - x1) + TRAIL, abs(y2 - y1))


def _is_crossed(line: list[Point], box: Box) -> bool:
    return any(_crosses(a, b, box) for a, b in pairwise(line))


def _crosses(a: Point, b: Point, box: Box) -> bool:
    """Returns whether a straight line runs through a box, by cutting off what lies beyond each side."""
    first, last = 0.0, 1.0
    for start, end, low, high in ((a[0], b[0], box.x, box.right), (a[1], b[1], box.y, box.bottom)):
        step = end - start
        if not step:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return first < last
