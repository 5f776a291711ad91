"""The milestone: the site's own sign. It stands where a learner is, and at the end of what was walked."""

from __future__ import annotations

from webapp.catalog.model import Box
from webapp.drawing.svg import element
from webapp.drawing.trail_end import TrailEnd

SIZE, UNITS = 72.0, 24.0  # in units of the map, and of the stone's own drawing
FOOT = 2.0  # how far the foot of the stone is above the lower edge of its own drawing
LEFT, TOP, WIDTH = 5.0, 4.0, 14.0  # of the stone in its own drawing
STONE = "M5 22V11a7 7 0 0 1 14 0v11Z"
NOTCH = "M9 13h6M9 17h6"
CHECK = "m8.6 14.2 2.4 2.3 4.4-4.9"


def milestone(box: Box) -> str:
    """Returns the milestone that stands on the middle of a box."""
    scale = SIZE / UNITS
    x, y = box.center[0] - SIZE / 2, box.y - SIZE + FOOT * scale
    return _stone(NOTCH, "milestone", x, y, scale)


def end_milestone(end: TrailEnd) -> str:
    """Returns the milestone at the end of a map, which has a check, and the last piece of the trail."""
    scale = end.stone.width / WIDTH
    x, y = end.stone.x - LEFT * scale, end.stone.y - TOP * scale
    trail = element("path", d=end.path, class_="milestone__trail") if end.trail else ""
    return trail + _stone(CHECK, "milestone milestone--end", x, y, scale)


def _stone(sign: str, css_class: str, x: float, y: float, scale: float) -> str:
    shape = element("path", d=STONE, class_="milestone__stone")
    drawn = shape + element("path", d=sign, class_="milestone__sign")
    return element("g", drawn, class_=css_class, transform=f"translate({x:.0f} {y:.0f}) scale({scale:g})")
