"""Each roadmap's own stylesheet: where its links lie on the map, as custom properties that `static/css/map.css` applies.

On a phone, in print and as a list nothing applies them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.paths import num
from webapp.drawing.shapes import CLASSIC, INK, TYPE_COLORS, item_rows, label_lines, link_rows

LINKED = frozenset({"topic", "subtopic", "todo", "button", "resourceButton"})


def map_css(graph: Graph, scope: str) -> str:
    """The stylesheet of a graph for the map inside `scope`: places in per cent of the view box, sizes in its units."""
    bounds = graph.bounds
    frame = f"{scope}{{--map-width:{num(bounds.width)};--map-height:{num(bounds.height)}}}"
    return frame + "".join(f'{scope} [data-node-id="{name}"]{{{rule}}}' for name, rule in _rules(graph, bounds))


def _rules(graph: Graph, bounds: Box) -> Iterator[tuple[str, str]]:
    for node in graph.nodes:
        if node.type in LINKED:
            yield node.id, _place(node.box, bounds) + _look(node)
        for place, name in (*link_rows(node), *item_rows(node)):
            yield name, _place(place, bounds) + "--f:16"


def _place(box: Box, bounds: Box) -> str:
    left = 100 * (box.x - bounds.x) / bounds.width
    top = 100 * (box.y - bounds.y) / bounds.height
    width, height = 100 * box.width / bounds.width, 100 * box.height / bounds.height
    return f"--x:{left:.3f}%;--y:{top:.3f}%;--w:{width:.3f}%;--h:{height:.3f}%;"


def _look(node: Node) -> str:
    lines, size = label_lines(node)
    rule = f"--f:{num(size)}" + ";--wrap:normal" * (len(lines) > 1)
    if node.badge and node.badge.position.startswith("right"):
        rule += ";--mark:0%"
    look = node.look
    fill = TYPE_COLORS.get((look.color_type or "").lower(), "") if node.type in {"topic", "subtopic"} else look.background or ""
    if fill and fill not in CLASSIC:
        rule += f";--fill:{fill}"
        if node.type in {"topic", "subtopic"}:
            rule += ";--ink:#fff" if look.color_type == "a" else ";--ink:#111"
    if look.color and look.color not in INK and node.type not in {"topic", "subtopic"}:
        rule += f";--ink:{look.color}"
    border = look.border or (look.background if node.type == "button" else None)
    if border and border not in INK and border != "transparent":
        rule += f";--line:{border}"
    return rule
