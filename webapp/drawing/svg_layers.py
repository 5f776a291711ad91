"""The layers of the map on the page: under the links what is only drawn, above them the badges."""

from __future__ import annotations

from webapp.catalog.model import Box, Graph
from webapp.drawing.edge_paths import edge_path, format_number
from webapp.drawing.static_shapes import badge, line_attributes, static_shapes
from webapp.drawing.svg import element


def shapes_layer(graph: Graph) -> str:
    """The SVG under the links: edges first, then boxes, lines and texts in the order of the graph."""
    return _layer(
        graph, "map__layer", edges(graph) + "".join(p for n in graph.nodes for p in static_shapes(n))
    )


def badges_layer(graph: Graph) -> str:
    """The SVG above the links: the badges."""
    return _layer(graph, "map__layer map__layer--badges", "".join(badge(n) for n in graph.nodes))


def edges(graph: Graph) -> str:
    """All edges as paths."""
    boxes = {n.id: n.box for n in graph.nodes}
    return "".join(
        element(
            "path",
            d=edge_path(e, boxes[e.source], boxes[e.target]),
            data_edge_id=e.id,
            **line_attributes(e.stroke, e.stroke_width or 3.5, e.dotted, "edge"),
        )
        for e in graph.edges
    )


def view_box(box: Box) -> str:
    """A box as the value of `viewBox`."""
    return " ".join(format_number(v) for v in (box.x, box.y, box.width, box.height))


def _layer(graph: Graph, name: str, content: str) -> str:
    return element(
        "svg", content, class_=name, viewBox=view_box(graph.bounds), aria_hidden="true", focusable="false"
    )
