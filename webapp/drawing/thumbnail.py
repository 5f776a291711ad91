"""A tiny drawing of a map, without texts: an ornament for cards, and where a learner stands.

It is drawn once per content version. Only the statuses of its topics are filled in for a learner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.milestone import milestone
from webapp.drawing.svg import element
from webapp.drawing.svg_layers import view_box

MOST_NODES = 60
MARGIN_TOP = 24.0
RATIO, RATIO_AROUND = 0.62, 0.75  # height by width, of the beginning and of the part around a topic
EDGE = 0.36  # how far the topic stays away from the upper and lower edge, as a share of the height
PATH_BEYOND = 200.0  # how far above and below the part a main topic may be to which the line still runs
CLASSES = {"topic": "thumb__topic", "subtopic": "thumb__subtopic", "section": "thumb__section"}
_HOLE = re.compile(r' data-status="\0(.*?)\0"')


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An SVG in pieces. Between them is the status of one of `topic_ids` each."""

    pieces: tuple[str, ...]
    topic_ids: tuple[str, ...]

    def svg(self, marks: Mapping[str, str] | None = None) -> str:
        """Returns the SVG with the statuses of `marks` as `data-status`; topics without a mark have none."""
        statuses = ((marks or {}).get(topic_id) for topic_id in self.topic_ids)
        filled = (f' data-status="{status}"' if status else "" for status in statuses)
        return self.pieces[0] + "".join(map("".join, zip(filled, self.pieces[1:], strict=True)))


def thumbnail(graph: Graph, here: str = "", *, is_end: bool = False) -> Thumbnail:
    """Returns the drawing of the beginning of a map, or of its part around the topic `here`.

    It shows boxes and the line between the main topics. A milestone stands on `here`: that at
    the end of a map if `is_end`.
    """
    nodes = [node for node in graph.nodes if node.type in CLASSES]
    standing_on = next((node.box for node in nodes if node.id == here), None)
    part = _around(graph, standing_on) if standing_on else _beginning(graph, nodes)
    shown = [node for node in nodes if part.y - node.box.height < node.box.y < part.bottom]
    # Sections go first, under what lies in them.
    shown = sorted(shown[:MOST_NODES], key=lambda node: node.type != "section")
    mains = [n for n in nodes if n.type == "topic" and _is_near(n.box, part)]
    drawn = (
        *_main_path(mains),
        *(_rectangle(node) for node in shown),
        milestone(standing_on, is_end) if standing_on else "",
    )
    svg = element(
        "svg",
        "".join(drawn),
        class_="thumb",
        viewBox=view_box(part),
        preserveAspectRatio="xMidYMid slice" if standing_on else "xMidYMin slice",
        aria_hidden="true",
        focusable="false",
    )
    found = _HOLE.split(svg)
    return Thumbnail(pieces=tuple(found[::2]), topic_ids=tuple(found[1::2]))


def _beginning(graph: Graph, nodes: Iterable[Node]) -> Box:
    bounds = graph.bounds
    # It begins where the boxes do, because a title and a legend cannot be made out at this size.
    top = min((node.box.y for node in nodes), default=bounds.y) - MARGIN_TOP
    return Box(bounds.x, top, bounds.width, min(bounds.bottom - top, bounds.width * RATIO))


def _around(graph: Graph, box: Box) -> Box:
    """Returns the part around a box, which reaches beyond the map where that keeps the box off the edge.

    Wide places show only the middle of the part.
    """
    bounds = graph.bounds
    height = bounds.width * RATIO_AROUND
    middle = box.center[1]
    top = min(max(bounds.y, middle - height / 2), bounds.bottom - height)
    top = max(min(top, middle - height * EDGE), middle - height * (1 - EDGE))
    return Box(bounds.x, top, bounds.width, height)


def _is_near(box: Box, part: Box) -> bool:
    return part.y - PATH_BEYOND - box.height < box.y < part.bottom + PATH_BEYOND


def _main_path(mains: list[Node]) -> Iterator[str]:
    """Yields a line from each main topic to the next, with the status of the topic that it leaves."""
    for start, end in pairwise(mains):
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in (start.box.center, end.box.center))
        yield element("path", d=path, class_="thumb__main-path", data_status=f"\0{start.id}\0")


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
