"""The shapes of nodes that are only drawn: what is a link on the page is no part of them.

They have classes for the classic colors, so that themes can change those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webapp.catalog.maps.colors import is_white, readable_on
from webapp.catalog.model import Box, Node
from webapp.drawing.direction import runs_left
from webapp.drawing.dots import dash_array
from webapp.drawing.edge_paths import format_number
from webapp.drawing.link_shapes import (
    BASELINE,
    BLACKS,
    DARK_BACKGROUND,
    STROKE,
    link_boxes,
    link_labels,
    text_attributes,
)
from webapp.drawing.node_rows import link_rows
from webapp.drawing.signs import disc, link_mark
from webapp.drawing.svg import element, text
from webapp.drawing.text_fitting import LINE_HEIGHT, fit_paragraph, fit_text
from webapp.drawing.typeface import fit_font_size, truncate

UNPAINTED = frozenset({None, "transparent", "none"})
CLASSIC_BLUE = "#2b78e4"
CLASSIC_GRAY = "#929292"
PARAGRAPH_STROKE = 2.5
LEAST_LETTERS = 4  # that a line of a paragraph has to hold, in ems


def static_shapes(node: Node) -> Iterator[str]:
    """Yields the SVG of what is only drawn of a node."""
    shapes = SHAPES.get(node.type)
    if shapes:
        yield from shapes(node)


def line_attributes(
    path: str, stroke: str | None, width: float, is_dotted: bool, name: str
) -> dict[str, str]:
    """Returns the attributes of an edge or a line along a path, whose class is `map__<name>`.

    Only what is in the classic color gets a class for the color, because a rule of a style sheet would win
    over the attribute of a line with a color of its own.
    """
    own = stroke if stroke and stroke != CLASSIC_BLUE else None
    classes = [f"map__{name}"]
    if is_dotted:
        classes.append(f"map__{name}--dotted")
    if own is None:
        classes.append(f"map__{name}--classic")
    elif readable_on(DARK_BACKGROUND, own) != own:
        classes.append("map__stroke--dim")
    attributes = {"d": path, "class_": " ".join(classes), "stroke_width": format_number(width)}
    if is_dotted:
        attributes["stroke_dasharray"] = dash_array(path)
    return {**attributes, "stroke": own} if own else attributes


def _paragraph(node: Node) -> Iterator[str]:
    look, box = node.look, node.box
    if not node.label:
        yield _box(node, look.background, look.border, PARAGRAPH_STROKE, look.radius or 5)
        return
    padding = look.padding if look.padding is not None else 16
    font_size = look.font_size or 17
    # In a box that is too small for its padding, letters are worth more than padding.
    padding_top = min(padding, max(0.0, (box.height - 1.5 * font_size) / 2))
    padding_side = min(padding, max(0.0, (box.width - LEAST_LETTERS * font_size) / 2))
    inner_height = box.height - 2 * padding_top
    lines, size, step = fit_paragraph(node.label, font_size, box.width, inner_height, padding_side)
    free = inner_height - len(lines) * step
    offset = free * {"flex-end": 1.0, "center": 0.5}.get(look.justify or "", 0.0)
    if free < 0:
        # The box grows with its text, to where the text grows.
        node = replace(node, box=Box(box.x, box.y + offset, box.width, box.height - free))
    yield _box(node, look.background, look.border, PARAGRAPH_STROKE, look.radius or 5)
    x, anchor = _alignment(node, padding_side)
    y = box.y + padding_top + offset + step / 2 + size * BASELINE
    yield text(lines, x, y, step, font_size=size, text_anchor=anchor, **_paragraph_color(node))


def _alignment(node: Node, padding: float) -> tuple[float, str]:
    """Returns the x of a paragraph's lines, and their `text-anchor`."""
    if node.look.text_align == "center":
        return node.box.center[0], "middle"
    if node.look.text_align == "right" or (node.look.text_align is None and runs_left(node.label)):
        return node.box.right - padding, "end"
    return node.box.x + padding, "start"


def _paragraph_color(node: Node) -> dict[str, str]:
    fill = node.look.background
    if fill and fill not in UNPAINTED and not is_white(fill):
        return text_attributes(readable_on(fill, node.look.color or "#000000"))
    return text_attributes(_own_text_color(node.look.color), is_on_background=True)


def _section(node: Node) -> Iterator[str]:
    radius = node.look.radius if node.look.radius is not None else 5.0
    yield _box(node, node.look.background, node.look.border or "#000000", STROKE, radius)


def _label(node: Node) -> Iterator[str]:
    box = node.box
    lines, size = fit_text(node.label, node.look.font_size or 17, box.width - 10, box.height)
    y = box.center[1] + size * (BASELINE - LINE_HEIGHT * (len(lines) - 1) / 2)
    color = text_attributes(_own_text_color(node.look.color), is_on_background=True)
    yield text(lines, box.x + 10, y, size * LINE_HEIGHT, font_size=size, **color)


def _title(node: Node) -> Iterator[str]:
    x, middle = node.box.center
    lines, size = fit_text(node.label, node.look.font_size or 28, node.box.width, node.box.height)
    y = middle + size * (BASELINE - LINE_HEIGHT * (len(lines) - 1) / 2)
    step = size * LINE_HEIGHT
    yield text(lines, x, y, step, font_size=size, text_anchor="middle", class_="map__text map__title")


def _line(node: Node) -> Iterator[str]:
    look, box = node.look, node.box
    x, y = box.center
    is_vertical = node.type == "vertical"
    start, end = ((x, box.y), (x, box.bottom)) if is_vertical else ((box.x, y), (box.right, y))
    path = f"M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}"
    yield element(
        "path",
        data_node_id=node.id,
        data_type=node.type,
        **line_attributes(path, look.stroke, look.stroke_width or 3, look.dotted, "line"),
    )


def _legend(node: Node) -> Iterator[str]:
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    width = node.box.width - 60
    size = min((fit_font_size(entry.label, 16, width) for entry in node.legend), default=16)
    for n, entry in enumerate(node.legend):
        y = node.box.y + 12 + 16 + 32 * n
        yield disc(node.box.x + 26, y, entry)
        label = truncate(entry.label, size, width)
        yield text([label], node.box.x + 46, y + size * BASELINE, 0, font_size=size, class_="map__text")


def _links_group(node: Node) -> Iterator[str]:
    box = node.box
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    if node.label:
        size = fit_font_size(node.label, 17, box.width - 32)
        label = truncate(node.label, size, box.width - 32)
        yield text([label], box.x + 16, box.y + 30, 0, font_size=size, class_="map__text map__title")
    for (row, _), link in zip(link_rows(node), node.links, strict=True):
        yield link_mark(row.x - 16, row.center[1], CLASSIC_GRAY, leads=bool(link.url))
    for label_of_row, link in zip(link_labels(node), node.links, strict=True):
        if not link.url:
            yield label_of_row.svg()


def _checklist(node: Node) -> Iterator[str]:
    yield _box(node, node.look.background, node.look.border, STROKE, 5)


def _button(node: Node) -> Iterator[str]:
    """Yields a button that leads nowhere, which is no link."""
    if not node.href:
        yield from link_boxes(node)
        yield from (label.svg() for label in link_labels(node))


SHAPES = {
    "paragraph": _paragraph,
    "section": _section,
    "label": _label,
    "title": _title,
    "vertical": _line,
    "horizontal": _line,
    "legend": _legend,
    "linksgroup": _links_group,
    "checklist": _checklist,
    "button": _button,
    "resourceButton": _button,
}


def _box(node: Node, fill: str | None, border: str | None, width: float, radius: float) -> str:
    """Returns a box with a border of that width inside it; an empty string if neither is painted."""
    if fill in UNPAINTED and border in UNPAINTED:
        return ""
    inside = _inside(node.box, width)
    own_fill = fill if fill not in UNPAINTED and not is_white(fill) else None
    own_border = border if border not in UNPAINTED | BLACKS and not is_white(border) else None
    return element(
        "rect",
        x=inside.x,
        y=inside.y,
        width=inside.width,
        height=inside.height,
        rx=radius,
        class_=_box_classes(node, fill, border),
        fill=own_fill or ("none" if fill in UNPAINTED else None),
        stroke=own_border or ("none" if border in UNPAINTED else None),
        stroke_width=width,
        data_node_id=node.id,
        data_type=node.type,
    )


def _inside(box: Box, stroke: float) -> Box:
    """Returns the rectangle whose stroke of that width lies inside the box."""
    width, height = max(0.0, box.width - stroke), max(0.0, box.height - stroke)
    return Box(box.x + stroke / 2, box.y + stroke / 2, width, height)


def _box_classes(node: Node, fill: str | None, border: str | None) -> str:
    classes = ["map__box"]
    if is_white(fill):
        # Without a border it hides what lies below, and is no box of its own.
        is_bare = border in UNPAINTED or is_white(border)
        classes.append("map__box--bare" if is_bare else "map__box--paper")
    elif fill and fill not in UNPAINTED and (not node.label or node.type == "checklist"):
        # Its texts are other nodes, in the colors of the theme, so a dark theme darkens the box.
        classes.append("map__box--tinted")
    if border in BLACKS:
        classes.append("map__box--ink")
    elif is_white(border):
        classes.append("map__box--faded")
    return " ".join(classes)


def _own_text_color(color: str | None) -> str:
    return color if color and color not in BLACKS else ""
