"""Who belongs to whom on a map: there is no tree in a graph file, so it is read from edges, boxes, stacks and nearness."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.spine import main_topics
from webapp.catalog.stacks import GAP, SAME_ROW, SLACK, distance, overlap, stacked, stacks_of

LINKS = frozenset({"button", "linksgroup", "resourceButton"})
MEMBERS = frozenset({"topic", "subtopic", "todo", "checklist"}) | LINKS
HEADING_REACH = 34.0
LINE_REACH = 14.0


class Nesting:
    """For one graph: the main topics, the smallest box around each member, and what each member hangs on."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.members = [n for n in graph.nodes if n.type in MEMBERS]
        self._nodes = {n.id: n for n in graph.nodes}
        self.main = main_topics(graph)
        self.boxes = self._find_boxes()
        self.box_of = {n.id: next(iter(self.boxes_around(n)), None) for n in self.members}
        self.heading_of = self._find_headings()
        self._head_stacks()
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
                first_label = min(near, key=lambda n: (n.box.y, n.box.x))
                # Several in a row are the headings of columns.
                if sum(n.box.y - first_label.box.y < SAME_ROW / 2 for n in near) == 1:
                    headings[box.id] = first_label
                    taken.add(first_label.id)
        return headings

    def _head_stacks(self) -> None:
        """Makes a box of each list that stands under a label without one, with the columns beside it that have no label of their own."""
        taken = {n.id for n in self.heading_of.values()}
        main = {n.id for n in self.main}
        stacks = stacks_of([n for n in self.members if n.id not in main])
        heads: dict[int, Node] = {}
        for label in (n for n in self.graph.nodes if n.type == "label" and n.label and n.id not in taken):
            around = next(iter(self.boxes_around(label)), None)
            below = [n for n, stack in enumerate(stacks) if n not in heads and self._heads(label, stack, around)]
            if below:
                heads[min(below, key=lambda n: distance(label.box, stacks[n][0].box))] = label
        for number, label in heads.items():
            nodes = list(stacks[number])
            for other, stack in enumerate(stacks):
                top, last = stack[0].box, nodes[-1].box
                gap = top.x - max(n.box.right for n in nodes)
                if other not in heads and abs(top.y - nodes[0].box.y) < SAME_ROW / 2 and 0 <= gap <= GAP and top.x > last.x:
                    nodes += stack
            if len(nodes) > 1:
                self._make_box(label, nodes)

    def _heads(self, label: Node, stack: list[Node], around: Node | None) -> bool:
        first = stack[0].box
        near = -SLACK * 2 <= first.y - label.box.bottom <= HEADING_REACH and overlap(label.box, first) > 0
        return near and self.box_of[stack[0].id] is around

    def _make_box(self, label: Node, nodes: list[Node]) -> None:
        places = [n.box for n in nodes]
        x, y = min(b.x for b in places), min(b.y for b in places)
        right, bottom = max(b.right for b in places), max(b.bottom for b in places)
        box = Node(label.id, "section", Box(x, y, right - x, bottom - y))
        if all(not box.box.contains(n.box, SLACK) or n in nodes for n in self.members):
            self.boxes.append(box)
            self.heading_of[box.id] = label

    def _find_parents(self) -> dict[str, str]:
        """The id that each member hangs on: a main topic or another member."""
        parent: dict[str, str] = {}
        main = {n.id for n in self.main}
        near: dict[str, list[str]] = defaultdict(list)
        ends = [(e.source, e.target) for e in self.graph.edges]
        for one, other in (*ends, *self._lines()):
            near[one].append(other)
            near[other].append(one)
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
        """A node right under a main topic hangs on it; one under or over a node that hangs on something hangs there too."""
        loose = [n for n in self.members if n.id not in parent and n.id not in main]
        near = {
            n.id: [o for o in self.members if o is not n and stacked(n.box, o.box) and (o.id not in main or o.box.y < n.box.y)]
            for n in loose
        }
        changed = True
        while changed and loose:
            changed = False
            for node in list(loose):
                beside = [o for o in near[node.id] if o.id in parent or o.id in main]
                if beside:
                    closest = min(beside, key=lambda o: (distance(node.box, o.box), o.box.y, o.id))
                    parent[node.id] = parent.get(closest.id, closest.id)
                    loose.remove(node)
                    changed = True

    def _lines(self) -> Iterator[tuple[str, str]]:
        """What lines that are nodes of their own join: the smallest box at either end."""
        places = sorted([*self.members, *self.boxes], key=lambda n: n.box.width * n.box.height)
        main = {n.id for n in self.main}
        for line in (n for n in self.graph.nodes if n.type in {"vertical", "horizontal"}):
            (x, y), box = line.box.centre, line.box
            ends = ((x, box.y), (x, box.bottom)) if line.type == "vertical" else ((box.x, y), (box.right, y))
            touched = [[n for n in places if n.box.contains(Box(*end, 0, 0), LINE_REACH)] for end in ends]
            # What holds the whole line is behind it.
            first, last = ([n for n in here if n not in there] for here, there in (touched, touched[::-1]))
            if first and last and not {first[0].id, last[0].id} <= main:
                yield first[0].id, last[0].id

    def _nearest_main(self, node: Node) -> Node | None:
        return min(self.main, key=lambda m: (distance(node.box, m.box), m.box.y, m.id), default=None)
