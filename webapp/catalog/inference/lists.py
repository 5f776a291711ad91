"""Lists on a map: stacks, parted where a gap is far wider than those around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from webapp.catalog.inference.geometry import stacks_of
from webapp.catalog.model import Node

WIDE = 12.0


class Lists:
    """The lists in which some nodes stand."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        # For each node how far the next of its list is, or of two the one that is farther.
        self._gap: dict[str, float] = {}
        for a, b in (pair for part in parted(stacks_of(nodes)) for pair in pairwise(part)):
            gap = b.box.y - a.box.bottom
            self._gap[a.id], self._gap[b.id] = max(gap, self._gap.get(a.id, gap)), gap

    def are_apart(self, one: Node, other: Node) -> bool:
        """Whether two nodes, one over the other, are in lists of their own, whose gaps are far narrower
        than that between them.
        """
        gap = max(one.box.y - other.box.bottom, other.box.y - one.box.bottom)
        return {one.id, other.id} <= self._gap.keys() and _is_wide(
            gap, self._gap[one.id], self._gap[other.id]
        )


def parted(stacks: Sequence[list[Node]]) -> list[list[Node]]:
    """Stacks in lists: cut where a gap is far wider than the one above it and the one below it."""
    return [part for stack in stacks for part in _parts(stack)]


def _parts(stack: Sequence[Node]) -> list[list[Node]]:
    gaps = [b.box.y - a.box.bottom for a, b in pairwise(stack)]
    parts = [list(stack[:1])]
    for number, node in enumerate(stack[1:]):
        beside = (*gaps[max(number - 1, 0) : number], *gaps[number + 1 : number + 2])
        if len(beside) == 2 and _is_wide(gaps[number], *beside):
            parts.append([])
        parts[-1].append(node)
    return parts


def _is_wide(gap: float, one: float, other: float) -> bool:
    return gap > max(WIDE, 2 * abs(one), 2 * abs(other))
