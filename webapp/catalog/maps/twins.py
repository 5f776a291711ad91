"""Twins: topics that lie exactly below an identical one, so that nobody can reach them."""

from __future__ import annotations

from dataclasses import replace

from webapp.catalog.findings import Findings
from webapp.catalog.model import Edge, Graph
from webapp.catalog.node_types import TWIN_TYPES


def merge_twins(graph: Graph, found: Findings) -> tuple[Graph, dict[str, str]]:
    """Returns the graph with one node for each pair of twins.

    The mapping leads from the ids of those left out to the ids of those that are shown.
    """
    shown: dict[tuple[object, ...], str] = {}
    aliases: dict[str, str] = {}
    for node in graph.nodes:
        if node.type not in TWIN_TYPES:
            continue
        key = (node.type, node.label, round(node.box.x), round(node.box.y))
        if key in shown:
            # The node that is painted later lies on top.
            aliases[shown[key]] = node.id
        shown[key] = node.id
    if not aliases:
        return graph, {}
    # Of three nodes on the same spot the last one is shown.
    for hidden in reversed(aliases):
        aliases[hidden] = aliases.get(aliases[hidden], aliases[hidden])
        # Marks from the time when it lay alone are on the older of the two; later ones are on both.
        what = f"it lies under an identical node, {aliases[hidden]}; both are one topic"
        found.warning(f"node {hidden}", what, "Remove the one that was added last.")
    nodes = tuple(n for n in graph.nodes if n.id not in aliases)
    edges: dict[tuple[str, ...], Edge] = {}
    for edge in graph.edges:
        moved = replace(
            edge, source=aliases.get(edge.source, edge.source), target=aliases.get(edge.target, edge.target)
        )
        # Edges to either twin become one edge, and those between twins are gone.
        if moved.source != moved.target:
            edges.setdefault((moved.source, moved.target, moved.source_side, moved.target_side), moved)
    return Graph(nodes, tuple(edges.values())), aliases
