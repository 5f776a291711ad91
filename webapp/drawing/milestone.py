"""The milestone: the site's own sign. It stands where a learner is, and at the end of what was walked."""

from __future__ import annotations

from webapp.catalog.model import Box
from webapp.drawing.svg import element

SIZE, UNITS = 72.0, 24.0  # in units of the map, and of the stone's own drawing
FOOT = 2.0  # how far the foot of the stone is above the lower edge of its own drawing
STONE = "M5 22V11a7 7 0 0 1 14 0v11Z"
NOTCH = "M9 13h6M9 17h6"
CHECK = "m8.6 14.2 2.4 2.3 4.4-4.9"


def milestone(box: Box, is_end: bool = False) -> str:
    """Returns the milestone that stands on the middle of a box; the one at the end has a check."""
    scale = SIZE / UNITS
    x, y = box.center[0] - SIZE / 2, box.y - SIZE + FOOT * scale
    stone = element("path", d=STONE, class_="milestone__stone")
    sign = element("path", d=CHECK if is_end else NOTCH, class_="milestone__sign")
    return element(
        "g",
        stone + sign,
        class_="milestone milestone--end" if is_end else "milestone",
        transform=f"translate({x:.0f} {y:.0f}) scale({scale:g})",
    )
