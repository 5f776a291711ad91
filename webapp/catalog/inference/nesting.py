"""Who belongs to whom on a map: there is no tree in a graph file, so it is read from edges, boxes, stacks
and nearness.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import islice

from webapp.catalog.inference.boxes import Boxes
from webapp.catalog.inference.geometry import (
    GAP,
    SAME_ROW,
    SLACK,
    bounds,
    distance,
    level,
    overlap,
    stacked,
    stacks_of,
)
from webapp.catalog.inference.grid import Grid
from webapp.catalog.inference.line_edges import edges_of_lines
from webapp.catalog.inference.lists import Lists, parted
from webapp.catalog.inference.main_path import main_topics
from webapp.catalog.inference.proximity import ProximityIndex
from webapp.catalog.model import LINK_TYPES, Box, Edge, Graph, Node

BARE = LINK_TYPES | {"checklist"}
MEMBERS = frozenset({"topic", "subtopic", "todo", "checklist"}) | LINK_TYPES
DEEPEST = 8
MOST_BESIDE = 24
FAR_ABOVE = 500.0


class By(IntEnum):
    """What a node is found to belong by, the surest first."""

    EDGE = 0
    BOX = 1
    STACK = 2
    REST_OF_BOX = 3
    STACK_ACROSS = 4
    BESIDE = 5


class Nesting:
    """For one graph: the main topics, the boxes, and what each member hangs on, at most eight deep."""

    def __init__(self, graph: Graph) -> None:
        self.members = [n for n in graph.nodes if n.type in MEMBERS]
        self._nodes = {n.id: n for n in graph.nodes}
        self._grid = Grid(self.members)
        self.boxes = Boxes(graph, self.members, self._grid)
        edges = (*graph.edges, *edges_of_lines(graph, self.boxes.all, self.members, self._grid))
        self.main = main_topics(graph, edges, self.members, self._held())
        self._names = {n.id for n in self.main}
        self.boxes.head_stacks(self.main)
        self._inside = self._held()
        # A box behind several main topics is a stage of the map and gathers nothing.
        self._mains_in = {box: [i for i in ids if i in self._names] for box, ids in self._inside.items()}
        self._stages = {box for box, mains in self._mains_in.items() if len(mains) > 1}
        self._targets: set[str] = set()
        self._near = self._joined(edges)
        self._heads = self._branch_heads()
        self._lists = Lists([n for n in self.members if n.id not in self._names])
        self._waiting: list[tuple[By, float, float, str, str]] = []
        self.parent: dict[str, str] = {}
        self._done: set[str] = set()
        self._settled: set[str] = set()
        for node in self.main:
            self._wait(By.EDGE, node.id, node.id)
        self._spread()
        self._by_nearness()
        self._lift()
        self._flatten()

    def _held(self) -> dict[str, list[str]]:
        inside: dict[str, list[str]] = defaultdict(list)
        for node in self.members:
            for box in self.boxes.around(node):
                inside[box.id].append(node.id)
        return inside

    def _joined(self, edges: Sequence[Edge]) -> dict[str, list[tuple[str, bool]]]:
        """What is joined to each node, and whether it is the next step of a series and not a branch."""
        near: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        mains = Grid(self.main)
        ends = [
            (e.source, e.target, self._is_step(e.source, e.target, e.dotted))
            for e in edges
            if not self._leads_on(e, mains)
        ]
        for one, other, step in ends:
            near[one].append((other, step))
            near[other].append((one, step))
        if self.main:
            nearest, places = (
                ProximityIndex(self.main, self._grid),
                {n.id: n.box for n in self.members if n.id not in self._names},
            )
            inner = [(a, b) for a, b, step in ends if not step and a in places and b in places]
            away = {i: nearest.distance_from(places[i]) for pair in inner for i in pair}
            # Edges are drawn from either end: what hangs is what lies farther out.
            self._targets = {max(b, a, key=away.__getitem__) for a, b in inner}
        return near

    def _leads_on(self, edge: Edge, mains: Grid) -> bool:
        """Whether a solid edge leads down from what stands under one main topic to the next."""
        (upper, out), (lower, into) = sorted(
            ((self._nodes[edge.source], edge.source_side), (self._nodes[edge.target], edge.target_side)),
            key=lambda end: end[0].box.y,
        )
        if edge.dotted or (out, into) != ("x", "w") or upper.id in self._names or lower.id not in self._names:
            return False
        return any(
            n.box.bottom <= upper.box.y + SLACK and overlap(n.box, upper.box) > 0
            for n in mains.near(upper.box, FAR_ABOVE)
        )

    def _branch_heads(self) -> set[str]:
        """Topics that stand on a column of nothing but subtopics or alone, if something is joined to them
        or they head a free column.
        """
        columns = stacks_of([n for n in self.members if n.id not in self._names])
        first = (c for c in columns if all(n.type != "topic" for n in c[1:]))
        return {
            n.id
            for n, *below in first
            if n.type == "topic" and (n.id in self._near or (below and not self.boxes.around(n)))
        }

    def _is_step(self, one: str, other: str, dotted: bool) -> bool:
        """Solid edges lead from one to the next in a column."""
        a, b = self._nodes[one], self._nodes[other]
        across = overlap(a.box, b.box) > 0.5 * min(a.box.width, b.box.width)
        return not dotted and across and {a.type, b.type} == {"subtopic"} and not {one, other} & self._names

    def _wait(self, by: By, name: str, owner: str, far: float = 0) -> None:
        box = self._nodes[name].box if name in self._nodes else None
        heapq.heappush(self._waiting, (by, far, box.y if box else 0, name, owner))

    def _spread(self) -> None:
        """Takes what waits, the surest first, and what belongs to it in turn."""
        while self._waiting:
            by, _, _, name, owner = heapq.heappop(self._waiting)
            if by is By.REST_OF_BOX:
                if name not in self._settled:
                    self._settled.add(name)
                    self._take_rest(name)
            elif name not in self._done:
                self._done.add(name)
                self._take(name, owner)

    def _take(self, name: str, owner: str) -> None:
        node = self._nodes.get(name)
        is_member = node is not None and node.type in MEMBERS
        if name in self._names:
            owner = name
        elif is_member:
            self.parent[name] = owner
        for other, step in self._near.get(name, ()):
            if other not in self._done:
                self._wait(By.EDGE, other, owner if step or not is_member else name)
        if name in self._inside and name not in self._stages:
            self._enter(self._inside[name], next(iter(self._mains_in[name]), owner))
            self._wait(By.REST_OF_BOX, name, "")
        if node is not None and is_member:
            for box in self.boxes.around(node):
                if box.id not in self._stages:
                    self._wait(By.REST_OF_BOX, box.id, "", box.box.width * box.box.height)
            self._look_around(node, owner)

    def _enter(self, names: Iterable[str], owner: str) -> None:
        """Takes the members of a box, but for columns that hang on others."""
        for stack in stacks_of([self._nodes[i] for i in names if i not in self._done]):
            if not any(n.id in self._targets for n in stack):
                head = stack[0].id
                for node in stack:
                    self._wait(By.BOX, node.id, head if head in self._heads and node.id != head else owner)

    def _take_rest(self, box: str) -> None:
        """What is left in a box goes where most of the box has gone."""
        inside = self._inside[box]
        left = [i for i in inside if i not in self._done]
        if left:
            names = set(inside)
            owners = Counter(self._owner_outside(i, names) for i in inside if i in self._done)
            owner = next(iter(self._mains_in[box]), max(sorted(owners), key=owners.__getitem__, default=""))
            for name in left if owner else ():
                self._wait(By.EDGE, name, owner)

    def _owner_outside(self, name: str, inside: set[str]) -> str:
        for _ in range(len(inside)):
            if name not in inside or name not in self.parent:
                break
            name = self.parent[name]
        return name

    def _look_around(self, here: Node, owner: str) -> None:
        """What is right under the head of a branch hangs on it; what is over, under or beside what hangs
        somewhere hangs there too.
        """
        owner = here.id if here.id in self._heads else owner
        # Where more than a few lie about, they lie one on the other, and any of them will do.
        for node in islice(self._beside(here), MOST_BESIDE):
            same = self.boxes.around(node)[:1] == self.boxes.around(here)[:1]
            is_stacked = stacked(node.box, here.box)
            if same or is_stacked:
                by = By.BESIDE if not is_stacked else By.STACK if same else By.STACK_ACROSS
                self._wait(by, node.id, owner, distance(node.box, here.box))

    def _beside(self, here: Node) -> Iterator[Node]:
        is_head = here.id in self._names or here.id in self._heads
        for node in self._grid.near(here.box, GAP):
            if (
                node.id in self._done
                or node.id in self._names
                or node.id in self._targets
                or distance(node.box, here.box) > GAP
            ):
                continue
            in_column = stacked(node.box, here.box) and not self._lists.are_apart(node, here)
            if (in_column and (not is_head or node.box.y > here.box.y)) or level(node.box, here.box):
                yield node

    def _by_nearness(self) -> None:
        """What nothing leads to hangs where it is nearest to: a box or stack of such nodes as a whole,
        and then what it leads to.
        """
        if not self.main:
            return
        nearest = ProximityIndex(
            self.main, self._grid, [self._nodes[i] for i in sorted(self._heads & self._done)]
        )
        heads = self._names | self._heads
        for cluster in sorted(
            self._clusters(),
            key=lambda c: (any(n.id in self._targets for n in c), nearest.distance_from(bounds(c))),
        ):
            left = [n for n in cluster if n.id not in self._done]
            if left:
                near = nearest.owner_of(bounds(left), self._done - heads)
                owner = (
                    near.id if near.id in heads or self._leads(near, bounds(left)) else self.parent[near.id]
                )
                self._enter((n.id for n in left), owner)
                self._spread()
                for node in (n for n in left if n.id not in self._done):
                    self._wait(By.EDGE, node.id, owner)
                self._spread()

    def _leads(self, near: Node, branch: Box) -> bool:
        """Whether a node without a branch stands alone, level with the middle or the beginning of one
        that keeps off as if for an edge.
        """
        alone = not any(n.id != near.id and stacked(n.box, near.box) for n in self._grid.near(near.box, GAP))
        off = min(abs(branch.centre[1] - near.box.centre[1]), abs(branch.y - near.box.y))
        return (
            alone
            and off < SAME_ROW / 2
            and distance(near.box, branch) > GAP
            and near.id not in self.parent.values()
        )

    def _clusters(self) -> Sequence[list[Node]]:
        clusters: dict[str, list[Node]] = defaultdict(list)
        bare: list[Node] = []
        for node in (n for n in self.members if n.id not in self._done):
            box = next((b for b in self.boxes.around(node) if b.id not in self._stages), None)
            (clusters[box.id] if box else bare).append(node)
        return (*clusters.values(), *parted(stacks_of(bare)))

    def _lift(self) -> None:
        """Takes what hangs on a way out of the map, which has nothing below it, to the topic that the way
        out hangs on.
        """
        bare = {n.id for n in self.members if n.type in BARE}
        for name in list(self.parent):
            seen = {name}
            while (owner := self.parent.get(name, "")) in bare:
                self.parent[name] = self.parent.get(owner, "")
                if owner in seen or not self.parent[name]:
                    del self.parent[name]
                seen.add(owner)

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
