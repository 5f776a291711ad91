"""The boxes and labels of what is a link on the page.

A standalone drawing needs them, and so does a button that leads nowhere. On the page itself HTML links have
their places; `stylesheet` takes those, the sizes and the colors from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from webapp.catalog.maps.colors import readable_on
from webapp.catalog.model import Box, Node
from webapp.catalog.node_types import BUTTON_TYPES
from webapp.drawing.node_rows import item_rows, link_rows
from webapp.drawing.svg import element, text
from webapp.drawing.text_fitting import LINE_HEIGHT, fit_label, fit_text
from webapp.drawing.typeface import measure

DARK_BACKGROUND = "#1a1c21"  # the paper of the dark theme, as in static/css/tokens.css
STROKE = 2.7
BASELINE = 0.35  # from the middle of a line of text down to its baseline, in font sizes
BLACKS = frozenset({"#000000", "#000", "black"})
# The colors of the format's `colorType`.
TYPE_COLORS = {
    "a": "#333333",
    "b": "#fdff00",
    "c": "#ffe599",
    "d": "#c6f6d5",
    "e": "#a8caff",
    "g": "#fed7e2",
    "h": "#f4f4f4",
}
# Of a learner's statuses, in files of their own; no author can name them.
STATUS_COLORS = {
    "done topic": "#a5d6ae",
    "done subtopic": "#d9ead9",
    "learning topic": "url(#learning-topic)",
    "learning subtopic": "url(#learning-subtopic)",
    "skipped topic": "#e8e4dc",
    "skipped subtopic": "#e8e4dc",
}
DASHED = frozenset({"skipped topic", "skipped subtopic"})
FILLS = {"topic": "#fdff00", "subtopic": "#ffe599", "button": "#2b5fb8", "resourceButton": "#ffffff"}
TOPICS = frozenset({"topic", "subtopic"})
CHECKBOX, CHECKBOX_STROKE = 20.0, 2.2
LABEL_AFTER_CHECKBOX = 28.0
BADGE_FONT_SIZE, BADGE_HEIGHT, BADGE_PADDING = 13.0, 22.0, 9.0
RESOURCE_PADDING = 14.0


@dataclass(frozen=True, slots=True)
class LinkLabel:
    """The label of a link.

    `box` is the box of the link, `x` where the text begins or is centered, as `anchor` says. `color` is
    empty if the label has that of the theme. `id` is that of a node, or of a row in it.
    """

    box: Box
    x: float
    lines: tuple[str, ...]
    size: float
    color: str
    anchor: Literal["start", "middle"] = "middle"
    id: str = ""

    def svg(self) -> str:
        """Returns the text as SVG, in the middle of the height of its box."""
        first = self.box.center[1] + self.size * (BASELINE - LINE_HEIGHT * (len(self.lines) - 1) / 2)
        return text(
            self.lines,
            self.x,
            first,
            self.size * LINE_HEIGHT,
            font_size=self.size,
            text_anchor="middle" if self.anchor == "middle" else None,
            **text_attributes(self.color),
        )


def link_labels(node: Node) -> Iterator[LinkLabel]:
    """Yields the labels of the links of a node: its own, and those of its rows."""
    box = node.box
    if node.type in TOPICS or node.type == "button":
        lines, size = fit_label(node)
        yield LinkLabel(box, box.center[0], tuple(lines), size, text_color(node), id=node.id)
    elif node.type == "todo":
        lines, size = fit_label(node, LABEL_AFTER_CHECKBOX)
        yield LinkLabel(box, box.x + LABEL_AFTER_CHECKBOX, tuple(lines), size, "", "start", node.id)
    elif node.type == "resourceButton":
        lines, size = fit_label(node, resource_badge_width(node) + RESOURCE_PADDING)
        x = box.x + RESOURCE_PADDING
        yield LinkLabel(box, x, tuple(lines), size, text_color(node), "start", node.id)
    for link, (row, row_id) in zip(node.links, link_rows(node), strict=True):
        lines, size = fit_text(link.label, 16, row.width, row.height)
        yield LinkLabel(row, row.x, tuple(lines), size, "", "start", row_id)
    for item, (row, row_id) in zip(node.items, item_rows(node), strict=True):
        lines, size = fit_text(item.label, 16, row.width - LABEL_AFTER_CHECKBOX, row.height)
        yield LinkLabel(row, row.x + LABEL_AFTER_CHECKBOX, tuple(lines), size, "", "start", row_id)


def link_boxes(node: Node) -> Iterator[str]:
    """Yields the SVG of the boxes of a node's links, without their labels."""
    if node.type in FILLS:
        yield _box(node)
    if node.type == "todo":
        yield _checkbox(node.box)
    for row, _ in item_rows(node):
        yield _checkbox(row)
    if node.type == "resourceButton" and node.badge_label:
        yield from _resource_badge(node)


def text_attributes(color: str, is_on_background: bool = False) -> dict[str, str]:
    """Returns the attributes of a text: its color, or a class for that of the theme if it has none.

    A dark text that stands on the background of the page gets a class by which dark themes brighten it.
    """
    if not color:
        return {"class_": "map__text"}
    is_dim = is_on_background and readable_on(DARK_BACKGROUND, color) != color
    return {"fill": color, "class_": "map__text-own map__text-own--dim" if is_dim else "map__text-own"}


def fill_color(node: Node) -> str:
    """Returns the color of a node's box, or `none`."""
    if node.type in TOPICS:
        name = (node.look.color_type or "").lower()
        return TYPE_COLORS.get(name) or STATUS_COLORS.get(name) or FILLS[node.type]
    own = node.look.background if node.type in BUTTON_TYPES else None
    return own if own and own != "transparent" else FILLS.get(node.type, "none")


def text_color(node: Node) -> str:
    """Returns the color of a node's label, which can be read on the color of its box."""
    if node.type in TOPICS:
        return "#ffffff" if (node.look.color_type or "").lower() == "a" else "#000000"
    default = "#ffffff" if node.type == "button" else "#000000"
    return readable_on(fill_color(node), node.look.color or default)


def resource_badge_width(node: Node) -> float:
    """Returns the width of a resource button's badge with the space before it; 0 if it has none."""
    if not node.badge_label:
        return 0.0
    width = measure(node.badge_label, BADGE_FONT_SIZE) + 2 * BADGE_PADDING
    return min(node.box.width / 2, width) + RESOURCE_PADDING / 2


def resource_badge_colors(node: Node) -> tuple[str, str]:
    """Returns the color of a resource button's badge, and that of its text."""
    fill = node.look.badge_color or "#333333"
    return fill, readable_on(fill)


def _box(node: Node) -> str:
    box, fill = node.box, fill_color(node)
    border = node.look.border or (fill if node.type == "button" else None) or "#000"
    return element(
        "rect",
        x=box.x + STROKE / 2,
        y=box.y + STROKE / 2,
        width=max(0.0, box.width - STROKE),
        height=max(0.0, box.height - STROKE),
        rx=5,
        fill=fill,
        stroke=border,
        stroke_width=STROKE,
        stroke_dasharray="6 4.5" if node.look.color_type in DASHED else None,
    )


def _checkbox(box: Box) -> str:
    inset = CHECKBOX_STROKE / 2
    side = CHECKBOX - CHECKBOX_STROKE
    return element(
        "rect",
        x=box.x + inset,
        y=box.center[1] - CHECKBOX / 2 + inset,
        width=side,
        height=side,
        rx=3,
        fill="none",
        stroke="#000",
        stroke_width=CHECKBOX_STROKE,
    )


def _resource_badge(node: Node) -> Iterator[str]:
    box, (fill, color) = _resource_badge_box(node), resource_badge_colors(node)
    lines, size = fit_text(node.badge_label, BADGE_FONT_SIZE, box.width - 2 * BADGE_PADDING + 1, box.height)
    yield element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=4, fill=fill)
    x, y = box.center[0], box.center[1] + size * BASELINE
    yield text(lines[:1], x, y, 0, font_size=size, text_anchor="middle", fill=color, class_="map__text-own")


def _resource_badge_box(node: Node) -> Box:
    gap = RESOURCE_PADDING / 2
    width = resource_badge_width(node) - gap
    return Box(node.box.right - width - gap, node.box.center[1] - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)
