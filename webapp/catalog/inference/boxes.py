"""The boxes of a map that group the nodes inside them, and the label that is the heading of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from webapp.catalog.inference.geometry import GAP, SAME_ROW, SLACK, bounds, distance, overlap, stacks_of
from webapp.catalog.inference.grid import Grid
from webapp.catalog.model import Box, Graph, Node

HEADING_REACH = 34.0
TALLEST_HEADING = 60.0
LONGEST_HEADING = 60
STICKS_OUT = 12.0
MOST_AROUND = 8


class Boxes:
    """The boxes of a graph.

    `all` holds them, the smallest first, and `heading_of` the heading of a box by the box's id. Members
    are the nodes that the outline will hold.
    """

    def __init__(self, graph: Graph, members: Sequence[Node], grid: Grid) -> None:
        self._members = members
        self._grid = grid
        held = (b for b in graph.nodes if _is_box(b) and any(_holds(b, n) for n in grid.near(b.box, SLACK)))
        self.all = sorted(held, key=_area)
        boxes = {b.id for b in self.all}
        self._around: dict[str, list[Node]] = {}
        own = self._own_title([n for n in graph.nodes if n.type == "title"])
        self._labels = [
            n for n in graph.nodes if n.label and n is not own and n.id not in boxes and _is_heading(n)
        ]
        self.heading_of: dict[str, Node] = {}
        self._find_headings()

    def around(self, node: Node) -> list[Node]:
        """Returns the boxes that a node lies in, at most eight, the smallest first."""
        known = self._around.get(node.id)
        if known is None:
            held = (b for b in self.all if b.id != node.id and _holds(b, node))
            known = self._around[node.id] = list(islice(held, MOST_AROUND))
        return known

    def _own_title(self, titles: Sequence[Node]) -> Node | None:
        """Returns the title of the whole map, or None.

        It is the uppermost title, unless another one is level with it, or it stands in a box that holds
        only some of the members.
        """
        high = sorted(titles, key=lambda n: n.box.y)[:2]
        if not high or any(n.box.y - high[0].box.y < SAME_ROW for n in high[1:]):
            return None
        return high[0] if all(_holds(box, n) for box in self.around(high[0]) for n in self._members) else None

    def head_stacks(self, main: Sequence[Node]) -> None:
        """Adds a box around each list that stands below a label without a box.

        Columns beside the list that have no label of their own belong to it.
        """
        taken = {n.id for n in self.heading_of.values()} | {n.id for n in main}
        listed = [n for n in self._members if n.id not in taken]
        free = {n.id for n in listed}
        heads: dict[str, Node] = {}
        for label in (n for n in self._labels if n.id not in taken):
            if first := self._headed(label, free):
                heads[first.id] = label
                free.remove(first.id)
        stacks = {s[0].id: s for stack in stacks_of(listed) for s in _parts(stack, heads)}
        lists = Counter(b.id for label in heads.values() for b in self.around(label)[:1])
        added = []
        for name, label in heads.items():
            nodes = list(stacks[name])
            while beside := self._column_beside(nodes, stacks, heads):
                nodes += beside
            enough = len(nodes) > 1 or any(lists[b.id] > 1 for b in self.around(label)[:1])
            if enough and self._holds_only(bounds(nodes), nodes):
                added.append(Node(label.id, "section", bounds(nodes)))
                self.heading_of[label.id] = label
        self.all = sorted([*self.all, *added], key=_area)
        self._around.clear()

    def _headed(self, label: Node, names: Collection[str]) -> Node | None:
        """Returns the nearest of the named nodes that a label stands directly above, or None."""
        near = (
            n for n in self._grid.near(label.box, HEADING_REACH) if n.id in names and self._heads(label, n)
        )
        return min(near, key=lambda n: distance(label.box, n.box), default=None)

    def _column_beside(
        self, nodes: Sequence[Node], stacks: Mapping[str, list[Node]], heads: Collection[str]
    ) -> list[Node]:
        """Returns the column directly right of a list that starts at the same height; else nothing."""
        names, right = {n.id for n in nodes}, max(n.box.right for n in nodes)
        for first in self._grid.near(bounds(nodes), GAP):
            is_level = abs(first.box.y - nodes[0].box.y) < SAME_ROW / 2
            if (
                first.id in stacks
                and first.id not in heads
                and first.id not in names
                and is_level
                and 0 <= first.box.x - right <= GAP
            ):
                return stacks[first.id]
        return []

    def _find_headings(self) -> None:
        """Finds the label at the top of each box, inside it or just above it."""
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
                and within.x - SLACK <= n.box.center[0] <= within.right + SLACK
                and within.y - HEADING_REACH - n.box.height <= n.box.y <= end
            ]
            top = min(near, key=lambda n: (n.box.y, n.box.x), default=None)
            # Several labels in a row are the headings of columns, not of the box.
            if (
                top is not None
                and sum(n.box.y - top.box.y < SAME_ROW / 2 for n in near) == 1
                and not self._heads_one_of_many(top, box, labels)
            ):
                self.heading_of[box.id] = top
                taken.add(top.id)

    def _heads_one_of_many(self, top: Node, box: Node, labels: Grid) -> bool:
        """Whether the label at the top of a box is the heading of the first of several lists in it."""
        names = {n.id for n in self._grid.near(box.box, SLACK)}
        if not box.box.contains(top.box, SLACK) or not self._headed(top, names):
            return False
        others = [
            n
            for n in labels.near(box.box, 0)
            if n.id != top.id and n.box.y > top.box.bottom and self.around(n)[:1] == [box]
        ]
        size = max((n.look.font_size or 0 for n in others), default=0)
        return (top.look.font_size or 0) <= size and any(self._headed(n, names) for n in others)

    def _heads(self, label: Node, first: Node) -> bool:
        near = (
            -SLACK * 2 <= first.box.y - label.box.bottom <= HEADING_REACH
            and overlap(label.box, first.box) > 0
        )
        return near and self.around(first)[:1] == self.around(label)[:1]

    def _holds_only(self, box: Box, nodes: Sequence[Node]) -> bool:
        names = {n.id for n in nodes}
        return all(n.id in names or not box.contains(n.box, SLACK) for n in self._grid.near(box, SLACK))


def _parts(stack: Sequence[Node], heads: Collection[str]) -> list[list[Node]]:
    """Returns a stack cut before each node that stands below a heading."""
    parts: list[list[Node]] = []
    for node in stack:
        if not parts or node.id in heads:
            parts.append([])
        parts[-1].append(node)
    return parts


def _area(node: Node) -> float:
    return node.box.width * node.box.height


def _is_box(node: Node) -> bool:
    look = node.look
    is_seen = bool(look.background or look.border) and look.background != "transparent"
    return node.type == "section" or (node.type == "paragraph" and is_seen)


def _holds(box: Node, member: Node) -> bool:
    """Whether a member lies in a box; it may stick out a little, because boxes are drawn by hand."""
    return box.box.contains(member.box, STICKS_OUT)


def _is_heading(node: Node) -> bool:
    is_short = node.box.height <= TALLEST_HEADING and len(node.label) <= LONGEST_HEADING
    return node.type in {"label", "title"} or (node.type == "paragraph" and is_short)
