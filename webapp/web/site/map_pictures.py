"""Maps in the colors of a learner: small drawings, and what files show."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.model import Roadmap
from webapp.catalog.trails import last_on_the_path
from webapp.drawing.own_colors import OwnColors
from webapp.drawing.thumbnail import Thumbnail, thumbnail
from webapp.learning.main_path import walked
from webapp.learning.standing import Standing


def picture(standing: Standing, here: str = "", *, is_end: bool = False) -> Markup:
    """Returns the small drawing of a roadmap's map in the learner's colors.

    It is the beginning of the map, or the part around the topic `here`, on which a milestone stands: that at
    the end of the map if `is_end`.
    """
    drawing = _drawing(standing.roadmap, here, is_end)
    if drawing is None:
        return Markup()
    # The drawing escapes all strings of the graph, and statuses are words of our own.
    return Markup(drawing.svg(standing.drawn_marks, walked(standing)))  # noqa: S704


def own_colors(standing: Standing) -> OwnColors:
    """Returns what files show of a learner's standing."""
    end = last_on_the_path(standing.roadmap) if standing.is_walked else ""
    return OwnColors(standing.drawn_marks, walked(standing), end)


@lru_cache(maxsize=512)
def _drawing(roadmap: Roadmap, here: str, is_end: bool) -> Thumbnail | None:
    return thumbnail(roadmap.graph, here, is_end=is_end) if roadmap.graph else None
