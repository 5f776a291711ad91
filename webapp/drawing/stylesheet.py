"""Each roadmap's own stylesheet: where its links lie on the map, as custom properties that
`static/css/map.css` applies.

On a phone, in print and as a list nothing applies them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.edge_paths import format_number
from webapp.drawing.link_shapes import (
    BLACKS,
    FILLS,
    badge_colors,
    badge_width,
    fill_color,
    link_labels,
    text_color,
)

# The classic colors, which themes change, and the type that has each of its own.
THEMED = {"#fdff00": "topic", "#ffe599": "subtopic"}


def map_css(graph: Graph, scope: str) -> str:
    """The stylesheet of a graph for the map inside `scope`: places in per cent of the view box, sizes in
    its units.
    """
    bounds = graph.bounds
    frame = (
        f"{scope}{{--map-width:{format_number(bounds.width)};--map-height:{format_number(bounds.height)}}}"
    )
    return frame + "".join(
        f'{scope} [data-node-id="{name}"]{{{rule}}}' for name, rule in _rules(graph, bounds)
    )


def _rules(graph: Graph, bounds: Box) -> Iterator[tuple[str, str]]:
    for node in graph.nodes:
        for label in link_labels(node):
            rule = _place(label.box, bounds) + f"--f:{format_number(label.size)}"
            if len(label.lines) > 1:
                # What is cut in the drawing is cut on the page by its box, and begins at its top.
                rule += ";--wrap:normal" + ";--clip:clip;--from:start" * label.lines[-1].endswith("…")
            elif label.lines[:1] and label.lines[0].endswith("…"):
                rule += ";--clip:clip"
            yield label.name, rule + (_look(node) if label.name == node.id else "")


def _place(box: Box, bounds: Box) -> str:
    left = 100 * (box.x - bounds.x) / bounds.width
    top = 100 * (box.y - bounds.y) / bounds.height
    width, height = 100 * box.width / bounds.width, 100 * box.height / bounds.height
    return f"--x:{left:.3f}%;--y:{top:.3f}%;--w:{width:.3f}%;--h:{height:.3f}%;"


def _look(node: Node) -> str:
    rule = ""
    if node.badge and node.badge.position.startswith("right"):
        rule += ";--mark:0%"
    look = node.look
    fill = fill_color(node)
    if fill in THEMED and node.type in THEMED.values() and THEMED[fill] != node.type:
        rule += f";--fill:var(--map-{THEMED[fill]})"
    elif fill != "none" and fill != FILLS.get(node.type):
        rule += f";--fill:{fill};--ink-own:{text_color(node)}"
    if node.badge_label and node.type == "resourceButton":
        paint, ink = badge_colors(node)
        rule += f";--tag:{paint};--tag-ink:{ink};--pad:{format_number(badge_width(node))}"
    border = look.border or (look.background if node.type == "button" else None)
    if border and border not in BLACKS and border != "transparent":
        rule += f";--line-own:{border}"
    elif border in BLACKS and node.type == "button":
        rule += ";--line-own:var(--map-frame)"
    return rule
