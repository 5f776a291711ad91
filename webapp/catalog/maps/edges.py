"""Reads the edges of a graph file and reports those that cannot be drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from webapp.catalog.findings import Findings
from webapp.catalog.maps.colors import color
from webapp.catalog.maps.json_values import mapping, number
from webapp.catalog.model import Edge
from webapp.catalog.sanitize import sanitize

SHAPES = {
    "smoothstep": "smoothstep",
    "step": "step",
    "straight": "straight",
    "simplebezier": "bezier",
    "default": "bezier",
    "bezier": "bezier",
}
MOST_EDGES = 10_000


def read_edges(raw: Any, nodes: Collection[str], found: Findings) -> tuple[Edge, ...]:
    """Returns the edges between nodes that exist; the others are reported."""
    edges: dict[str, Edge] = {}
    for place, row in edges_drawn(raw, nodes, found):
        name = (
            sanitize(row["id"])
            if isinstance(row.get("id"), str) and len(row["id"]) <= 300
            else f"edge-{place}"
        )
        name = name if name not in edges else f"{name}-{place}"
        style = mapping(row.get("style"))
        kind = mapping(row.get("data")).get("edgeStyle")
        dash = style.get("strokeDasharray")
        dotted = kind == "dashed" or (
            kind != "solid" and bool(dash) and str(dash).strip() not in {"0", "none"}
        )
        width = number(style.get("strokeWidth"))
        edges[name] = Edge(
            id=name,
            source=str(row["source"]),
            target=str(row["target"]),
            source_side=_side(row.get("sourceHandle"), "x"),
            target_side=_side(row.get("targetHandle"), "w"),
            shape=_shape(row),  # type: ignore[arg-type]  # the table holds nothing else
            stroke=color(style.get("stroke")),
            stroke_width=width if width and 0 < width <= 40 else None,
            dotted=dotted,
        )
    return tuple(edges.values())


def edges_drawn(raw: Any, nodes: Collection[str], found: Findings) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yields the number and row of each edge that can be drawn; the others are reported."""
    ends: set[tuple[str, str, str, str]] = set()
    curves: set[tuple[str, str, str, str]] = set()
    if raw is not None and not isinstance(raw, list):
        found.warning("edges", "they are no list; none is drawn", 'Write "edges": [].')
    elif raw and len(raw) > MOST_EDGES:
        found.warning(
            "edges", f"there are more than {MOST_EDGES}; the rest is not drawn", "Split the roadmap."
        )
    for place, row in enumerate(raw[:MOST_EDGES] if isinstance(raw, list) else []):
        where = f"edges[{place}]"
        if not isinstance(row, dict):
            continue
        source, target = str(row.get("source")), str(row.get("target"))
        if source not in nodes or target not in nodes:
            end = f"its {'source' if source not in nodes else 'target'} is no node"
            found.warning(
                where,
                f"it dangles: {end}; it is not drawn",
                "Connect it, or remove it; `content check --fix` does.",
            )
            continue
        if source == target:
            found.warning(
                where,
                f"it leads from {source} to itself; it is not drawn",
                "Remove it; `content check --fix` does.",
            )
            continue
        first, last = _side(row.get("sourceHandle"), "x"), _side(row.get("targetHandle"), "w")
        key = source, target, first, last
        if key in ends or (_is_curve(row) and (target, source, last, first) in curves):
            found.warning(
                where,
                f"it repeats another edge from {source} to {target}; one is drawn",
                "Remove one of the two; `content check --fix` does.",
            )
            continue
        ends.add(key)
        if _is_curve(row):
            curves.add(key)
        yield place, row


def _is_curve(row: Mapping[str, Any]) -> bool:
    """Returns whether an edge is drawn the same way in both directions, as one with corners may not be."""
    return _shape(row) in {"bezier", "straight"}


def _shape(row: Mapping[str, Any]) -> str:
    return SHAPES.get(str(row.get("type") or "default"), "bezier")


def _side(handle: Any, usual: str) -> str:
    side = str(handle or usual)[:1]
    return side if side in "wxyz" else usual
