"""Who belongs to whom on a map: there is no tree in a graph file, so it is read from edges, boxes, stacks and nearness."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from webapp.catalog.model import Box, Graph, Node

LINKS = frozenset({"button", "linksgroup", "resourceButton"})
MEMBERS = frozenset({"topic", "subtopic", "todo", "checklist"}) | LINKS
STACK_GAP = 24.0
HEADING_REACH = 34.0
SLACK = 4.0


class Nesting:
    """For one graph: the main topics, the smallest box around each member, and what each member hangs on."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.members = [n for n in graph.nodes if n.type in MEMBERS]
        self._nodes = {n.id: n for n in graph.nodes}
        self.boxes = self._find_boxes()
        self.box_of = {n.id: next(iter(self.boxes_around(n)), None) for n in self.members}
        self.heading_of = self._find_headings()
        self.main = self._find_main()
        self.parent = self._find_parents()

    def _find_boxes(self) -> list[Node]:
        drawn = [
            n
            for n in self.graph.nodes
            if n.type == "section"
            or (n.type == "paragraph" and (n.look.background or n.look.border) and n.look.background != "transparent")
        ]
        return [b for b in drawn if any(b.box.contains(n.box, SLACK) for n in self.members)]

    def boxes_around(self, node: Node) -> list[Node]:
        """The boxes that a node lies in, the smallest first."""
        around = [b for b in self.boxes if b.id != node.id and b.box.contains(node.box, SLACK)]
        return sorted(around, key=lambda b: b.box.width * b.box.height)

    def _find_headings(self) -> dict[str, Node]:
        """The label at the top of each box, inside it or just above."""
        headings: dict[str, Node] = {}
        taken: set[str] = set()
        for box in sorted(self.boxes, key=lambda b: b.box.width * b.box.height):
            if box.type == "paragraph" and box.label:
                headings[box.id] = box
                continue
            first = min((n.box.y for n in self.members if self.box_of[n.id] is box), default=box.box.bottom)
            near = [
                n
                for n in self.graph.nodes
                if n.type == "label"
                and n.label
                and n.id not in taken
                and box.box.x - SLACK <= n.box.centre[0] <= box.box.right + SLACK
                and box.box.y - HEADING_REACH - n.box.height <= n.box.y <= first
            ]
            if near:
                headings[box.id] = min(near, key=lambda n: (n.box.y, n.box.x))
                taken.add(headings[box.id].id)
        return headings

    def _find_main(self) -> list[Node]:
        topics = [n for n in self.graph.nodes if n.type == "topic"]
        names = {n.id for n in topics}
        solid = {i for e in self.graph.edges if not e.dotted and {e.source, e.target} <= names for i in (e.source, e.target)}
        hung = {e.target for e in self.graph.edges if e.dotted and e.source in names}
        spine = [n for n in topics if n.id in solid or n.id not in hung]
        return sorted(spine or topics, key=lambda n: (n.box.y, n.box.x))

    def _find_parents(self) -> dict[str, str]:
        """The id that each member hangs on: a main topic or another member."""
        parent: dict[str, str] = {}
        main = {n.id for n in self.main}
        near: dict[str, list[str]] = defaultdict(list)
        for edge in self.graph.edges:
            near[edge.source].append(edge.target)
            near[edge.target].append(edge.source)
        inside: dict[str, list[str]] = defaultdict(list)
        for node in self.members:
            for box in self.boxes_around(node):
                inside[box.id].append(node.id)
        seen = set(main)
        waiting = deque((i, i) for i in main)
        while waiting:
            here, owner = waiting.popleft()
            for other in near[here]:
                if other in seen:
                    continue
                seen.add(other)
                node = self._nodes[other]
                is_box = other in inside
                if node.type in MEMBERS:
                    parent[other] = owner
                for member in inside.get(other, ()):
                    if member not in seen:
                        seen.add(member)
                        parent[member] = owner
                        waiting.append((member, member))
                waiting.append((other, owner if is_box or node.type not in MEMBERS else other))
        self._by_box(parent, main, inside)
        self._by_stack(parent, main)
        for node in self.members:
            if node.id not in main and node.id not in parent and (nearest := self._nearest_main(node)):
                parent[node.id] = nearest.id
        return parent

    def _by_box(self, parent: dict[str, str], main: set[str], inside: dict[str, list[str]]) -> None:
        for ids in inside.values():
            owners = [parent[i] for i in ids if i in parent] + [i for i in ids if i in main]
            for member in ids:
                if owners and member not in parent and member not in main:
                    parent[member] = max(sorted(set(owners)), key=owners.count)

    def _by_stack(self, parent: dict[str, str], main: set[str]) -> None:
        """A node under or over one that hangs on something hangs there too, and so on down the stack."""
        loose = [n for n in self.members if n.id not in parent and n.id not in main]
        changed = True
        while changed and loose:
            changed = False
            for node in list(loose):
                beside = [o for o in self.members if o.id in parent and _stacked(node.box, o.box)]
                if beside:
                    closest = min(beside, key=lambda o: (_distance(node.box, o.box), o.id))
                    parent[node.id] = parent[closest.id]
                    loose.remove(node)
                    changed = True

    def _nearest_main(self, node: Node) -> Node | None:
        return min(self.main, key=lambda m: (_distance(node.box, m.box), m.box.y, m.id), default=None)


def in_reading_order(nodes: Sequence[Node], around: Box | None = None) -> list[Node]:
    """Nodes stack by stack, each from top to bottom: what lies left of `around` first, then from the top and the left."""
    stacks: list[list[Node]] = []
    for node in sorted(nodes, key=lambda n: (n.box.y, n.box.x)):
        for stack in stacks:
            last = stack[-1].box
            if abs(last.x - node.box.x) < SLACK * 2 and -SLACK <= node.box.y - last.bottom <= STACK_GAP:
                stack.append(node)
                break
        else:
            stacks.append([node])
    middle = around.centre[0] if around else float("-inf")
    stacks.sort(key=lambda s: (s[0].box.centre[0] > middle, round(s[0].box.y / 12), s[0].box.x))
    return [node for stack in stacks for node in stack]


def _stacked(a: Box, b: Box) -> bool:
    gap = max(a.y - b.bottom, b.y - a.bottom)
    return gap <= STACK_GAP and min(a.right, b.right) - max(a.x, b.x) > 0.5 * min(a.width, b.width)


def _distance(a: Box, b: Box) -> float:
    across = max(a.x - b.right, b.x - a.right, 0.0)
    down = max(a.y - b.bottom, b.y - a.bottom, 0.0)
    return float((across**2 + down**2) ** 0.5)
