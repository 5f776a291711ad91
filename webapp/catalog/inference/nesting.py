"""Finds the parent of each node of a map.

There is no tree in a graph file, so it is inferred from edges, then boxes, then stacks, then distance.
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
    Lists,
    bounds,
    distance,
    level,
    overlap,
    parted,
    stacked,
    stacks_of,
)
from webapp.catalog.inference.grid import Grid
from webapp.catalog.inference.line_edges import line_edges
from webapp.catalog.inference.main_path import main_topics
from webapp.catalog.inference.proximity import ProximityIndex
from webapp.catalog.model import Box, Edge, Graph, Node
from webapp.catalog.node_types import LINK_TYPES, MEMBER_TYPES

BARE = LINK_TYPES | {"checklist"}
DEEPEST = 8
MOST_BESIDE = 24
FAR_ABOVE = 500.0


class By(IntEnum):
    """The kinds of evidence that a node belongs to another, the strongest first."""

    EDGE = 0
    BOX = 1
    STACK = 2
    REST_OF_BOX = 3
    STACK_ACROSS = 4
    BESIDE = 5


class Nesting:
    """The main topics of a graph, its boxes, and the parent of each member, at most eight levels deep.

    Members are the nodes that the outline holds: topics and links.
    """

    def __init__(self, graph: Graph) -> None:
        self.members = [n for n in graph.nodes if n.type in MEMBER_TYPES]
        self._nodes = {n.id: n for n in graph.nodes}
        self._grid = Grid(self.members)
        self.boxes = Boxes(graph, self.members, self._grid)
        edges = (*graph.edges, *line_edges(graph, self.boxes.all, self.members, self._grid))
        self.main = main_topics(graph, edges, self.members, self._held())
        self._names = {n.id for n in self.main}
        self.boxes.head_stacks(self.main)
        self._inside = self._held()
        # A box around several main topics is a stage of the map; it says nothing about parents.
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
        """Returns the nodes joined to each node, and whether each is the next step of a series, no branch."""
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
            # An edge may be drawn from either end; the child is the node farther from the main topics.
            self._targets = {max(b, a, key=away.__getitem__) for a, b in inner}
        return near

    def _leads_on(self, edge: Edge, mains: Grid) -> bool:
        """Whether a solid edge leads from the branch below one main topic down to the next main topic."""
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
        """Returns the ids of the topics that are the head of a branch.

        Such a topic stands alone or on top of a column of subtopics. It has an edge, or its column is in
        no box.
        """
        columns = stacks_of([n for n in self.members if n.id not in self._names])
        first = (c for c in columns if all(n.type != "topic" for n in c[1:]))
        return {
            n.id
            for n, *below in first
            if n.type == "topic" and (n.id in self._near or (below and not self.boxes.around(n)))
        }

    def _is_step(self, one: str, other: str, dotted: bool) -> bool:
        """Whether a solid edge joins two subtopics of one column, so that one follows the other."""
        a, b = self._nodes[one], self._nodes[other]
        across = overlap(a.box, b.box) > 0.5 * min(a.box.width, b.box.width)
        return not dotted and across and {a.type, b.type} == {"subtopic"} and not {one, other} & self._names

    def _wait(self, by: By, name: str, owner: str, far: float = 0) -> None:
        box = self._nodes[name].box if name in self._nodes else None
        heapq.heappush(self._waiting, (by, far, box.y if box else 0, name, owner))

    def _spread(self) -> None:
        """Gives parents to the waiting nodes, the strongest evidence first, and to what belongs to them."""
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
        is_member = node is not None and node.type in MEMBER_TYPES
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
            self._wait_for_boxes(node)
            self._look_around(node, owner)

    def _wait_for_boxes(self, node: Node) -> None:
        for box in self.boxes.around(node):
            if box.id not in self._stages:
                self._wait(By.REST_OF_BOX, box.id, "", box.box.width * box.box.height)

    def _enter(self, names: Iterable[str], owner: str) -> None:
        """Lets the members of a box wait for their parent, except for columns that hang on others."""
        for stack in stacks_of([self._nodes[i] for i in names if i not in self._done]):
            if not any(n.id in self._targets for n in stack):
                head = stack[0].id
                for node in stack:
                    self._wait(By.BOX, node.id, head if head in self._heads and node.id != head else owner)

    def _take_rest(self, box: str) -> None:
        """Assigns the remaining members of a box to the parent that most of its members have."""
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
        """Lets the neighbors of a node wait for its parent; those of a branch's head wait for the head."""
        owner = here.id if here.id in self._heads else owner
        # More neighbors than these lie upon each other, so that any of them will do.
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
        """Hangs nodes without any evidence on the nearest main topic, a box or stack of them as a whole."""
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
        """Whether a node without children of its own is the parent of a branch.

        It stands alone, level with the middle or the beginning of the branch, with room for an edge.
        """
        alone = not any(n.id != near.id and stacked(n.box, near.box) for n in self._grid.near(near.box, GAP))
        off = min(abs(branch.center[1] - near.box.center[1]), abs(branch.y - near.box.y))
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
        """Moves what hangs on a link or a checklist, which hold nothing, to the topic above it."""
        bare = {n.id for n in self.members if n.type in BARE}
        for name in list(self.parent):
            seen = {name}
            while (owner := self.parent.get(name, "")) in bare:
                self.parent[name] = self.parent.get(owner, "")
                if owner in seen or not self.parent[name]:
                    del self.parent[name]
                seen.add(owner)

    def _flatten(self) -> None:
        """Hangs nodes that are too deep one level higher, so that a chain of a thousand topics is a list."""
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
