"""The share picture of a record of completion: the end of the map, as it was walked."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from webapp.catalog.model import Box, Graph, Node, Roadmap
from webapp.catalog.trails import last_on_the_path
from webapp.drawing.file_words import RecordWords
from webapp.drawing.milestone import end_milestone
from webapp.drawing.own_colors import INKS
from webapp.drawing.share_picture import (
    LONG_TITLE,
    MAP_RATIO,
    TEXT_WIDTH,
    TEXT_WIDTH_WITHOUT_MAP,
    TITLE_SIZES,
)
from webapp.drawing.standalone_svg import standalone_svg_part
from webapp.drawing.trail_end import trail_end
from webapp.drawing.typesetting import typeset

COLOR_TYPES = {"topic": "done topic", "subtopic": "done subtopic"}
STONE_STYLE = (
    f"<style>.milestone__stone{{fill:{INKS['done']};stroke:#fff;stroke-width:1.5}}"
    f".milestone__trail{{fill:none;stroke:{INKS['done']};stroke-width:5;stroke-linecap:round}}"
    ".milestone__sign{fill:none;stroke:#fff;"
    "stroke-width:2;stroke-linecap:round;stroke-linejoin:round}</style>"
)


def make_record_png(roadmap: Roadmap, walked: Container[str], site_name: str, words: RecordWords) -> bytes:
    """Returns a PNG of 1200 by 630 pixels in which the topics of `walked` have the color of what is done.

    It shows the end of the main path. Raises CannotTypeset.
    """
    graph = roadmap.graph
    data = {
        "site": site_name,
        "title": words.title,
        "description": words.line,
        "facts": words.days,
        "language": words.typst_language,
        "title-size": TITLE_SIZES[len(words.title) > LONG_TITLE],
        "text-width": TEXT_WIDTH if graph else TEXT_WIDTH_WITHOUT_MAP,
        "svg": _end_of_the_map(roadmap, graph, walked) if graph else "",
    }
    return typeset("share.typ", data, "png")


def _end_of_the_map(roadmap: Roadmap, graph: Graph, walked: Container[str]) -> str:
    end = last_on_the_path(roadmap)
    colored = Graph(tuple(_colored(node, walked) for node in graph.nodes), graph.edges)
    bounds = graph.bounds
    box = next((node.box for node in graph.nodes if node.id == end), bounds)
    height = min(bounds.height, MAP_RATIO * bounds.width)
    top = max(bounds.y, min(box.center[1] - height / 2, bounds.bottom - height))
    svg = standalone_svg_part(colored, roadmap.title, Box(bounds.x, top, bounds.width, height))
    stone = trail_end(graph, end)
    return svg.removesuffix("</svg>") + STONE_STYLE + (end_milestone(stone) if stone else "") + "</svg>"


def _colored(node: Node, walked: Container[str]) -> Node:
    if node.id not in walked or node.type not in COLOR_TYPES:
        return node
    return replace(node, look=replace(node.look, color_type=COLOR_TYPES[node.type]))
