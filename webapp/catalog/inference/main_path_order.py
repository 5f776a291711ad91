"""The order in which the main path of a map leads through its topics."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from webapp.catalog.inference.geometry import rows_of
from webapp.catalog.model import Edge, Node

PARALLEL = 3


def in_path_order(mains: Sequence[Node], edges: Iterable[Edge], first: frozenset[str]) -> list[Node]:
    """Returns main topics in the order of the edges between them, else from top to bottom.

    `first` holds the ids of those to which the title leads.
    """
    joined: dict[str, set[str]] = {n.id: set() for n in mains}
    entered = set()
    for edge in edges:
        if edge.source in joined and edge.target in joined:
            joined[edge.source].add(edge.target)
            joined[edge.target].add(edge.source)
            entered.add(edge.target if edge.source_side != "w" else edge.source)
    pieces = _pieces(mains, joined)
    return [node for path in _paths(mains, pieces) for node in _along(path, pieces, joined, first, entered)]


def _pieces(mains: Sequence[Node], joined: Mapping[str, set[str]]) -> list[list[Node]]:
    """Returns main topics in pieces that edges join."""
    nodes = {n.id: n for n in mains}
    seen: set[str] = set()
    pieces: list[list[Node]] = []
    for node in mains:
        waiting, piece = [node.id], []
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                piece.append(nodes[here])
                waiting += joined[here]
        if piece:
            pieces.append(piece)
    return pieces


def _paths(mains: Sequence[Node], pieces: Sequence[list[Node]]) -> list[list[Node]]:
    """Returns the main path, or several paths that run side by side, from left to right.

    A topic that is on none of several paths goes with the nearest.
    """
    long = sorted((p for p in pieces if len(p) >= PARALLEL), key=lambda p: min(n.box.x for n in p))
    if len(long) < 2 or not all(_side_by_side(a, b) for a, b in itertools.pairwise(long)):
        return [list(mains)]
    paths = [list(p) for p in long]
    on_one = {n.id for p in long for n in p}
    for node in (n for n in mains if n.id not in on_one):
        near = min(
            range(len(long)), key=lambda i: min(abs(m.box.center[0] - node.box.center[0]) for m in long[i])
        )
        paths[near].append(node)
    return paths


def _side_by_side(a: Sequence[Node], b: Sequence[Node]) -> bool:
    top, bottom = (
        max(min(n.box.y for n in p) for p in (a, b)),
        min(max(n.box.bottom for n in p) for p in (a, b)),
    )
    return max(n.box.right for n in a) < min(n.box.x for n in b) and bottom > top


def _along(
    path: Sequence[Node],
    pieces: Iterable[Sequence[Node]],
    joined: Mapping[str, set[str]],
    first: frozenset[str],
    entered: set[str],
) -> list[Node]:
    """Returns a path row by row, but no topic before the one that leads to it."""
    rows = rows_of([(n.box, i) for i, n in enumerate(path)])
    place = {path[i].id: (number, column) for number, row in enumerate(rows) for column, i in enumerate(row)}
    after: dict[str, list[str]] = {}
    missing = dict.fromkeys(place, 0)
    for piece in pieces:
        # Where edges form a circle or cross, the rows are a better guide than the edges.
        if (
            len(piece) > 1
            and piece[0].id in place
            and sum(len(joined[n.id]) for n in piece) == 2 * (len(piece) - 1)
        ):
            start = min(
                piece,
                key=lambda n: (
                    n.id not in first,
                    place[n.id][0],
                    n.id in entered,
                    len(joined[n.id]) > 1,
                    place[n.id][1],
                ),
            )
            for here, other in _outwards(start.id, joined):
                after.setdefault(here, []).append(other)
                missing[other] += 1
    nodes = {n.id: n for n in path}
    order: list[Node] = []
    ready: list[set[str]] = [set() for _ in rows]
    for name in (n for n in place if not missing[n]):
        ready[place[name][0]].add(name)
    row = 0
    while len(order) < len(path):
        row = next(number for number in range(row, len(rows)) if ready[number])
        before = joined[order[-1].id] if order else set()
        # If the path enters a row at its right end, the row is read from there.
        name = _next(ready[row], before, place)
        ready[row].remove(name)
        order.append(nodes[name])
        for other in after.get(name, ()):
            ready[place[other][0]].add(other)
            row = min(row, place[other][0])
    return order


def _next(ready: Collection[str], before: Collection[str], place: Mapping[str, tuple[int, int]]) -> str:
    return min(ready, key=lambda n: (n not in before, place[n][1]))


def _outwards(start: str, joined: Mapping[str, set[str]]) -> Iterable[tuple[str, str]]:
    seen, waiting = {start}, deque([start])
    while waiting:
        here = waiting.popleft()
        for other in joined[here] - seen:
            seen.add(other)
            waiting.append(other)
            yield here, other
