"""The picture that social networks and messengers show beside a link to a roadmap."""

from __future__ import annotations

from webapp.catalog.model import Roadmap
from webapp.drawing.direction import runs_left
from webapp.drawing.file_words import FileWords
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.typesetting import typeset

LONG_TITLE = 18  # letters; a longer title is set smaller
TITLE_SIZES = (64, 46)
MAP_RATIO = 578 / 616  # height by width of the part of the map that share.typ shows
TEXT_WIDTH, TEXT_WIDTH_WITHOUT_MAP = 450, 1070


def make_share_png(roadmap: Roadmap, site_name: str, words: FileWords) -> bytes:
    """Returns a PNG of 1200 by 630 pixels with title, description and the beginning of the map.

    Raises CannotTypeset.
    """
    graph = roadmap.graph
    data = {
        "site": site_name,
        "title": roadmap.brief_title,
        "description": roadmap.brief_description,
        "facts": words.facts,
        "language": words.typst_language,
        "title-runs-left": runs_left(roadmap.brief_title),
        "description-runs-left": runs_left(roadmap.brief_description),
        "facts-run-left": runs_left(words.facts),
        "title-size": TITLE_SIZES[len(roadmap.brief_title) > LONG_TITLE],
        "text-width": TEXT_WIDTH if graph else TEXT_WIDTH_WITHOUT_MAP,
        "svg": standalone_svg(graph, roadmap.title, MAP_RATIO * graph.bounds.width) if graph else "",
    }
    return typeset("share.typ", data, "png")
