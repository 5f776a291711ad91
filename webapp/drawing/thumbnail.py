"""A tiny drawing of a map, without texts: an ornament for cards, and where a learner stands.

It is drawn once per content version. Only the statuses of its topics are filled in for a learner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.catalog.model import Box, Edge, Graph, Node
from webapp.drawing.milestone import end_milestone, milestone
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import view_box
from webapp.drawing.trail_end import trail_end

MOST_NODES = 60
MARGIN_TOP = 24.0
RATIO, RATIO_AROUND = 0.62, 0.75  # height by width, of the beginning and of the part around a topic
# How far the topic stays away from the upper and lower edge, as a share of the height, and from the lower one
# if it is the last one.
EDGE, EDGE_AT_END = 0.36, 0.22
CLASSES = {"topic": "thumb__topic", "subtopic": "thumb__subtopic", "section": "thumb__section"}
_HOLE = re.compile(r' data-status="\0(.*?)\0"')


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An SVG in pieces. Between them is the status of one of `shapes` each, by the keys of `_key`."""

    pieces: tuple[str, ...]
    shapes: tuple[str, ...]

    def svg(self, marks: Mapping[str, str] | None = None, walked: Iterable[Edge] = ()) -> str:
        """Returns the SVG with the statuses of `marks`, and those of `walked` edges, as `data-status`.

        Topics without a mark and other edges have none.
        """
        known = {**(marks or {}), **{_key(edge): "done" for edge in walked}}
        statuses = map(known.get, self.shapes)
        filled = (f' data-status="{status}"' if status else "" for status in statuses)
        return self.pieces[0] + "".join(map("".join, zip(filled, self.pieces[1:], strict=True)))


def thumbnail(graph: Graph, here: str = "", *, is_end: bool = False) -> Thumbnail:
    """Returns the drawing of the beginning of a map, or of its part around the topic `here`.

    It shows boxes and the line between the main topics. A milestone stands on `here`, or below it if
    that `is_end` of the map.
    """
    nodes = [node for node in graph.nodes if node.type in CLASSES]
    standing_on = next((node.box for node in nodes if node.id == here), None)
    part = _around(graph, standing_on, is_end) if standing_on else _beginning(graph, nodes)
    shown = [node for node in nodes if part.y - node.box.height < node.box.y < part.bottom]
    # Sections go first, under what lies in them.
    shown = sorted(shown[:MOST_NODES], key=lambda node: node.type != "section")
    drawn = (
        *_main_path(graph, part),
        *(_rectangle(node) for node in shown),
        _stone(graph, here, standing_on, is_end) if standing_on else "",
    )
    svg = element(
        "svg",
        "".join(drawn),
        class_="thumb",
        viewBox=view_box(part),
        preserveAspectRatio=f"xMid{_kept_edge(standing_on, is_end)} slice",
        aria_hidden="true",
        focusable="false",
    )
    found = _HOLE.split(svg)
    return Thumbnail(pieces=tuple(found[::2]), shapes=tuple(found[1::2]))


def _kept_edge(box: Box | None, is_end: bool) -> str:
    """Returns what a place of another shape shows: the end, the middle around a topic, or the beginning."""
    if is_end:
        return "YMax"
    return "YMid" if box else "YMin"


def _stone(graph: Graph, here: str, box: Box, is_end: bool) -> str:
    end = trail_end(graph, here) if is_end else None
    return end_milestone(end) if end else milestone(box)


def _beginning(graph: Graph, nodes: Iterable[Node]) -> Box:
    bounds = graph.bounds
    # It begins where the boxes do, because a title and a legend cannot be made out at this size.
    top = min((node.box.y for node in nodes), default=bounds.y) - MARGIN_TOP
    return Box(bounds.x, top, bounds.width, min(bounds.bottom - top, bounds.width * RATIO))


def _around(graph: Graph, box: Box, is_end: bool) -> Box:
    """Returns the part around a box, which reaches beyond the map where that keeps the box off the edge.

    Wide places show only the middle of the part, or its lower end if that is the end of the map.
    """
    bounds = graph.bounds
    height = bounds.width * RATIO_AROUND
    middle = box.center[1]
    top = min(max(bounds.y, middle - height / 2), bounds.bottom - height)
    top = max(min(top, middle - height * EDGE), middle - height * (1 - EDGE))
    if is_end:
        top = middle - height * (1 - EDGE_AT_END)
    return Box(bounds.x, top, bounds.width, height)


def _main_path(graph: Graph, part: Box) -> Iterator[str]:
    """Yields the solid edges between main topics that cross the part, as straight lines."""
    boxes = {node.id: node.box for node in graph.nodes if node.type == "topic"}
    for edge in graph.edges:
        if edge.dotted or edge.source not in boxes or edge.target not in boxes:
            continue
        ends = boxes[edge.source].center, boxes[edge.target].center
        heights = [y for _, y in ends]
        if min(heights) < part.bottom and max(heights) > part.y:
            path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ends)
            yield element("path", d=path, class_="thumb__main-path", data_status=f"\0{_key(edge)}\0")


def _key(edge: Edge) -> str:
    return f"edge {edge.id}"


def _rectangle(node: Node) -> str:
    box = node.box
    return element(
        "rect",
        x=round(box.x),
        y=round(box.y),
        width=round(box.width),
        height=round(box.height),
        rx=6,
        class_=CLASSES[node.type],
        data_status=f"\0{node.id}\0" if node.type != "section" else None,
    )
