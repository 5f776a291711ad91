"""The picture of a map with the changes of a revision marked on it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from webapp.catalog.model import Graph
from webapp.drawing.svg import element, text
from webapp.drawing.typesetting import typeset
from webapp.drawing.whole import paint_whole

MARKS = {
    "added": ("#1a7f37", "+"),
    "renamed": ("#9a4bd8", "~"),
    "moved": ("#0969da", "\N{RIGHTWARDS ARROW}"),
    "rewritten": ("#9a6700", "\N{PILCROW SIGN}"),
}
HEAD = 64.0
AROUND = 5.0


def paint_changes(graph: Graph, title: str, kinds: Mapping[str, str]) -> str:
    """The drawing as SVG, with a frame and a sign at each topic in `kinds`, and a key above it."""
    box = graph.bounds
    inner = paint_whole(graph, title)
    frames = "".join(
        _frame(node.box.x, node.box.y, node.box.width, node.box.height, kinds[node.id])
        for node in graph.nodes
        if kinds.get(node.id) in MARKS and node.type != "checklist"
    )
    used = [kind for kind in MARKS if kind in kinds.values()]
    key = "".join(_key(box.x + 24 + 190 * n, box.y - HEAD / 2, kind) for n, kind in enumerate(used))
    paper = element("rect", x=box.x, y=box.y - HEAD, width=box.width, height=HEAD, fill="#fff")
    whole = f"{box.x:g} {box.y - HEAD:g} {box.width:g} {box.height + HEAD:g}"
    # The drawing is an SVG of its own inside this one, in the same units.
    placed = inner.replace("<svg ", f'<svg x="{box.x:g}" y="{box.y:g}" ', 1)
    content = f"<title>{escape(title)}</title>{placed}{paper}{key}{frames}"
    return element("svg", content, xmlns="http://www.w3.org/2000/svg", viewBox=whole, width=box.width, height=box.height + HEAD)


def make_changes_png(graph: Graph, title: str, kinds: Mapping[str, str]) -> bytes:
    """The same as a picture that fits into a pull request."""
    box = graph.bounds
    data = {"svg": paint_changes(graph, title, kinds), "width": box.width, "height": box.height + HEAD}
    return typeset("changes.typ", data, "png")


def _frame(x: float, y: float, width: float, height: float, kind: str) -> str:
    color, sign = MARKS[kind]
    around = element(
        "rect",
        x=x - AROUND,
        y=y - AROUND,
        width=width + 2 * AROUND,
        height=height + 2 * AROUND,
        rx=9,
        fill="none",
        stroke=color,
        stroke_width=5,
    )
    return around + _sign(x + width + AROUND, y - AROUND, color, sign)


def _key(x: float, y: float, kind: str) -> str:
    color, sign = MARKS[kind]
    words = text([kind.capitalize()], x + 22, y + 6, 0, font_size=17, font_family="Balsamiq Sans")
    return _sign(x, y, color, sign) + words


def _sign(x: float, y: float, color: str, sign: str) -> str:
    disc = element("circle", cx=x, cy=y, r=12, fill=color)
    return disc + text([sign], x, y + 5.5, 0, font_size=16, text_anchor="middle", style="fill:#fff", font_family="Balsamiq Sans")
