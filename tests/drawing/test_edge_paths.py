"""Edges run from handle to handle in the five shapes of the format."""

from __future__ import annotations

import pytest

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Box, Edge
from webapp.drawing.edge_paths import edge_path, handle
from webapp.drawing.svg_layers import edges as paint_edges

ABOVE, BELOW = Box(0, 0, 100, 40), Box(200, 200, 100, 40)


def edge(shape: str, first: str = "x", last: str = "w") -> Edge:
    return Edge("e", "a", "b", first, last, shape, None, None, False)


@pytest.mark.parametrize(
    ("side", "point"), [("w", (50, 0)), ("x", (50, 40)), ("y", (0, 20)), ("z", (100, 20))]
)
def test_a_handle_is_the_middle_of_its_side(side: str, point: tuple[float, float]) -> None:
    assert handle(ABOVE, side) == point


@pytest.mark.parametrize(
    ("shape", "first", "last", "path"),
    [
        ("straight", "x", "w", "M50 40L250 200"),
        ("bezier", "x", "w", "M50 40C50 120 250 120 250 200"),
        ("bezier", "z", "y", "M100 20C150 20 150 220 200 220"),
        ("step", "x", "w", "M50 40L50 120L250 120L250 200"),
        ("smoothstep", "x", "w", "M50 40L50 115Q50 120 55 120L245 120Q250 120 250 125L250 200"),
        ("step", "z", "w", "M100 20L250 20L250 200"),
    ],
)
def test_the_shapes(shape: str, first: str, last: str, path: str) -> None:
    assert edge_path(edge(shape, first, last), ABOVE, BELOW) == path


def test_a_stub_of_twenty_leaves_each_handle() -> None:
    path = edge_path(edge("step", "w", "x"), ABOVE, BELOW)
    assert path.startswith("M50 0L50 -20")
    assert path.endswith("L250 260L250 240")


@pytest.mark.parametrize(
    ("more", "dotted"),
    [({"data": {"edgeStyle": "dashed"}}, True), ({"data": {"edgeStyle": "solid"}, "style": {"strokeDasharray": "0.8 8"}}, False),
     ({"style": {"strokeDasharray": "0"}}, False), ({"style": {"strokeDasharray": "0.8 8"}}, True), ({}, False)],
)  # fmt: skip
def test_dotted_means_belongs_to(more: dict[str, object], dotted: bool) -> None:
    import json

    box = {"position": {"x": 0, "y": 0}, "type": "topic"}
    nodes = [{"id": "a", **box}, {"id": "b", **box}]
    graph = parse_graph(
        json.dumps({"nodes": nodes, "edges": [{"id": "e", "source": "a", "target": "b", **more}]}),
        (),
        Findings("f"),
    )
    assert graph is not None
    assert ("map__edge--dotted" in paint_edges(graph)) == dotted
