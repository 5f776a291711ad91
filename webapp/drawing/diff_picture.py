"""The picture of a map with the changes of a revision marked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from webapp.catalog.model import Graph
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.svg import element, text
from webapp.drawing.typeface import FAMILY, wrap
from webapp.drawing.typesetting import typeset

MARKS = {
    "added": ("#1a7f37", "+"),
    "renamed": ("#9a4bd8", "~"),
    "moved": ("#0969da", "\N{RIGHTWARDS ARROW}"),
    "rewritten": ("#9a6700", "\N{PILCROW SIGN}"),
}
HEAD, LINE, SIZE = 64.0, 24.0, 17.0
AROUND = 5.0


def diff_svg(graph: Graph, title: str, kinds: Mapping[str, str], retired: Sequence[str] = ()) -> str:
    """The drawing as SVG, with a frame and a sign at each topic in `kinds`; above it a key, and the
    labels of what is `retired`.
    """
    box = graph.bounds
    inner = standalone_svg(graph, title)
    gone = wrap(f"Retired: {', '.join(retired)}", SIZE, box.width - 48) if retired else []
    head = HEAD + LINE * len(gone)
    frames = "".join(
        _frame(node.box.x, node.box.y, node.box.width, node.box.height, kinds[node.id])
        for node in graph.nodes
        if kinds.get(node.id) in MARKS and node.type != "checklist"
    )
    used = [kind for kind in MARKS if kind in kinds.values()]
    key = "".join(_key(box.x + 24 + 190 * n, box.y - head + HEAD / 2, kind) for n, kind in enumerate(used))
    words = (
        text(gone, box.x + 24, box.y - head + HEAD + 6, LINE, font_size=SIZE, font_family=FAMILY)
        if gone
        else ""
    )
    paper = element("rect", x=box.x, y=box.y - head, width=box.width, height=head, fill="#fff")
    whole = f"{box.x:g} {box.y - head:g} {box.width:g} {box.height + head:g}"
    # The drawing is an SVG of its own inside this one, in the same units.
    placed = inner.replace("<svg ", f'<svg x="{box.x:g}" y="{box.y:g}" ', 1)
    content = f"<title>{escape(title)}</title>{placed}{paper}{key}{words}{frames}"
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=whole,
        width=box.width,
        height=box.height + head,
    )


def make_diff_png(graph: Graph, title: str, kinds: Mapping[str, str], retired: Sequence[str] = ()) -> bytes:
    """The same as a picture that fits into a pull request, as wide as the drawing."""
    data = {"svg": diff_svg(graph, title, kinds, retired), "width": graph.bounds.width}
    return typeset("diff.typ", data, "png")


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
    words = text([kind.capitalize()], x + 22, y + 6, 0, font_size=SIZE, font_family=FAMILY)
    return _sign(x, y, color, sign) + words


def _sign(x: float, y: float, color: str, sign: str) -> str:
    disc = element("circle", cx=x, cy=y, r=12, fill=color)
    return disc + text(
        [sign], x, y + 5.5, 0, font_size=16, text_anchor="middle", style="fill:#fff", font_family=FAMILY
    )
