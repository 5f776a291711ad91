"""A tiny drawing of a map, as an ornament for cards."""

from __future__ import annotations

from webapp.catalog.model import Box, Graph
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import view_box

MOST_NODES = 60
ABOVE = 24.0
NAMES = {"topic": "thumb__topic", "subtopic": "thumb__subtopic", "section": "thumb__section"}


def thumbnail(graph: Graph) -> str:
    """The first boxes of the map and the spine between its main topics, without texts."""
    box = graph.bounds
    boxes = [n for n in graph.nodes if n.type in NAMES]
    # A title and a legend say nothing at this size: the ornament begins where the boxes do.
    top = min((n.box.y for n in boxes), default=box.y) - ABOVE
    part = Box(box.x, top, box.width, min(box.bottom - top, box.width * 0.62))
    shown = [n for n in boxes if n.box.y < part.bottom][:MOST_NODES]
    mains = [n.box.centre for n in boxes if n.type == "topic" and n.box.y < part.bottom + 200]
    spine = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in mains) if len(mains) > 1 else ""
    path = element("path", d=spine, class_="thumb__spine") if spine else ""
    rects = "".join(
        element(
            "rect",
            x=round(n.box.x),
            y=round(n.box.y),
            width=round(n.box.width),
            height=round(n.box.height),
            rx=6,
            class_=NAMES[n.type],
        )
        for n in sorted(shown, key=lambda n: n.type != "section")
    )
    return element(
        "svg",
        path + rects,
        class_="thumb",
        viewBox=view_box(part),
        preserveAspectRatio="xMidYMin slice",
        aria_hidden="true",
        focusable="false",
    )
