"""The main topics of a map, in the order in which its main path leads through them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from webapp.catalog.model import Graph, Node
from webapp.catalog.stacks import rows_of

PARALLEL = 3


def main_topics(graph: Graph) -> list[Node]:
    """Topics on the solid path, and those that hang on no other topic, as they are read."""
    topics = [n for n in graph.nodes if n.type == "topic"]
    names = {n.id for n in topics}
    solid = {i for e in graph.edges if not e.dotted and {e.source, e.target} <= names for i in (e.source, e.target)}
    hung = {e.target for e in graph.edges if e.dotted and e.source in names}
    mains = [n for n in topics if n.id in solid or n.id not in hung] or topics
    joined = _joined(graph, mains)
    return [node for path in _paths(mains, joined) for node in _along(path, joined)]


def _joined(graph: Graph, mains: Sequence[Node]) -> Mapping[str, set[str]]:
    joined: dict[str, set[str]] = {n.id: set() for n in mains}
    for edge in graph.edges:
        if not edge.dotted and edge.source in joined and edge.target in joined:
            joined[edge.source].add(edge.target)
            joined[edge.target].add(edge.source)
    return joined


def _paths(mains: Sequence[Node], joined: Mapping[str, set[str]]) -> list[list[Node]]:
    """The main path, or several that run side by side from top to bottom, from left to right; what is on none goes with the nearest."""
    nodes = {n.id: n for n in mains}
    seen: set[str] = set()
    long: list[list[Node]] = []
    for node in mains:
        waiting, path = [node.id], []
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                path.append(nodes[here])
                waiting += joined[here]
        if len(path) >= PARALLEL:
            long.append(path)
    long.sort(key=lambda p: min(n.box.x for n in p))
    if len(long) < 2 or not all(_side_by_side(a, b) for a, b in itertools.pairwise(long)):
        return [list(mains)]
    paths = [list(p) for p in long]
    on_one = {n.id for p in long for n in p}
    for node in (n for n in mains if n.id not in on_one):
        near = min(range(len(long)), key=lambda i: min(abs(m.box.centre[0] - node.box.centre[0]) for m in long[i]))
        paths[near].append(node)
    return paths


def _side_by_side(a: Sequence[Node], b: Sequence[Node]) -> bool:
    top, bottom = max(min(n.box.y for n in p) for p in (a, b)), min(max(n.box.bottom for n in p) for p in (a, b))
    return max(n.box.right for n in a) < min(n.box.x for n in b) and bottom > top


def _along(path: Sequence[Node], joined: Mapping[str, set[str]]) -> list[Node]:
    """A path row by row; a row that the path enters at its right end is read from there."""
    order: list[Node] = []
    for row in rows_of([(n.box, i) for i, n in enumerate(path)]):
        nodes = [path[i] for i in row]
        before = joined[order[-1].id] if order else set()
        if len(nodes) > 1 and nodes[-1].id in before and nodes[0].id not in before:
            nodes.reverse()
        order += nodes
    return order
