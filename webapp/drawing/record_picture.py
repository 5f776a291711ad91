"""The share picture of a record of completion: the end of the map, as it was walked."""

from __future__ import annotations

from webapp.catalog.model import Box, Graph, Roadmap
from webapp.drawing.file_words import RecordWords
from webapp.drawing.own_colors import OwnColors, end_sign, in_own_colors, status_signs
from webapp.drawing.share_picture import (
    LONG_TITLE,
    MAP_RATIO,
    TEXT_WIDTH,
    TEXT_WIDTH_WITHOUT_MAP,
    TITLE_SIZES,
)
from webapp.drawing.standalone_svg import standalone_svg_part
from webapp.drawing.typesetting import typeset


def make_record_png(roadmap: Roadmap, own: OwnColors, site_name: str, words: RecordWords) -> bytes:
    """Returns a PNG of 1200 by 630 pixels with the map in `own` colors.

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
        "svg": _end_of_the_map(roadmap, graph, own) if graph else "",
    }
    return typeset("share.typ", data, "png")


def _end_of_the_map(roadmap: Roadmap, graph: Graph, own: OwnColors) -> str:
    bounds = graph.bounds
    box = next((node.box for node in graph.nodes if node.id == own.end), bounds)
    height = min(bounds.height, MAP_RATIO * bounds.width)
    top = max(bounds.y, min(box.center[1] - height / 2, bounds.bottom - height))
    part = Box(bounds.x, top, bounds.width, height)
    svg = standalone_svg_part(in_own_colors(graph, own), roadmap.title, part).removesuffix("</svg>")
    return f"{svg}{status_signs(graph, own.statuses)}{end_sign(graph, own)}</svg>"
