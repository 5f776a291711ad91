"""The picture that is shown where somebody shares a roadmap."""

from __future__ import annotations

from webapp.catalog.model import Roadmap
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.typesetting import typeset

LONG_TITLE = 18
FRAME = 578 / 616  # height by width of what share.typ shows of the drawing


def make_share_png(roadmap: Roadmap, site_name: str) -> bytes:
    """The share picture, 1200 by 630: title, line and the beginning of the map."""
    count = len(roadmap.order)
    data = {
        "site": site_name,
        "title": roadmap.brief_title,
        "line": roadmap.brief_description,
        "topics": f"{count} topic{'s' * (count != 1)}{', one map' * bool(roadmap.graph)}"
        if count
        else "Being written",
        "size": 64 if len(roadmap.brief_title) <= LONG_TITLE else 46,
        "room": 450 if roadmap.graph else 1070,
        "svg": standalone_svg(roadmap.graph, roadmap.title, FRAME * roadmap.graph.bounds.width)
        if roadmap.graph
        else "",
    }
    return typeset("share.typ", data, "png")
