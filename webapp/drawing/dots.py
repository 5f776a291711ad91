"""Dotted lines: as many dots as fit, so that the first lies at one end and the last at the other."""

from __future__ import annotations

import re
from itertools import pairwise
from math import dist

from webapp.drawing.edge_paths import Point, format_number

DOT, GAP = 0.8, 8.0  # as the format draws them; round ends make the dots as wide as the line
STEPS = 16  # in which a curve is measured
COMMAND = re.compile(r"([MLCQ])([^MLCQ]*)")


def dash_array(path: str) -> str:
    """Returns the `stroke-dasharray` of a path whose dots are about GAP apart."""
    room = _length(path) - DOT
    dots = max(1, round(room / (DOT + GAP)))
    return f"{DOT:g} {format_number(max(0.0, room / dots - DOT))}"


def _length(path: str) -> float:
    """Returns the length of a path of lines and curves with absolute coordinates."""
    length = 0.0
    here: Point = (0.0, 0.0)
    for command, numbers in COMMAND.findall(path):
        values = [float(number) for number in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        if command != "M":
            curve = [_on_curve([here, *points], step / STEPS) for step in range(STEPS + 1)]
            length += sum(dist(a, b) for a, b in pairwise(curve))
        here = points[-1]
    return length


def _on_curve(points: list[Point], t: float) -> Point:
    """Returns the point of a Bézier curve at `t`, from 0 to 1."""
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points)]
    return points[0]
