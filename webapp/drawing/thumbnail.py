"""A tiny drawing of a map, without texts, as an ornament for cards."""

from __future__ import annotations

from webapp.catalog.model import Box, Graph
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import view_box

MOST_NODES = 60
MARGIN_TOP = 24.0
RATIO = 0.62  # height by width
CLASSES = {"topic": "thumb__topic", "subtopic": "thumb__subtopic", "section": "thumb__section"}


def thumbnail(graph: Graph) -> str:
    """Returns the SVG of the first boxes of a map and of the line between its main topics."""
    bounds = graph.bounds
    nodes = [node for node in graph.nodes if node.type in CLASSES]
    # It begins where the boxes do, because a title and a legend cannot be made out at this size.
    top = min((node.box.y for node in nodes), default=bounds.y) - MARGIN_TOP
    part = Box(bounds.x, top, bounds.width, min(bounds.bottom - top, bounds.width * RATIO))
    # The line runs on to the next main topic below.
    mains = [n.box.centre for n in nodes if n.type == "topic" and n.box.y < part.bottom + 200]
    shown = [node for node in nodes if node.box.y < part.bottom][:MOST_NODES]
    # Sections go first, under what lies in them.
    shown.sort(key=lambda node: node.type != "section")
    rectangles = "".join(_rectangle(node.box, CLASSES[node.type]) for node in shown)
    return element(
        "svg",
        _main_path(mains) + rectangles,
        class_="thumb",
        viewBox=view_box(part),
        preserveAspectRatio="xMidYMin slice",
        aria_hidden="true",
        focusable="false",
    )


def _main_path(centres: list[tuple[float, float]]) -> str:
    if len(centres) < 2:
        return ""
    path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in centres)
    return element("path", d=path, class_="thumb__main-path")


def _rectangle(box: Box, css_class: str) -> str:
    return element(
        "rect",
        x=round(box.x),
        y=round(box.y),
        width=round(box.width),
        height=round(box.height),
        rx=6,
        class_=css_class,
    )
