"""Who belongs to whom on a map: there is no tree in a graph file, so it is read from edges, boxes, stacks and nearness."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator

from webapp.catalog.boxes import Boxes
from webapp.catalog.grid import Grid
from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.spine import main_topics
from webapp.catalog.stacks import GAP, bounds, distance, stacked, stacks_of

LINKS = frozenset({"button", "linksgroup", "resourceButton"})
MEMBERS = frozenset({"topic", "subtopic", "todo", "checklist"}) | LINKS
LINE_REACH = 14.0
DEEPEST = 8
MOST_BESIDE = 24
BESIDE = 3.0


class Nesting:
    """For one graph: the main topics, the boxes, and what each member hangs on, at most eight deep."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.members = [n for n in graph.nodes if n.type in MEMBERS]
        self._nodes = {n.id: n for n in graph.nodes}
        self._grid = Grid(self.members)
        self.main = main_topics(graph)
        self._names = {n.id for n in self.main}
        self.boxes = Boxes(graph, self.members, self._grid)
        self.boxes.head_stacks(self.main)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for node in self.members:
            for box in self.boxes.around(node):
                self._inside[box.id].append(node.id)
        self.parent: dict[str, str] = {}
        self._by_line()
        self._by_box()
        self._by_stack()
        self._by_nearness()
        self._flatten()

    def _by_line(self) -> None:
        """What edges and lines lead to from the main topics, and what lies in the boxes that they lead to."""
        near: dict[str, list[str]] = defaultdict(list)
        ends = [(e.source, e.target) for e in self.graph.edges]
        for one, other in (*ends, *self._lines()):
            near[one].append(other)
            near[other].append(one)
        seen = {n.id for n in self.main}
        waiting = deque((n.id, n.id) for n in self.main)
        while waiting:
            here, owner = waiting.popleft()
            for other in near[here]:
                if other in seen:
                    continue
                seen.add(other)
                is_member = other in self._nodes and self._nodes[other].type in MEMBERS
                if is_member:
                    self.parent[other] = owner
                for member in self._inside.get(other, ()):
                    if member not in seen:
                        seen.add(member)
                        self.parent[member] = owner
                        waiting.append((member, member))
                waiting.append((other, owner if other in self._inside or not is_member else other))

    def _lines(self) -> Iterator[tuple[str, str]]:
        """What lines that are nodes of their own join: the smallest box at either end."""
        boxes = Grid(b for b in self.boxes.all if b.id in self._nodes)
        for line in (n for n in self.graph.nodes if n.type in {"vertical", "horizontal"}):
            (x, y), box = line.box.centre, line.box
            ends = ((x, box.y), (x, box.bottom)) if line.type == "vertical" else ((box.x, y), (box.right, y))
            touched = []
            for end in (Box(*end, 0, 0) for end in ends):
                near = (*self._grid.near(end, LINE_REACH), *boxes.near(end, LINE_REACH))
                touched.append({n.id: n for n in near if n.box.contains(end, LINE_REACH)})
            # What holds the whole line is behind it.
            first, last = ([n for n in here.values() if n.id not in there] for here, there in (touched, touched[::-1]))
            if first and last:
                one, other = (min(found, key=lambda n: n.box.width * n.box.height).id for found in (first, last))
                if not {one, other} <= self._names:
                    yield one, other

    def _by_box(self) -> None:
        for ids in self._inside.values():
            owners = [self.parent[i] for i in ids if i in self.parent] + [i for i in ids if i in self._names]
            counts = dict.fromkeys(sorted(set(owners)), 0)
            for owner in owners:
                counts[owner] += 1
            for member in ids:
                if counts and member not in self.parent and member not in self._names:
                    self.parent[member] = max(counts, key=counts.__getitem__)

    def _by_stack(self) -> None:
        """A node right under a main topic hangs on it; one under or over a node that hangs on something hangs there too."""
        waiting = [(0.0, n.box.y, n.id, self.parent.get(n.id, n.id)) for n in self.members if n.id in self.parent or n.id in self._names]
        heapq.heapify(waiting)
        done: set[str] = set()
        while waiting:
            _, _, name, owner = heapq.heappop(waiting)
            if name in done:
                continue
            done.add(name)
            here = self._nodes[name]
            if name not in self._names:
                self.parent.setdefault(name, owner)
            beside = [n for n in self._grid.near(here.box, GAP) if n.id not in done and n.id not in self.parent and n.id not in self._names]
            beside = [n for n in beside if stacked(n.box, here.box) and (name not in self._names or n.box.y > here.box.y)]
            for node in sorted(beside, key=lambda n: distance(n.box, here.box))[:MOST_BESIDE]:
                heapq.heappush(waiting, (distance(node.box, here.box), here.box.y, node.id, owner))

    def _by_nearness(self) -> None:
        """What nothing leads to hangs on the nearest main topic: a box or stack of such nodes as a whole."""
        by_top = sorted(self.main, key=lambda n: (n.box.y, n.id))
        tops = [n.box.y for n in by_top]
        tallest = max((n.box.height for n in by_top), default=0.0)
        loose = [n for n in self.members if n.id not in self._names and n.id not in self.parent]
        clusters: dict[str, list[Node]] = defaultdict(list)
        bare: list[Node] = []
        for node in loose:
            box = next(iter(self.boxes.around(node)), None)
            (clusters[box.id] if box else bare).append(node)
        for cluster in (*clusters.values(), *stacks_of(bare)):
            if by_top:
                owner = _nearest(bounds(cluster), by_top, tops, tallest).id
                self.parent.update((n.id, owner) for n in cluster)

    def _flatten(self) -> None:
        """Hangs what is too deep for a reader higher up; a chain of a thousand topics is a list."""
        depth = {n.id: 0 for n in self.main}
        for name in list(self.parent):
            chain = [name]
            while chain[-1] not in depth and chain[-1] in self.parent and len(chain) <= len(self.parent):
                chain.append(self.parent[chain[-1]])
            for here in reversed(chain):
                if here not in depth:
                    above = self.parent.get(here, "")
                    if depth.get(above, 0) >= DEEPEST:
                        self.parent[here] = self.parent[above]
                    depth[here] = min(depth.get(above, 0) + 1, DEEPEST)


def _away(box: Box, main: Box) -> float:
    """How far a branch is from a main topic: it stands beside its topic rather than above or below it."""
    across = max(box.x - main.right, main.x - box.right, 0.0)
    down = max(box.y - main.bottom, main.y - box.bottom, 0.0)
    return float((across**2 + (BESIDE * down) ** 2) ** 0.5)


def _nearest(box: Box, by_top: list[Node], tops: list[float], tallest: float) -> Node:
    """The nearest of nodes that are sorted by their tops; of two that are equally near the upper one."""
    start = bisect_left(tops, box.y)
    best, found = float("inf"), by_top[0]
    for number in range(start, len(by_top)):
        if tops[number] - box.bottom > best:
            break
        if (away := _away(box, by_top[number].box)) < best:
            best, found = away, by_top[number]
    for number in range(start - 1, -1, -1):
        if box.y - tops[number] - tallest > best:
            break
        if (away := _away(box, by_top[number].box)) <= best:
            best, found = away, by_top[number]
    return found
