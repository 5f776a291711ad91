"""Infers the outline of a graph: what a person who looks at the map would write down."""

from __future__ import annotations

from collections import defaultdict

from webapp.catalog.inference.geometry import in_reading_order
from webapp.catalog.inference.nesting import DEEPEST, Nesting
from webapp.catalog.model import Entry, Graph, Node
from webapp.catalog.node_types import LINK_TYPES


def infer_outline(graph: Graph) -> tuple[Entry, ...]:
    """Returns the outline: main topics in order, each with its branch, and groups for boxes."""
    return _Writer(Nesting(graph)).write()


class _Writer:
    def __init__(self, nesting: Nesting) -> None:
        self._nesting = nesting
        self._boxes = nesting.boxes
        self._below: dict[str, list[Node]] = defaultdict(list)
        main = {n.id for n in nesting.main}
        self._loose: list[Node] = []
        for node in nesting.members:
            if node.id in main:
                continue
            owner = nesting.parent.get(node.id)
            (self._below[owner] if owner else self._loose).append(node)

    def write(self) -> tuple[Entry, ...]:
        main = [self._topic(node) for node in self._nesting.main]
        return tuple(main) + self._children(self._loose)

    def _topic(self, node: Node) -> Entry:
        return Entry(
            "topic",
            node.label,
            node.id,
            children=self._children(self._below.get(node.id, []), node),
            choose=node.choose,
        )

    def _children(
        self, nodes: list[Node], owner: Node | None = None, opened: frozenset[str] = frozenset()
    ) -> tuple[Entry, ...]:
        """Returns the entries for the members of one parent.

        The members of a box with a heading become a group, unless the box is one of those `opened`.
        """
        grouped: dict[str, list[Node]] = defaultdict(list)
        places: list[Node] = []
        if owner:
            # Inside the boxes of its parent a node needs no second group for them.
            opened = frozenset(b.id for b in self._boxes.around(owner))
        for node in nodes:
            boxes = [
                b
                for b in reversed(self._boxes.around(node))
                if b.id in self._boxes.heading_of and b.id not in opened
            ]
            if boxes and len(opened) < DEEPEST:
                box = boxes[0]
                if box.id not in grouped:
                    places.append(Node(box.id, "section", box.box, choose=box.choose))
                grouped[box.id].append(node)
            else:
                places.append(node)
        entries: list[Entry] = []
        for place in in_reading_order(places, owner.box if owner else None):
            if place.id in grouped:
                inner = self._children(grouped[place.id], opened=opened | {place.id})
                label = self._boxes.heading_of[place.id].label
                entries.append(Entry("group", label, place.id, children=inner, choose=place.choose))
            else:
                entries += self._member(place)
        # Links out of the roadmap come after the topics.
        return tuple(sorted(entries, key=lambda e: e.kind == "link"))

    def _member(self, node: Node) -> tuple[Entry, ...]:
        if node.type == "checklist":
            items = tuple(Entry("topic", item.label, item.id) for item in node.items)
            if not node.label:
                return items
            return (Entry("group", node.label, node.id, children=items, choose=node.choose),)
        if node.type == "linksgroup":
            rows = tuple(
                Entry("link", r.label, f"{node.id}-{n}", r.url, type=node.type)
                for n, r in enumerate(node.links)
                if r.url
            )
            return (Entry("group", node.label, node.id, children=rows),) if node.label and rows else rows
        if node.type in LINK_TYPES:
            return (
                (Entry("link", node.label, node.id, node.href, type=node.type, badge=node.badge_label),)
                if node.href
                else ()
            )
        return (self._topic(node),)
