"""Each roadmap's own style sheet: the places, sizes and colors of its links on the map.

They are custom properties, which `static/css/map.css` applies to the map only. On a phone, in print and in
the list view nothing uses them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.maps.colors import ground_for, is_white, lightened, readable_on
from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.node_types import BUTTON_TYPES
from webapp.drawing.edge_paths import format_number
from webapp.drawing.link_shapes import (
    BLACKS,
    DARK_BACKGROUND,
    FILLS,
    LinkLabel,
    fill_color,
    link_labels,
    resource_badge_colors,
    resource_badge_width,
    text_color,
)
from webapp.drawing.milestone_places import milestone_sides

# The classic colors, which themes change, and the type of node that has each as its own.
THEMED = {"#fdff00": "topic", "#ffe599": "subtopic"}
# Where the milestone stands beside a topic; at the left unless the rule says something else.
STANDS = {"left": "", "right": ";--at:1;--to:15% -50%", "top": ";--on:0;--to:0% -95%"}


def map_css(graph: Graph, scope: str) -> str:
    """Returns the style sheet of a graph, for the map inside the selector `scope`.

    Places and sizes are in units of the view box.
    """
    bounds = graph.bounds
    width, height = format_number(bounds.width), format_number(bounds.height)
    size = f"{scope}{{--map-width:{width};--map-height:{height}}}"
    topics = frozenset(graph.topic_ids)
    rules = (f"{scope} {_selector(link_id, topics)}{{{rule}}}" for link_id, rule in _rules(graph, bounds))
    return size + "".join(rules) + "".join(_dark_rules(graph, scope))


def _selector(link_id: str, topics: frozenset[str]) -> str:
    # What stands at a topic, its link, ring and milestone, inherits the place from the element around it.
    return f'[id="node-{link_id}"]' if link_id in topics else f'[data-node-id="{link_id}"]'


def _rules(graph: Graph, bounds: Box) -> Iterator[tuple[str, str]]:
    """Yields the id and the declarations of each link."""
    sides = milestone_sides(graph)
    for node in graph.nodes:
        for label in link_labels(node):
            look = _look(node) + STANDS[sides.get(node.id, "left")] if label.id == node.id else ""
            yield label.id, _place(label.box, bounds) + _font(label) + look


def _dark_rules(graph: Graph, scope: str) -> Iterator[str]:
    """Yields the rules that lighten authors' dark words and lines in dark themes.

    Each color has one of its own, because WebKit ignores filters inside SVG.
    """
    texts = {node.look.color for node in graph.nodes} - BLACKS
    lines = {node.look.stroke for node in graph.nodes} | {edge.stroke for edge in graph.edges}
    rings = {entry.color for node in graph.nodes for entry in (node.badge, *node.legend) if entry}
    for name, of, colors in (("text-own", "fill", texts), ("stroke", "stroke", lines | rings)):
        for color in sorted(filter(None, colors)):
            if readable_on(DARK_BACKGROUND, color) != color:
                dark = lightened(color, DARK_BACKGROUND) or "var(--map-ink)"
                yield f'{scope} .map__{name}--dim[{of}="{color}"]{{{of}:light-dark({color},{dark})}}'


def _place(box: Box, bounds: Box) -> str:
    numbers = (box.x - bounds.x, box.y - bounds.y, box.width, box.height)
    x, y, width, height = map(format_number, numbers)
    return f"--x:{x};--y:{y};--w:{width};--h:{height};"


def _font(label: LinkLabel) -> str:
    rule = f"--f:{format_number(label.size)}"
    is_truncated = bool(label.lines) and label.lines[-1].endswith("…")
    if len(label.lines) > 1:
        rule += ";--wrap:normal"
    if is_truncated:
        rule += ";--clip:clip"
    if is_truncated and len(label.lines) > 1:
        # The page breaks lines itself; what does not fit is hidden at the end and not at both ends.
        rule += ";--from:start"
    return rule


def _look(node: Node) -> str:
    rule = ""
    if node.badge and node.badge.position.startswith("right"):
        rule += ";--mark:0%"
    fill = fill_color(node)
    if fill in THEMED and node.type in THEMED.values() and THEMED[fill] != node.type:
        rule += f";--fill:var(--map-{THEMED[fill]})"
    elif node.type in BUTTON_TYPES and is_white(fill):
        rule += f";--fill:var(--map-box);--ink-own:{_ink_on_paper(node)}"
    elif fill != "none" and fill != FILLS.get(node.type):
        ink = text_color(node)
        rule += f";--fill:{ground_for(ink, fill)};--ink-own:{ink}"
    if node.badge_label and node.type == "resourceButton":
        badge_fill, badge_text = resource_badge_colors(node)
        width = format_number(resource_badge_width(node))
        rule += f";--tag:{badge_fill};--tag-ink:{badge_text};--pad:{width}"
    return rule + _border(node)


def _ink_on_paper(node: Node) -> str:
    """Returns the color of a label on a white box, which themes darken: its own if it can be read on both."""
    ink = text_color(node)
    return ink if readable_on(DARK_BACKGROUND, ink) == ink else "var(--map-ink)"


def _border(node: Node) -> str:
    border = node.look.border or (node.look.background if node.type == "button" else None)
    if node.type in BUTTON_TYPES and is_white(border):
        return ";--line-own:var(--map-box)"
    if border in BLACKS:
        return ";--line-own:var(--map-frame)" if node.type == "button" else ""
    return f";--line-own:{border}" if border and border != "transparent" else ""
