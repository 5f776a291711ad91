"""A map in the colors of a learner's statuses, for files: the colors and signs of the page by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from webapp.catalog.model import Box, Edge, Graph, Node
from webapp.drawing.link_shapes import CHECKBOX, FILLS
from webapp.drawing.milestone import end_milestone
from webapp.drawing.node_rows import item_rows
from webapp.drawing.svg import element
from webapp.drawing.trail_end import trail_end

Statuses = Mapping[str, str]
# Of each status: its ink, and the sign of 12 by 12 units in its disc.
INKS = {"done": "#1d7a3f", "learning": "#1f5fbf", "skipped": "#5f5a50"}
SIGNS = {"done": "M2 6.4 4.8 9 10 3.2", "skipped": "M2 6h8"}
HALF = "#dbe9fb"
COLORED = frozenset({"topic", "subtopic"})
RADIUS = 7.5
WALKED_WIDTH = 5.0
STONE_STYLE = (
    f"<style>.milestone__stone{{fill:{INKS['done']};stroke:#fff;stroke-width:1.5}}"
    f".milestone__trail{{fill:none;stroke:{INKS['done']};stroke-width:{WALKED_WIDTH:g};stroke-linecap:butt}}"
    ".milestone__sign{fill:none;stroke:#fff;"
    "stroke-width:2;stroke-linecap:round;stroke-linejoin:round}</style>"
)


@dataclass(frozen=True, slots=True)
class OwnColors:
    """What a drawing shows of a learner: the statuses of topics by id, and the edges that were walked.

    `end` is the topic at which the milestone stands at the end of the map, or empty if that is not reached.
    """

    statuses: Statuses
    walked: tuple[Edge, ...] = ()
    end: str = ""


def in_own_colors(graph: Graph, own: OwnColors) -> Graph:
    """Returns the map with the topics in the colors of their statuses, and the walked edges in green."""
    walked = {edge.id for edge in own.walked}
    return Graph(
        tuple(_colored(node, own.statuses.get(node.id, "")) for node in graph.nodes),
        tuple(_walked(edge) if edge.id in walked else edge for edge in graph.edges),
    )


def end_sign(graph: Graph, own: OwnColors) -> str:
    """Returns the SVG of the milestone at the end, or an empty string."""
    end = trail_end(graph, own.end) if own.end else None
    return STONE_STYLE + end_milestone(end) if end else ""


def status_signs(graph: Graph, statuses: Statuses) -> str:
    """Returns the SVG of the discs with signs, and of the halves of what is being learnt."""
    halves = "".join(_half(type_name, FILLS[type_name]) for type_name in sorted(COLORED))
    return element("defs", halves) + "".join(part for node in graph.nodes for part in _signs(node, statuses))


def _colored(node: Node, status: str) -> Node:
    if node.type not in COLORED or status not in INKS:
        return node
    look = replace(node.look, color_type=f"{status} {node.type}", border=INKS[status])
    return replace(node, look=look)


def _walked(edge: Edge) -> Edge:
    return replace(edge, stroke=INKS["done"], stroke_width=WALKED_WIDTH)


def _signs(node: Node, statuses: Statuses) -> Iterator[str]:
    status = statuses.get(node.id, "")
    if status in INKS and node.type in COLORED:
        yield _disc(node.box.right, node.box.y, status)
    if status in INKS and node.type == "todo":
        yield _tick(node.box, status)
    for item, (row, _) in zip(node.items, item_rows(node), strict=True):
        if statuses.get(item.id, "") in INKS:
            yield _tick(row, statuses[item.id])


def _half(type_name: str, fill: str) -> str:
    stops = element("stop", offset=0.5, stop_color=HALF) + element("stop", offset=0.5, stop_color=fill)
    return element("linearGradient", stops, id=f"learning-{type_name}")


def _tick(row: Box, status: str) -> str:
    return _disc(row.x + CHECKBOX / 2, row.center[1], status, CHECKBOX / 2)


def _disc(x: float, y: float, status: str, radius: float = RADIUS) -> str:
    ink, fill = INKS[status], INKS[status]
    stroke, sign = "#fff", ""
    if status == "learning":
        fill, stroke = "#fff", ink
        half = f"M{x:g} {y - radius:g}a{radius:g} {radius:g} 0 0 0 0 {2 * radius:g}z"
        sign = element("path", d=half, fill=ink)
    elif status in SIGNS:
        sign = _sign(SIGNS[status], x, y, radius / 9)
    return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=1.5) + sign


def _sign(path: str, x: float, y: float, scale: float) -> str:
    line = element("path", d=path, fill="none", stroke="#fff", stroke_width=2, stroke_linecap="round")
    place = f"translate({x - 6 * scale:g} {y - 6 * scale:g}) scale({scale:g})"
    return element("g", line, transform=place)
