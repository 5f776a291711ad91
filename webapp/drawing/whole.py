"""A drawing that stands alone: the same shapes, painted whole, with the labels that are links on the page."""

from __future__ import annotations

from html import escape

from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.layer import edges, view_box
from webapp.drawing.shapes import BASELINE, INK, LINE, STROKE, TYPE_COLORS, badge, drawn, inside, item_rows, label_lines, link_rows
from webapp.drawing.svg import element, text

STYLE = (
    "text{font-family:'Balsamiq Sans';fill:#000}.map__box{stroke:#000;fill:#fff}.map__box--open{fill:none}"
    ".map__edge,.map__line{fill:none;stroke:#2b78e4;stroke-width:3.5}"
    ".map__edge--dotted,.map__line--dotted{stroke-dasharray:.8 8;stroke-linecap:round}"
    ".map__check{fill:none;stroke:#fff;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}"
)
FILLS = {"topic": "#fdff00", "subtopic": "#ffe599", "todo": "none"}


def paint_whole(graph: Graph, title: str, height: float | None = None) -> str:
    """The whole drawing as an SVG file in the classic colours, or its upper part of that `height`."""
    box = graph.bounds
    if height is not None:
        box = Box(box.x, box.y, box.width, min(height, box.height))
    return _paint(graph, title, box, with_labels=True)


def _paint(graph: Graph, title: str, box: Box, with_labels: bool) -> str:
    nodes = "".join(p for n in graph.nodes for p in (*drawn(n), *_linked(n, with_labels)))
    badges = "".join(badge(n) for n in graph.nodes)
    paper = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="#fff")
    content = f"<title>{escape(title)}</title><style>{STYLE}</style>{paper}{edges(graph)}{nodes}{badges}"
    return element("svg", content, xmlns="http://www.w3.org/2000/svg", viewBox=view_box(box), width=box.width, height=box.height)


def paint_frames(graph: Graph, title: str) -> str:
    """The whole drawing without the labels of links, for a page that writes those as text of its own."""
    return _paint(graph, title, graph.bounds, with_labels=False)


def _linked(node: Node, with_labels: bool) -> list[str]:
    """The box and the label of what is a link on the page."""
    if node.type in {"topic", "subtopic", "todo", "button", "resourceButton"}:
        look = node.look
        fill = TYPE_COLORS.get((look.color_type or "").lower()) or FILLS.get(node.type) or look.background or "#fff"
        line = look.border or (look.background if node.type == "button" else None) or "#000"
        spot = inside(node.box, STROKE)
        rect = element(
            "rect",
            x=spot.x,
            y=spot.y,
            width=spot.width,
            height=spot.height,
            rx=5,
            fill=fill,
            stroke=line,
            stroke_width=STROKE,
        )
        if not with_labels:
            return [rect]
        lines, size = label_lines(node)
        x, y = node.box.centre
        ink = look.color if node.type in {"button", "resourceButton"} and look.color and look.color not in INK else None
        ink = "#fff" if look.color_type == "a" or (node.type == "button" and not look.color) else ink
        style = f"fill:{ink}" if ink else None
        first = y + size * (BASELINE - LINE * (len(lines) - 1) / 2)
        return [rect, text(lines, x, first, size * LINE, font_size=size, text_anchor="middle", style=style)]
    if not with_labels:
        return []
    rows = [(b, node.links[n].label) for n, (b, _) in enumerate(link_rows(node))]
    rows += [(b, node.items[n].label) for n, (b, _) in enumerate(item_rows(node))]
    return [text([label], b.x, b.centre[1] + 5.6, 0, font_size=16) for b, label in rows]
