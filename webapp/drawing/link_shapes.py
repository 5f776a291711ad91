"""What is a link on the page, drawn: its box and its label, for drawings that stand alone and for buttons
that lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from webapp.catalog.maps.colors import readable_on
from webapp.catalog.model import Box, Node
from webapp.drawing.node_rows import item_rows, link_rows
from webapp.drawing.svg import element, text
from webapp.drawing.text_fitting import LINE, fit_label, fit_text
from webapp.drawing.typeface import measure

DARK_BACKGROUND = "#1a1c21"
STROKE, BASELINE = 2.7, 0.35
BLACKS = frozenset({"#000000", "#000", "black"})
TYPE_COLORS = {
    "a": "#333333",
    "b": "#fdff00",
    "c": "#ffe599",
    "d": "#c6f6d5",
    "e": "#a8caff",
    "g": "#fed7e2",
    "h": "#f4f4f4",
}
FILLS = {"topic": "#fdff00", "subtopic": "#ffe599", "button": "#2b5fb8", "resourceButton": "#ffffff"}
BOXED = frozenset(FILLS)
TICK = 20.0
BESIDE_TICK = 28.0
BADGE_SIZE, BADGE_HEIGHT, BADGE_ROOM, EDGE = 13.0, 22.0, 9.0, 14.0


@dataclass(frozen=True, slots=True)
class LinkLabel:
    """A label in its place: the box of the link, where the text begins or is centred, its lines, font
    size and ink, if it has its own.
    """

    box: Box
    x: float
    lines: tuple[str, ...]
    size: float
    ink: str
    anchor: Literal["start", "middle"] = "middle"
    name: str = ""

    def paint(self) -> str:
        """The text as SVG, in the middle of the height of its box."""
        first = self.box.centre[1] + self.size * (BASELINE - LINE * (len(self.lines) - 1) / 2)
        anchor = "middle" if self.anchor == "middle" else None
        return text(
            self.lines,
            self.x,
            first,
            self.size * LINE,
            font_size=self.size,
            text_anchor=anchor,
            **text_attributes(self.ink),
        )


def text_attributes(ink: str, is_loose: bool = False) -> dict[str, str]:
    """The attributes of a text: without a color of its own it is in that of the theme; a dark one that
    stands `is_loose`ly on paper is for a theme to lift.
    """
    if not ink:
        return {"class_": "map__text"}
    is_dim = is_loose and readable_on(DARK_BACKGROUND, ink) != ink
    return {"fill": ink, "class_": "map__text-own map__text-own--dim" if is_dim else "map__text-own"}


def fill_color(node: Node) -> str:
    """The color of a node's box."""
    typed = (
        TYPE_COLORS.get((node.look.color_type or "").lower()) if node.type in {"topic", "subtopic"} else None
    )
    own = node.look.background if node.type in {"button", "resourceButton"} else None
    return typed or (own if own and own != "transparent" else None) or FILLS.get(node.type, "none")


def text_color(node: Node) -> str:
    """The color of a node's label."""
    if node.type in {"topic", "subtopic"}:
        return "#ffffff" if (node.look.color_type or "").lower() == "a" else "#000000"
    usual = "#ffffff" if node.type == "button" else "#000000"
    return readable_on(fill_color(node), node.look.color or usual)


def link_boxes(node: Node) -> Iterator[str]:
    """The boxes of what is a link: without labels."""
    if node.type in BOXED:
        inner = STROKE / 2
        box, look = node.box, node.look
        line = look.border or (fill_color(node) if node.type == "button" else None) or "#000"
        yield element(
            "rect",
            x=box.x + inner,
            y=box.y + inner,
            width=max(0.0, box.width - STROKE),
            height=max(0.0, box.height - STROKE),
            rx=5,
            fill=fill_color(node),
            stroke=line,
            stroke_width=STROKE,
        )
    if node.type == "todo":
        yield _tick(node.box)
    for box, _ in item_rows(node):
        yield _tick(box)
    if node.type == "resourceButton":
        yield from _badge(node)


def link_labels(node: Node) -> Iterator[LinkLabel]:
    """The labels of what is a link."""
    box = node.box
    if node.type in {"topic", "subtopic", "button"}:
        lines, size = fit_label(node)
        yield LinkLabel(box, box.centre[0], tuple(lines), size, text_color(node), name=node.id)
    elif node.type == "todo":
        lines, size = fit_label(node, BESIDE_TICK)
        yield LinkLabel(box, box.x + BESIDE_TICK, tuple(lines), size, "", "start", node.id)
    elif node.type == "resourceButton":
        lines, size = fit_label(node, badge_width(node) + EDGE)
        yield LinkLabel(box, box.x + EDGE, tuple(lines), size, text_color(node), "start", node.id)
    for number, (place, name) in enumerate(link_rows(node)):
        lines, size = fit_text(node.links[number].label, 16, place.width, place.height)
        yield LinkLabel(place, place.x, tuple(lines), size, "", "start", name)
    for number, (place, name) in enumerate(item_rows(node)):
        lines, size = fit_text(node.items[number].label, 16, place.width - BESIDE_TICK, place.height)
        yield LinkLabel(place, place.x + BESIDE_TICK, tuple(lines), size, "", "start", name)


def badge_width(node: Node) -> float:
    """How much of a resource button its badge takes, with the room before it; 0 where it has none."""
    if not node.badge_label:
        return 0.0
    return min(node.box.width / 2, measure(node.badge_label, BADGE_SIZE) + 2 * BADGE_ROOM) + EDGE / 2


def badge_box(node: Node) -> Box:
    """Where the badge of a resource button lies."""
    width = badge_width(node) - EDGE / 2
    return Box(node.box.right - width - EDGE / 2, node.box.centre[1] - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)


def badge_colors(node: Node) -> tuple[str, str]:
    """The color of a resource button's badge, and that of its words."""
    fill = node.look.badge_color or "#333333"
    return fill, readable_on(fill)


def _badge(node: Node) -> Iterator[str]:
    if not node.badge_label:
        return
    box, (fill, ink) = badge_box(node), badge_colors(node)
    lines, size = fit_text(node.badge_label, BADGE_SIZE, box.width - 2 * BADGE_ROOM + 1, box.height)
    yield element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=4, fill=fill)
    y = box.centre[1] + size * BASELINE
    yield text(
        lines[:1], box.centre[0], y, 0, font_size=size, text_anchor="middle", fill=ink, class_="map__text-own"
    )


def _tick(box: Box) -> str:
    x, y, side = box.x + 1.1, box.centre[1] - TICK / 2 + 1.1, TICK - 2.2
    return element(
        "rect", x=x, y=y, width=side, height=side, rx=3, fill="none", stroke="#000", stroke_width=2.2
    )
