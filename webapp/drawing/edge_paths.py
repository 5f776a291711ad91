"""Edges as SVG path data, in the five shapes of the format.

A handle is where an edge meets a box: w at the top, x at the bottom, y at the left and z at the right.
"""

from __future__ import annotations

from webapp.catalog.model import Box, Edge

STUB = 20.0  # how far an edge with corners runs straight on from a handle
CORNER_RADIUS = 5.0
STEPS = 32  # of a curve that is followed point by point
AXES = {"w": (0, -1), "x": (0, 1), "y": (-1, 0), "z": (1, 0)}
Point = tuple[float, float]


def handle(box: Box, side: str) -> Point:
    """Returns where a handle is: in the middle of its side of the box."""
    along, down = AXES[side]
    x, y = box.center
    return x + along * box.width / 2, y + down * box.height / 2


def edge_path(edge: Edge, source: Box, target: Box) -> str:
    """Returns the value of `d` for an edge between two boxes."""
    start, end = handle(source, edge.source_side), handle(target, edge.target_side)
    if edge.shape == "straight":
        return f"M{_p(start)}L{_p(end)}"
    if edge.shape == "bezier":
        leaving = _control(start, end, edge.source_side)
        arriving = _control(end, start, edge.target_side)
        return f"M{_p(start)}C{_p(leaving)} {_p(arriving)} {_p(end)}"
    points = _corners(start, edge.source_side, end, edge.target_side)
    return _rounded(points, CORNER_RADIUS if edge.shape == "smoothstep" else 0.0)


def edge_points(edge: Edge, source: Box, target: Box) -> list[Point]:
    """Returns points along an edge, from its start to its end: its corners, or some on its curve."""
    start, end = handle(source, edge.source_side), handle(target, edge.target_side)
    if edge.shape == "straight":
        return [start, end]
    if edge.shape == "bezier":
        leaving = _control(start, end, edge.source_side)
        arriving = _control(end, start, edge.target_side)
        return [_on_curve(start, leaving, arriving, end, step / STEPS) for step in range(STEPS + 1)]
    return _corners(start, edge.source_side, end, edge.target_side)


def _on_curve(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    shares = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    points = (a, b, c, d)
    return (
        sum(share * x for share, (x, _) in zip(shares, points, strict=True)),
        sum(share * y for share, (_, y) in zip(shares, points, strict=True)),
    )


def _control(own: Point, other: Point, side: str) -> Point:
    """Returns a curve's control point: half way to the other end along the handle's axis."""
    if side in "yz":
        return (own[0] + other[0]) / 2, own[1]
    return own[0], (own[1] + other[1]) / 2


def _corners(start: Point, first: str, end: Point, last: str) -> list[Point]:
    """Returns the points of an edge with right angles, which leaves and reaches each handle by a stub.

    It turns where it does not run back through the boxes.
    """
    out = (start[0] + STUB * AXES[first][0], start[1] + STUB * AXES[first][1])
    back = (end[0] + STUB * AXES[last][0], end[1] + STUB * AXES[last][1])
    axis = 0 if first in "yz" else 1
    other = 1 - axis
    ahead = 1 if out[axis] < back[axis] else -1
    leaves, enters = AXES[first], AXES[last]
    forward = leaves[axis] == ahead
    if leaves[axis] * enters[axis] == -1:
        middle = (out[0] + back[0]) / 2, (out[1] + back[1]) / 2
        upright = [(middle[0], out[1]), (middle[0], back[1])]
        level = [(out[0], middle[1]), (back[0], middle[1])]
        between = upright if (axis == 0) == forward else level
    else:
        turn_late = (out[0], back[1]) if axis == 1 else (back[0], out[1])
        turn_now = (back[0], out[1]) if axis == 1 else (out[0], back[1])
        between = [turn_late if forward else turn_now]
        if first != last and _has_to_turn_now(leaves[axis], enters[other], out[other], back[other]):
            between = [turn_now]
    return [start, out, *between, back, end]


def _has_to_turn_now(leaves: int, enters: int, out: float, back: float) -> bool:
    """Returns whether going straight on would reach the target's handle from its wrong side."""
    if leaves == 1:
        return (leaves != enters and out > back) or (leaves == enters and out < back)
    return (leaves != enters and out < back) or (leaves == enters and out > back)


def _rounded(points: list[Point], radius: float) -> str:
    """Returns a path through the points with rounded corners."""
    corners = _without_straight(points)
    path = f"M{_p(corners[0])}"
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        reach = min(radius, _distance(before, here) / 2, _distance(here, after) / 2)
        if reach <= 0:
            path += f"L{_p(here)}"
        else:
            path += f"L{_p(_towards(here, before, reach))}Q{_p(here)} {_p(_towards(here, after, reach))}"
    return f"{path}L{_p(corners[-1])}"


def _without_straight(points: list[Point]) -> list[Point]:
    """Returns the points without those between two others on a straight line."""
    first, *inner, last = points
    corners = [
        here
        for before, here, after in zip(points, inner, points[2:], strict=False)
        if not _goes_on(before, here, after)
    ]
    return [first, *corners, last]


def _goes_on(a: Point, b: Point, c: Point) -> bool:
    is_straight = abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) < 1e-6
    return is_straight and (b[0] - a[0]) * (c[0] - b[0]) >= 0 and (b[1] - a[1]) * (c[1] - b[1]) >= 0


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(here: Point, other: Point, reach: float) -> Point:
    distance = _distance(here, other)
    if not distance:
        return here
    return (
        here[0] + (other[0] - here[0]) * reach / distance,
        here[1] + (other[1] - here[1]) * reach / distance,
    )


def _p(point: Point) -> str:
    return f"{format_number(point[0])} {format_number(point[1])}"


def format_number(value: float) -> str:
    """Returns a number with at most two decimals, and as short as possible."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
