"""What each type of node looks like: SVG pieces with classes for the classic colors, so that themes can
change them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.maps.colors import readable_on
from webapp.catalog.model import Box, LegendEntry, Node
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
from webapp.drawing.svg import element, text
from webapp.drawing.text_fitting import LINE, fit_paragraph, fit_text
from webapp.drawing.typeface import fit_font_size, truncate

DISC = 9.5
CHECK = "M-4.2 0.2L-1.4 3.2L4.4 -3.2"
UNPAINTED = frozenset({None, "transparent", "none"})
WHITES = frozenset({"#ffffff", "white", "#fff"})
BLUE = "#2b78e4"


def inside(box: Box, width: float) -> Box:
    """The rectangle whose stroke of that width lies inside the box."""
    return Box(
        box.x + width / 2, box.y + width / 2, max(0.0, box.width - width), max(0.0, box.height - width)
    )


def static_shapes(node: Node) -> Iterator[str]:
    """The pieces of a node that are only drawn: what is a link on the page is no part of them."""
    painter = PAINTERS.get(node.type)
    if painter:
        yield from painter(node)


def badge(node: Node) -> str:
    """The badge of a topic: a disc with a check at the place that it names."""
    entry = node.badge
    if entry is None:
        return ""
    side, _, height = entry.position.partition("-")
    x = node.box.x if side == "left" else node.box.right
    y = node.box.y + (node.box.height / 2 if height == "center" else 0)
    return disc(x, y, entry)


def disc(x: float, y: float, entry: LegendEntry) -> str:
    """A disc in the color of its kind with a check that stands out on it."""
    circle = element("circle", r=DISC, fill=entry.color)
    check = element("path", d=CHECK, class_="map__check", stroke=readable_on(entry.color, "#ffffff"))
    return element("g", circle + check, transform=f"translate({x:g} {y:g})", class_="map__badge")


def line_attributes(stroke: str | None, width: float, is_dotted: bool, name: str) -> dict[str, str]:
    """The attributes of an edge or a line.

    A class gives it a color only where its file gives none: rules win over attributes.
    """
    own = stroke if stroke and stroke != BLUE else None
    names = [
        f"map__{name}",
        *([f"map__{name}--dotted"] if is_dotted else []),
        *([] if own else [f"map__{name}--classic"]),
    ]
    names += ["map__stroke--dim"] if own and readable_on(DARK_BACKGROUND, own) != own else []
    look = {"class_": " ".join(names), "stroke_width": format_number(width)}
    return {**look, "stroke": own} if own else look


def _box(node: Node, fill: str | None, border: str | None, width: float, radius: float) -> str:
    if fill in UNPAINTED and border in UNPAINTED:
        return ""
    names, place = ["map__box"], inside(node.box, width)
    own_fill = fill if fill not in UNPAINTED | WHITES else None
    own_border = border if border not in UNPAINTED | BLACKS else None
    names += ["map__box--paper"] if fill in WHITES else []
    # What stands on a box without words of its own is in the colors of the theme.
    names += ["map__box--tinted"] if own_fill and not node.label else []
    names += ["map__box--ink"] if border in BLACKS else []
    return element(
        "rect",
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        rx=radius,
        class_=" ".join(names),
        fill=own_fill or ("none" if fill in UNPAINTED else None),
        stroke=own_border or ("none" if border in UNPAINTED else None),
        stroke_width=width,
        data_node_id=node.id,
        data_type=node.type,
    )


def _paragraph(node: Node) -> Iterator[str]:
    look = node.look
    yield _box(node, look.background, look.border, 2.5, look.radius or 5)
    if not node.label:
        return
    padding = look.padding if look.padding is not None else 16
    wanted = look.font_size or 17
    # A box that is too low for its padding gives that up before it gives up letters.
    upright = min(padding, max(0.0, (node.box.height - 1.5 * wanted) / 2))
    lines, size, step = fit_paragraph(
        node.label, wanted, node.box.width, node.box.height - 2 * upright, padding
    )
    room = node.box.height - 2 * upright - len(lines) * step
    drop = {"flex-end": room, "center": room / 2}.get(look.justify or "", 0.0)
    align = look.text_align or "left"
    x, anchor = {"center": (node.box.centre[0], "middle"), "right": (node.box.right - padding, "end")}.get(
        align, (node.box.x + padding, "start")
    )
    y = node.box.y + upright + max(0.0, drop) + step / 2 + size * BASELINE
    fill = look.background
    is_own = bool(fill) and fill not in UNPAINTED | WHITES
    ink = readable_on(fill, look.color or "#000000") if fill and is_own else _own_text_color(look.color)
    yield text(lines, x, y, step, font_size=size, text_anchor=anchor, **text_attributes(ink, not is_own))


def _section(node: Node) -> Iterator[str]:
    radius = node.look.radius if node.look.radius is not None else 5.0
    yield _box(node, node.look.background, node.look.border or "#000000", STROKE, radius)


def _label(node: Node) -> Iterator[str]:
    box = node.box
    lines, size = fit_text(node.label, node.look.font_size or 17, box.width - 10, box.height)
    y = box.centre[1] + size * (BASELINE - LINE * (len(lines) - 1) / 2)
    yield text(
        lines,
        box.x + 10,
        y,
        size * LINE,
        font_size=size,
        **text_attributes(_own_text_color(node.look.color), True),
    )


def _title(node: Node) -> Iterator[str]:
    x, y = node.box.centre
    lines, size = fit_text(node.label, node.look.font_size or 28, node.box.width, node.box.height)
    y += size * (BASELINE - LINE * (len(lines) - 1) / 2)
    yield text(lines, x, y, size * LINE, font_size=size, text_anchor="middle", class_="map__text map__title")


def _line(node: Node) -> Iterator[str]:
    look = node.look
    (x, y), box = node.box.centre, node.box
    down = node.type == "vertical"
    ends = (x, box.y, x, box.bottom) if down else (box.x, y, box.right, y)
    yield element(
        "path",
        d=f"M{ends[0]:g} {ends[1]:g}L{ends[2]:g} {ends[3]:g}",
        data_node_id=node.id,
        data_type=node.type,
        **line_attributes(look.stroke, look.stroke_width or 3, look.dotted, "line"),
    )


def _legend(node: Node) -> Iterator[str]:
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    room = node.box.width - 60
    size = min((fit_font_size(entry.label, 16, room) for entry in node.legend), default=16)
    for n, entry in enumerate(node.legend):
        y = node.box.y + 12 + 16 + 32 * n
        yield disc(node.box.x + 26, y, entry)
        label = truncate(entry.label, size, room)
        yield text([label], node.box.x + 46, y + size * BASELINE, 0, font_size=size, class_="map__text")


def _linksgroup(node: Node) -> Iterator[str]:
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    if node.label:
        size = fit_font_size(node.label, 17, node.box.width - 32)
        label = truncate(node.label, size, node.box.width - 32)
        yield text(
            [label], node.box.x + 16, node.box.y + 30, 0, font_size=size, class_="map__text map__title"
        )
    for place, _ in link_rows(node):
        yield disc(place.x - 16, place.y + 15, LegendEntry("", "", "#929292"))
    for label_of, row in zip(link_labels(node), node.links, strict=True):
        if not row.url:
            yield label_of.paint()


def _checklist(node: Node) -> Iterator[str]:
    yield _box(node, node.look.background, node.look.border, STROKE, 5)


def _button(node: Node) -> Iterator[str]:
    """A button that leads nowhere is no link: it is only drawn."""
    if not node.href:
        yield from link_boxes(node)
        yield from (label.paint() for label in link_labels(node))


def _own_text_color(color: str | None) -> str:
    return color if color and color not in BLACKS else ""


PAINTERS = {
    "paragraph": _paragraph,
    "section": _section,
    "label": _label,
    "title": _title,
    "vertical": _line,
    "horizontal": _line,
    "legend": _legend,
    "linksgroup": _linksgroup,
    "checklist": _checklist,
    "button": _button,
    "resourceButton": _button,
}
