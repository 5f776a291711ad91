"""Finds the main topics of a map: those on the solid path, and those that hang on no other topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from webapp.catalog.inference.geometry import (
    GAP,
    SHAKY,
    bounds,
    level,
    overlap,
    reading_lines,
    stacked,
    stacks_of,
)
from webapp.catalog.inference.grid import Grid
from webapp.catalog.inference.main_path_order import in_path_order
from webapp.catalog.model import Box, Edge, Graph, Node


def main_topics(
    graph: Graph, edges: Sequence[Edge], members: Sequence[Node], inside: Mapping[str, Sequence[str]]
) -> list[Node]:
    """Returns the main topics in reading order.

    `edges` holds the edges of lines too, and `inside` the ids of the members in each box.
    """
    nodes = {n.id: n for n in graph.nodes}
    topics = [n for n in members if n.type == "topic"]
    edges = _without_side_steps(edges, {n.id for n in topics})
    path = _path(edges, topics)
    if not topics:
        topics, path = _among_subtopics(edges, [n for n in members if n.type == "subtopic"])
    on_path = {i for e in path for i in (e.source, e.target)}
    hung = _BranchTopics(edges, members, inside, {n.id for n in topics}, on_path).hung
    mains = [n for n in topics if n.id not in hung] or topics
    if not path and _are_on_lists(mains, members):
        return [
            mains[number]
            for line in reading_lines([(n.box, i) for i, n in enumerate(mains)])
            for number in line
        ]
    first = frozenset(
        i
        for e in edges
        for i, other in ((e.target, e.source), (e.source, e.target))
        if nodes[other].type == "title"
    )
    return in_path_order(mains, path, first)


def _are_on_lists(mains: Sequence[Node], members: Sequence[Node]) -> bool:
    """Whether every main topic stands directly above a list, as on a board of columns."""
    names, places = {n.id for n in mains}, Grid(members)
    return all(
        any(
            n.id not in names and n.box.y > m.box.y and stacked(m.box, n.box) for n in places.near(m.box, GAP)
        )
        for m in mains
    )


def _without_side_steps(edges: Sequence[Edge], topics: Collection[str]) -> list[Edge]:
    """Returns the edges; those that lead sideways from the path to a topic without a way on are dotted."""
    solid = [e for e in edges if not e.dotted and e.source in topics and e.target in topics]
    often = Counter(i for e in solid for i in (e.source, e.target))
    aside = set()
    for edge in solid:
        least, most = sorted((often[edge.source], often[edge.target]))
        if least == 1 and most > 2 and {edge.source_side, edge.target_side} == {"y", "z"}:
            aside.add(edge.id)
    return [replace(e, dotted=True) if e.id in aside else e for e in edges]


def _among_subtopics(edges: Sequence[Edge], subtopics: Sequence[Node]) -> tuple[list[Node], list[Edge]]:
    """Returns the main topics of a map that has subtopics only, and the path.

    They are on the solid path or in line with it; without a path they are those that others hang on and
    that hang on none.
    """
    names = {n.id for n in subtopics}
    between = [e for e in edges if e.source in names and e.target in names]
    path = _path([e for e in edges if not e.dotted], subtopics)
    if main := {i for e in path for i in (e.source, e.target)}:
        main |= _in_line([n for n in subtopics if n.id in main], subtopics)
    else:
        main = {e.source for e in between} - {e.target for e in between}
    return [n for n in subtopics if n.id in main], path


def _in_line(path: Sequence[Node], others: Sequence[Node]) -> set[str]:
    """Returns the ids of nodes that stand alone in line with a straight path: their edges were lost."""
    across = median(n.box.center[0] for n in path)
    if any(abs(n.box.center[0] - across) > SHAKY for n in path):
        return set()
    alone = (stack for stack in stacks_of(others) if len(stack) == 1)
    return {n.id for (n,) in alone if abs(n.box.center[0] - across) <= SHAKY}


def _path(edges: Sequence[Edge], topics: Sequence[Node]) -> list[Edge]:
    """Returns the edges of the main path.

    They are the solid edges between topics, or if there is none the dotted ones that lead straight down.
    """
    nodes = {n.id: n for n in topics}
    between = [e for e in edges if e.source in nodes and e.target in nodes]
    solid = [*(e for e in between if not e.dotted), *_through(edges, nodes)]
    upright = [e for e in between if {e.source_side, e.target_side} == {"w", "x"}]
    straight = [e for e in upright if overlap(nodes[e.source].box, nodes[e.target].box) > 0]
    return [*solid, *_going_on(solid, upright, straight, nodes)] if solid else straight


def _through(edges: Sequence[Edge], topics: Mapping[str, Node]) -> Iterator[Edge]:
    """Yields one edge for each pair of solid edges that lead into a box or subtopic and out again."""
    into: dict[str, list[Edge]] = defaultdict(list)
    for edge in (e for e in edges if not e.dotted and e.source in topics and e.target not in topics):
        into[edge.target].append(edge)
    for edge in (e for e in edges if not e.dotted and e.source not in topics and e.target in topics):
        for first in into[edge.source][:1]:
            if first.source != edge.target:
                yield replace(first, target=edge.target, target_side=edge.target_side)


def _going_on(
    solid: Sequence[Edge], upright: Sequence[Edge], straight: Sequence[Edge], nodes: Mapping[str, Node]
) -> Iterator[Edge]:
    """Yields the dotted edges that continue the path below its end, if nothing else leads on from there."""
    lower = {e: sorted((e.source, e.target), key=lambda i: nodes[i].box.y) for e in {*solid, *upright}}
    down = Counter(upper for upper, _ in lower.values())
    on_path = {i for e in solid for i in (e.source, e.target)}
    for edge in sorted((e for e in straight if e.dotted), key=lambda e: nodes[lower[e][0]].box.y):
        upper, under = lower[edge]
        if upper in on_path and down[upper] == 1:
            on_path.add(under)
            yield edge


class _BranchTopics:
    """Finds the topics that stand in a branch instead of on the path; `hung` holds their ids."""

    def __init__(
        self,
        edges: Sequence[Edge],
        members: Sequence[Node],
        inside: Mapping[str, Sequence[str]],
        topics: set[str],
        on_path: set[str],
    ) -> None:
        self._topics, self._inside = topics, inside
        columns = [[n.id for n in s] for s in stacks_of([n for n in members if n.id not in on_path])]
        self._column = {i: c for c in columns for i in c}
        self.hung = {
            e.target for e in edges if e.dotted and e.source in topics and e.target in topics - on_path
        }
        self._near: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for edge in edges:
            self._near[edge.source].append((edge.target, edge.dotted))
            self._near[edge.target].append(
                (edge.source, edge.dotted and edge.source in topics and edge.target in topics)
            )
        if on_path:
            # Topics directly below each other are a list, and no path.
            self.hung.update(
                i
                for c in columns
                if len(t := [i for i in c if i in topics]) > 1 and len(t) == len(c)
                for i in t
            )
        else:
            self._hang_columns()
        self._seen = set(on_path)
        self._follow(on_path or topics - self.hung)
        if on_path:
            self._hang_beside(
                [n for n in members if n.id in on_path], [n for n in members if n.id in topics - on_path]
            )

    def _hang_columns(self) -> None:
        for name in list(self.hung):
            self.hung.update(i for i in self._column[name] if i in self._topics)

    def _hang_beside(self, path: Sequence[Node], others: Sequence[Node]) -> None:
        """Hangs topics without an edge to the path that stand beside it, if the path goes straight down."""
        along, places = bounds(path), Grid(path)
        if not any(
            level(n.box, other.box)
            for n in path
            for other in places.near(Box(along.x, n.box.y, along.width, n.box.height), 0)
        ):
            self.hung.update(
                n.id
                for n in others
                if overlap(n.box, along) <= 0 and along.y <= n.box.center[1] <= along.bottom
            )
        for node in others:
            if node.id not in self.hung:
                self._follow({node.id})

    def _follow(self, seeds: set[str]) -> None:
        """Follows dotted edges from the path, through boxes and columns, and hangs the topics on the way."""
        waiting = list(seeds)
        self._seen |= seeds
        while waiting:
            here = waiting.pop()
            found = [other for other, dotted in self._near[here] if dotted or other not in self._topics]
            members = self._inside.get(here, ())
            if not any(i in seeds for i in members):
                found += members
            if here not in seeds:
                found += self._column.get(here, ())
            for other in (i for i in found if i not in self._seen):
                self._seen.add(other)
                waiting.append(other)
                if other in self._topics:
                    self.hung.add(other)
