"""Doubles: nodes that lie exactly below an identical one.

Topics among them are twins, which nobody can reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from webapp.catalog.findings import Findings
from webapp.catalog.model import Edge, Graph, Node
from webapp.catalog.node_types import TWIN_TYPES


def merge_twins(graph: Graph, found: Findings) -> tuple[Graph, dict[str, str]]:
    """Returns the graph with one node for each pair of doubles.

    The mapping leads from the ids of topics that are left out to the ids of those that are shown.
    """
    hidden = _hidden(graph)
    if not hidden:
        return graph, {}
    shown = {node.id: node for node in graph.nodes}
    aliases: dict[str, str] = {}
    for node, by in ((shown[below], shown[above]) for below, above in hidden.items()):
        if node.type in TWIN_TYPES:
            # Marks from the time when it lay alone are on the older of the two; later ones are on both.
            what = f"it lies under an identical node, {by.id}; both are one topic"
            found.warning(f"node {node.id}", what, "Remove the one that was added last.")
            aliases[node.id] = by.id
        else:
            what = f"it lies exactly under the same {node.type}, {by.id}; one is drawn"
            found.note(f"node {node.id}", what, "Remove one of the two.")
            aliases |= {below.id: above.id for below, above in zip(node.items, by.items, strict=True)}
    nodes = tuple(node for node in graph.nodes if node.id not in hidden)
    return Graph(nodes, tuple(_edges(graph, hidden))), aliases


def _hidden(graph: Graph) -> dict[str, str]:
    """Returns the ids of the nodes that lie under a double, each with the id of the one that is shown."""
    shown: dict[tuple[object, ...], str] = {}
    hidden: dict[str, str] = {}
    for node in graph.nodes:
        key = _key(node)
        if key in shown:
            # The node that is painted later lies on top.
            hidden[shown[key]] = node.id
        shown[key] = node.id
    # Of three nodes on the same spot the last one is shown.
    for below in reversed(hidden):
        hidden[below] = hidden.get(hidden[below], hidden[below])
    return hidden


def _key(node: Node) -> tuple[object, ...]:
    place = node.type, node.label, round(node.box.x), round(node.box.y)
    if node.type in TWIN_TYPES:
        return place
    size = round(node.box.width), round(node.box.height)
    rows = (
        tuple((entry.label, entry.color) for entry in node.legend),
        tuple((link.label, link.url) for link in node.links),
        tuple(item.label for item in node.items),
    )
    return *place, size, rows, node.look, node.href, node.badge_label


def _edges(graph: Graph, hidden: Mapping[str, str]) -> Iterator[Edge]:
    """Yields the edges as they run between the nodes that are left: each once, and none to itself."""
    ends = set()
    for edge in graph.edges:
        source, target = hidden.get(edge.source, edge.source), hidden.get(edge.target, edge.target)
        key = source, target, edge.source_side, edge.target_side
        if source != target and key not in ends:
            ends.add(key)
            yield replace(edge, source=source, target=target)
