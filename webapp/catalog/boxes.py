"""The boxes of a map that group what lies in them, and the label that heads each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from webapp.catalog.grid import Grid
from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.stacks import GAP, SAME_ROW, SLACK, bounds, distance, overlap, stacks_of

HEADING_REACH = 34.0
MOST_AROUND = 8


class Boxes:
    """For the members of a graph: the boxes around each, the heading of each box, and lists under a label as boxes of their own."""

    def __init__(self, graph: Graph, members: Sequence[Node], grid: Grid) -> None:
        self._members = members
        self._grid = grid
        self._labels = [n for n in graph.nodes if n.type == "label" and n.label]
        held = (b for b in graph.nodes if _is_box(b) and any(b.box.contains(n.box, SLACK) for n in grid.near(b.box, SLACK)))
        self.all = sorted(held, key=_area)
        self._around: dict[str, list[Node]] = {}
        self.heading_of: dict[str, Node] = {}
        self._find_headings()

    def around(self, node: Node) -> list[Node]:
        """The smallest boxes that a node lies in, the smallest first."""
        known = self._around.get(node.id)
        if known is None:
            held = (b for b in self.all if b.id != node.id and b.box.contains(node.box, SLACK))
            known = self._around[node.id] = list(islice(held, MOST_AROUND))
        return known

    def head_stacks(self, main: Sequence[Node]) -> None:
        """Makes a box of each list that stands under a label without one, with the columns beside it that have no label of their own."""
        taken = {n.id for n in self.heading_of.values()} | {n.id for n in main}
        stacks = {s[0].id: s for s in stacks_of([n for n in self._members if n.id not in taken])}
        heads: dict[str, Node] = {}
        for label in (n for n in self._labels if n.id not in taken):
            near = [n for n in self._grid.near(label.box, HEADING_REACH) if n.id in stacks and n.id not in heads and self._heads(label, n)]
            if near:
                heads[min(near, key=lambda n: distance(label.box, n.box)).id] = label
        made = []
        for name, label in heads.items():
            nodes = list(stacks[name])
            for first in self._grid.near(bounds(nodes), GAP):
                gap = first.box.x - max(n.box.right for n in nodes)
                level = abs(first.box.y - nodes[0].box.y) < SAME_ROW / 2
                if first.id in stacks and first.id not in heads and level and 0 <= gap <= GAP:
                    nodes += stacks[first.id]
            if len(nodes) > 1 and self._holds_only(bounds(nodes), nodes):
                made.append(Node(label.id, "section", bounds(nodes)))
                self.heading_of[label.id] = label
        self.all = sorted([*self.all, *made], key=_area)
        self._around.clear()

    def _find_headings(self) -> None:
        """The label at the top of each box, inside it or just above."""
        first: dict[str, float] = {}
        for node in self._members:
            for box in self.around(node)[:1]:
                first[box.id] = min(node.box.y, first.get(box.id, node.box.y))
        taken: set[str] = set()
        labels = Grid(self._labels)
        for box in self.all:
            if box.type == "paragraph" and box.label:
                self.heading_of[box.id] = box
                continue
            within, end = box.box, first.get(box.id, box.box.bottom)
            near = [
                n
                for n in labels.near(within, HEADING_REACH)
                if n.id not in taken
                and within.x - SLACK <= n.box.centre[0] <= within.right + SLACK
                and within.y - HEADING_REACH - n.box.height <= n.box.y <= end
            ]
            top = min(near, key=lambda n: (n.box.y, n.box.x), default=None)
            # Several in a row are the headings of columns.
            if top is not None and sum(n.box.y - top.box.y < SAME_ROW / 2 for n in near) == 1:
                self.heading_of[box.id] = top
                taken.add(top.id)

    def _heads(self, label: Node, first: Node) -> bool:
        near = -SLACK * 2 <= first.box.y - label.box.bottom <= HEADING_REACH and overlap(label.box, first.box) > 0
        return near and self.around(first)[:1] == self.around(label)[:1]

    def _holds_only(self, box: Box, nodes: Sequence[Node]) -> bool:
        names = {n.id for n in nodes}
        return all(n.id in names or not box.contains(n.box, SLACK) for n in self._grid.near(box, SLACK))


def _area(node: Node) -> float:
    return node.box.width * node.box.height


def _is_box(node: Node) -> bool:
    look = node.look
    is_seen = bool(look.background or look.border) and look.background != "transparent"
    return node.type == "section" or (node.type == "paragraph" and is_seen)
