"""The picture of a map with the changes between two revisions marked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from webapp.catalog.model import Box, Graph
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.svg import element, text
from webapp.drawing.typeface import FAMILY, wrap
from webapp.drawing.typesetting import typeset

# The color and the sign of each kind of change; a retired topic is on the map no more.
MARKS = {
    "added": ("#1a7f37", "+"),
    "renamed": ("#9a4bd8", "~"),
    "moved": ("#0969da", "\N{RIGHTWARDS ARROW}"),
    "rewritten": ("#9a6700", "\N{PILCROW SIGN}"),
}
KEY_HEIGHT, KEY_WIDTH, MARGIN = 64.0, 190, 24
LINE_HEIGHT, FONT_SIZE = 24.0, 17.0
FRAME_DISTANCE = 5.0


def make_diff_png(graph: Graph, title: str, kinds: Mapping[str, str], retired: Sequence[str] = ()) -> bytes:
    """Returns `diff_svg` as a PNG as wide as the map; raises CannotTypeset."""
    data = {"svg": diff_svg(graph, title, kinds, retired), "width": graph.bounds.width}
    return typeset("diff.typ", data, "png")


def diff_svg(graph: Graph, title: str, kinds: Mapping[str, str], retired: Sequence[str] = ()) -> str:
    """Returns the map as SVG, with a frame and a sign around each topic in `kinds`.

    `kinds` holds the kind of change by id. Above the map are a key of the signs and the labels of the
    `retired` topics.
    """
    box = graph.bounds
    lines = wrap(f"Retired: {', '.join(retired)}", FONT_SIZE, box.width - 2 * MARGIN) if retired else []
    height = KEY_HEIGHT + LINE_HEIGHT * len(lines)
    head = Box(box.x, box.y - height, box.width, height)
    # The map is an SVG of its own inside this one, in the same units.
    drawing = standalone_svg(graph, title).replace("<svg ", f'<svg x="{box.x:g}" y="{box.y:g}" ', 1)
    frames = _frames(graph, kinds)
    return element(
        "svg",
        f"<title>{escape(title)}</title>{drawing}{_head(head, kinds, lines)}{frames}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{box.x:g} {head.y:g} {box.width:g} {box.height + height:g}",
        width=box.width,
        height=box.height + height,
    )


def _head(box: Box, kinds: Mapping[str, str], lines: Sequence[str]) -> str:
    background = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="#fff")
    x = box.x + MARGIN
    used = [kind for kind in MARKS if kind in kinds.values()]
    key = "".join(_key(x + KEY_WIDTH * n, box.y + KEY_HEIGHT / 2, kind) for n, kind in enumerate(used))
    y = box.y + KEY_HEIGHT + 6
    retired = text(lines, x, y, LINE_HEIGHT, font_size=FONT_SIZE, font_family=FAMILY)
    return background + key + retired


def _key(x: float, y: float, kind: str) -> str:
    color, sign = MARKS[kind]
    label = text([kind.capitalize()], x + 22, y + 6, 0, font_size=FONT_SIZE, font_family=FAMILY)
    return _sign(x, y, color, sign) + label


def _frames(graph: Graph, kinds: Mapping[str, str]) -> str:
    # The topics of a checklist are its items, not the node itself.
    nodes = [node for node in graph.nodes if kinds.get(node.id) in MARKS and node.type != "checklist"]
    return "".join(_frame(node.box, *MARKS[kinds[node.id]]) for node in nodes)


def _frame(box: Box, color: str, sign: str) -> str:
    frame = element(
        "rect",
        x=box.x - FRAME_DISTANCE,
        y=box.y - FRAME_DISTANCE,
        width=box.width + 2 * FRAME_DISTANCE,
        height=box.height + 2 * FRAME_DISTANCE,
        rx=9,
        fill="none",
        stroke=color,
        stroke_width=5,
    )
    return frame + _sign(box.x + box.width + FRAME_DISTANCE, box.y - FRAME_DISTANCE, color, sign)


def _sign(x: float, y: float, color: str, sign: str) -> str:
    disc = element("circle", cx=x, cy=y, r=12, fill=color)
    white = "fill:#fff"  # as a style, because the map's own style sheet colors all texts
    return disc + text(
        [sign], x, y + 5.5, 0, font_size=16, text_anchor="middle", style=white, font_family=FAMILY
    )
