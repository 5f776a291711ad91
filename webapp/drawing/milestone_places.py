"""Where the milestone stands beside a topic on the map: at the side where it covers least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.node_types import PROGRESS_TYPES

WIDTH, HEIGHT = 22.0, 30.0
NEAR, INWARD = 11.0, 6.0  # from a topic's side; from its left corner, of a stone that stands on top
SIDES = {"left": "y", "right": "z", "top": "w"}  # with the handle of the lines that end there
# How bad it is to cover another node or to leave the map, a line, and a badge or a frame.
OTHER, LINE, FRAME = 8, 4, 1
ROW = 64.0


def milestone_sides(graph: Graph) -> dict[str, str]:
    """Returns the side on which the milestone of each topic stands best."""
    places = _Places(graph)
    return {node.id: places.best_side(node) for node in graph.nodes if node.type in PROGRESS_TYPES}


class _Places:
    def __init__(self, graph: Graph) -> None:
        self._bounds = graph.bounds
        self._rows: dict[int, list[Node]] = defaultdict(list)
        for node in graph.nodes:
            for row in _rows(node.box):
                self._rows[row].append(node)
        self._ends = {
            end
            for edge in graph.edges
            for end in ((edge.source, edge.source_side), (edge.target, edge.target_side))
        }

    def best_side(self, node: Node) -> str:
        # The first of equals, and no more is asked where nothing is covered.
        worst: dict[str, int] = {}
        for side in SIDES:
            worst[side] = self._harm(node, side)
            if not worst[side]:
                return side
        return min(worst, key=lambda side: worst[side])

    def _harm(self, node: Node, side: str) -> int:
        stone = _stone(node.box, side)
        return sum(
            (
                *(_cost(stone, node, other) for other in self._near(stone)),
                0 if self._bounds.contains(stone) else OTHER,
                LINE if (node.id, SIDES[side]) in self._ends else 0,
                FRAME if node.badge and node.badge.position.startswith(side) else 0,
            )
        )

    def _near(self, stone: Box) -> Iterable[Node]:
        found = {node.id: node for row in _rows(stone) for node in self._rows.get(row, ())}
        return found.values()


def _rows(box: Box) -> Iterator[int]:
    yield from range(int(box.y // ROW), int(box.bottom // ROW) + 1)


def _stone(box: Box, side: str) -> Box:
    if side == "top":
        return Box(box.x + INWARD, box.y - HEIGHT, WIDTH, HEIGHT)
    x = box.x - NEAR - WIDTH if side == "left" else box.right + NEAR
    return Box(x, box.center[1] - HEIGHT / 2, WIDTH, HEIGHT)


def _cost(stone: Box, node: Node, other: Node) -> int:
    box = other.box
    is_apart = box.right <= stone.x or box.x >= stone.right or box.bottom <= stone.y or box.y >= stone.bottom
    if other is node or is_apart:
        return 0
    if box.contains(node.box):
        # What lies around the topic is its frame.
        return 0 if box.contains(stone) else FRAME
    # A section has its words on top, and a title is much wider than its own.
    return FRAME if other.type in {"section", "title"} else OTHER
