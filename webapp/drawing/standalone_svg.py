"""A complete SVG of a map that stands alone: static shapes, and the boxes and labels of links.

It needs no style sheet and no HTML around it, and has the classic colors whatever the theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.node_types import BUTTON_TYPES
from webapp.drawing.direction import without_isolates
from webapp.drawing.link_shapes import link_boxes, link_labels
from webapp.drawing.node_rows import link_rows
from webapp.drawing.signs import badge
from webapp.drawing.static_shapes import static_shapes
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import edges, view_box

STYLE = (
    "text{font-family:'Balsamiq Sans'}.map__text{fill:#000}"
    ".map__box--ink{stroke:#000}.map__box--faded{stroke:#fff}"
    ".map__box--paper,.map__box--bare{fill:#fff}"
    ".map__edge{stroke-linecap:square}.map__edge,.map__line{fill:none}"
    ".map__edge--classic,.map__line--classic{stroke:#2b78e4}"
    ".map__edge--dotted,.map__line--dotted{stroke-linecap:round}"
    ".map__sign{fill:none;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}.map__ring{fill:#fff}"
)


def standalone_svg(graph: Graph, title: str, height: float | None = None) -> str:
    """Returns the whole map as an SVG file, or only its upper part of that height."""
    box = graph.bounds
    if height is not None:
        box = Box(box.x, box.y, box.width, min(height, box.height))
    return _svg(graph, title, box, with_labels=True)


def standalone_svg_part(graph: Graph, title: str, part: Box) -> str:
    """Returns the part of the map that lies in a rectangle."""
    return _svg(graph, title, part, with_labels=True)


def standalone_svg_without_link_labels(graph: Graph, title: str) -> str:
    """Returns the whole map without the labels of links, for a PDF page that writes them as its own text."""
    return without_isolates(_svg(graph, title, graph.bounds, with_labels=False))


def _svg(graph: Graph, title: str, box: Box, with_labels: bool) -> str:
    nodes = "".join(shape for node in graph.nodes for shape in _shapes(node, with_labels))
    badges = "".join(badge(node) for node in graph.nodes)
    background = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="#fff")
    head = f"<title>{escape(title)}</title><style>{STYLE}</style>"
    return element(
        "svg",
        f"{head}{background}{edges(graph)}{nodes}{badges}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=view_box(box),
        width=box.width,
        height=box.height,
    )


def _shapes(node: Node, with_labels: bool) -> Iterator[str]:
    yield from static_shapes(node)
    if node.type in BUTTON_TYPES and not node.href:
        # Without an address a button is no link, and is among the static shapes already.
        return
    yield from link_boxes(node)
    if with_labels:
        rows_without_url = _rows_without_url(node)
        yield from (label.svg() for label in link_labels(node) if label.id not in rows_without_url)


def _rows_without_url(node: Node) -> set[str]:
    """Returns the ids of a link group's rows that are no links: static shapes have their labels."""
    return {row_id for (_, row_id), link in zip(link_rows(node), node.links, strict=True) if not link.url}
