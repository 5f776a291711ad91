"""The two SVG layers of the map on the page: shapes under the HTML links, and badges above them."""

from __future__ import annotations

from functools import lru_cache

from webapp.catalog.model import Box, Edge, Graph
from webapp.drawing.edge_paths import edge_path, format_number
from webapp.drawing.milestone import end_milestone
from webapp.drawing.signs import badge
from webapp.drawing.static_shapes import line_attributes, static_shapes
from webapp.drawing.svg import element
from webapp.drawing.trail_end import trail_end

EDGE_WIDTH = 3.5


def shapes_layer(graph: Graph) -> str:
    """Returns the SVG under the links: edges first, then the shapes of nodes in the graph's order."""
    shapes = "".join(shape for node in graph.nodes for shape in static_shapes(node))
    return _layer(graph, "map__layer", edges(graph) + shapes)


def badges_layer(graph: Graph) -> str:
    """Returns the SVG above the links, which holds the badges, each with the id of its node."""
    badges = (element("g", badge(node), data_badge=node.id) for node in graph.nodes if node.badge)
    return _layer(graph, "map__layer map__layer--badges", "".join(badges))


@lru_cache(maxsize=1024)
def walked_layer(graph: Graph, walked: tuple[Edge, ...]) -> str:
    """Returns the SVG of edges that a learner has walked, to lie over the same edges of the map."""
    paths = (_walked_path(graph, edge) for edge in walked)
    return _layer(graph, "map__layer map__layer--walked", "".join(paths))


@lru_cache(maxsize=4096)
def _walked_path(graph: Graph, edge: Edge) -> str:
    boxes = {node.id: node.box for node in graph.nodes if node.id in (edge.source, edge.target)}
    path = edge_path(edge, boxes[edge.source], boxes[edge.target])
    return element("path", d=path, class_="map__walked")


def end_layer(graph: Graph, topic_id: str) -> str:
    """Returns the SVG above the links that holds the milestone at the end of a map, whose last topic is
    given; an empty string if the map does not draw that topic.
    """
    end = trail_end(graph, topic_id)
    return _layer(graph, "map__layer map__layer--end", end_milestone(end)) if end else ""


def edges(graph: Graph) -> str:
    """Returns the SVG paths of all edges."""
    boxes = {node.id: node.box for node in graph.nodes}
    paths = []
    for edge in graph.edges:
        path = edge_path(edge, boxes[edge.source], boxes[edge.target])
        width = edge.stroke_width or EDGE_WIDTH
        attributes = line_attributes(path, edge.stroke, width, edge.dotted, "edge")
        paths.append(element("path", data_edge_id=edge.id, **attributes))
    return "".join(paths)


def view_box(box: Box) -> str:
    """Returns a box as the value of an SVG's `viewBox`."""
    return " ".join(format_number(v) for v in (box.x, box.y, box.width, box.height))


def _layer(graph: Graph, css_class: str, content: str) -> str:
    return element(
        "svg",
        content,
        class_=css_class,
        viewBox=view_box(graph.bounds),
        aria_hidden="true",
        focusable="false",
    )
