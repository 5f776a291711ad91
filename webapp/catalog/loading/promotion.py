"""Buttons that advertise the roadmap site from which a tree comes."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from webapp.catalog.findings import Findings
from webapp.catalog.model import Graph, Node
from webapp.catalog.node_types import BUTTON_TYPES

HOSTS = frozenset({"roadmap.sh", "www.roadmap.sh"})


def promotes(address: str) -> bool:
    """Whether an address leads to the site of origin."""
    try:
        return urlsplit(address).hostname in HOSTS
    except ValueError:
        return False


def without_promotion(graph: Graph, found: Findings) -> Graph:
    """Returns the graph without buttons and rows that promote the site of origin, and without their edges."""
    nodes = tuple(n for node in graph.nodes if (n := _without(node, found)) is not None)
    if not nodes:
        return graph
    ids = {n.id for n in nodes}
    return Graph(nodes, tuple(e for e in graph.edges if e.source in ids and e.target in ids))


def _without(node: Node, found: Findings) -> Node | None:
    if node.type in BUTTON_TYPES and promotes(node.href):
        found.note(
            f"node {node.id}",
            f"the button {node.label!r} promotes {node.href}; it is left out",
            "Set PROMOTION=keep to show it.",
        )
        return None
    rows = tuple(r for r in node.links if not promotes(r.url))
    if len(rows) == len(node.links):
        return node
    found.note(
        f"node {node.id}",
        "links that promote the site of origin are left out",
        "Set PROMOTION=keep to show them.",
    )
    return replace(node, links=rows) if rows else None
