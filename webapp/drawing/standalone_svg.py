"""A drawing that stands alone: the same shapes, painted whole, with the labels that are links on the page."""

from __future__ import annotations

from html import escape

from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.link_shapes import link_boxes, link_labels
from webapp.drawing.node_rows import link_rows
from webapp.drawing.static_shapes import badge, static_shapes
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import edges, view_box

STYLE = (
    "text{font-family:'Balsamiq Sans'}.map__text{fill:#000}"
    ".map__box--ink{stroke:#000}.map__box--paper{fill:#fff}"
    ".map__edge{stroke-linecap:square}.map__edge,.map__line{fill:none}.map__edge--classic,.map__line--classic{stroke:#2b78e4}"
    ".map__edge--dotted,.map__line--dotted{stroke-dasharray:.8 8;stroke-linecap:round}"
    ".map__check{fill:none;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}"
)
BUTTONS = frozenset({"button", "resourceButton"})


def standalone_svg(graph: Graph, title: str, height: float | None = None) -> str:
    """The whole drawing as an SVG file in the classic colors, or its upper part of that `height`."""
    box = graph.bounds
    if height is not None:
        box = Box(box.x, box.y, box.width, min(height, box.height))
    return _paint(graph, title, box, with_labels=True)


def _paint(graph: Graph, title: str, box: Box, with_labels: bool) -> str:
    nodes = "".join(p for n in graph.nodes for p in (*static_shapes(n), *_linked(n, with_labels)))
    badges = "".join(badge(n) for n in graph.nodes)
    paper = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="#fff")
    content = f"<title>{escape(title)}</title><style>{STYLE}</style>{paper}{edges(graph)}{nodes}{badges}"
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=view_box(box),
        width=box.width,
        height=box.height,
    )


def standalone_svg_without_link_labels(graph: Graph, title: str) -> str:
    """The whole drawing without the labels of links, for a page that writes those as text of its own."""
    return _paint(graph, title, graph.bounds, with_labels=False)


def _linked(node: Node, with_labels: bool) -> list[str]:
    """The boxes and, where they are wanted, the labels of what is a link on the page."""
    if node.type in BUTTONS and not node.href:
        return []
    shown = [label for label in link_labels(node) if with_labels and not _is_bare(node, label.name)]
    return [*link_boxes(node), *(label.paint() for label in shown)]


def _is_bare(node: Node, name: str) -> bool:
    """Whether a row of a link group leads nowhere and is painted with the group already."""
    return any(
        name == row_name and not link.url
        for (_, row_name), link in zip(link_rows(node), node.links, strict=True)
    )
