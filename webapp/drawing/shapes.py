"""What each type of node looks like: SVG pieces with classes for the classic colours, so that themes can change them."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.model import Box, LegendEntry, Node
from webapp.drawing.svg import element, text
from webapp.drawing.typeface import SIZES, fitting, lines_in, wrap

STROKE = 2.7
BASELINE = 0.35
LINE = 1.1  # the distance of two lines of a label in font sizes
DISC = 9.5
CHECK = "M-4.2 0.2L-1.4 3.2L4.4 -3.2"
CLASSIC = {"#ffffff", "white", "#fff", "#000000", "#000", "black", "#2b78e4", "#fdff00", "#ffe599", "transparent"}
PAPER, INK = {"#ffffff", "white", "#fff"}, {"#000000", "#000", "black"}
TYPE_COLORS = {
    "a": "#333333",
    "b": "#fdff00",
    "c": "#ffe599",
    "d": "#c6f6d5",
    "e": "#a8caff",
    "g": "#fed7e2",
    "h": "#f4f4f4",
}


def inside(box: Box, width: float) -> Box:
    """The rectangle whose stroke of that width lies inside the box."""
    return Box(box.x + width / 2, box.y + width / 2, max(0.0, box.width - width), max(0.0, box.height - width))


def drawn(node: Node) -> Iterator[str]:
    """The pieces of a node that are only drawn: what is a link on the page is no part of them."""
    painter = PAINTERS.get(node.type)
    if painter:
        yield from painter(node)


def label_lines(node: Node) -> tuple[list[str], float]:
    """The lines and the font size of a label that fits its box: one line, or more where the box is high enough for them."""
    lines = lines_in(node.label, node.box.width) if node.box.height >= row_height(2) - 1 else [node.label]
    if len(lines) > 1:
        return lines, min(fitting(line, SIZES[len(lines)], node.box.width - 12) for line in lines)
    return lines, fitting(node.label, node.look.font_size or 17, node.box.width - 12)


def row_height(lines: int) -> float:
    """How high the box of a topic is whose label has that many lines."""
    return 18.0 + 18 * lines


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
    """A disc in the colour of its kind with a white check."""
    circle = element("circle", r=DISC, fill=entry.color)
    check = element("path", d=CHECK, class_="map__check")
    return element("g", circle + check, transform=f"translate({x:g} {y:g})", class_="map__badge")


def _box(node: Node, fill: str | None, border: str | None, width: float, radius: float) -> str:
    if fill in {None, "transparent"} and border in {None, "transparent"}:
        return ""
    names = ["map__box"]
    names += ["map__box--paper"] if fill in PAPER else ["map__box--open"] if fill in {None, "transparent"} else []
    names += ["map__box--ink"] if border in INK else []
    place = inside(node.box, width)
    return element(
        "rect",
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        rx=radius,
        class_=" ".join(names),
        fill=fill if fill and fill not in CLASSIC else None,
        stroke=border if border and border not in INK else None,
        stroke_width=width,
        data_node_id=node.id,
        data_type=node.type,
    )


def _paragraph(node: Node) -> Iterator[str]:
    look = node.look
    yield _box(node, look.background, look.border, 2.5, look.radius or 5)
    if not node.label:
        return
    size = look.font_size or 17
    padding = look.padding if look.padding is not None else 16
    lines = wrap(node.label, size, node.box.width - 2 * padding)
    step = size * 1.5
    room = node.box.height - 2 * padding - len(lines) * step
    drop = {"flex-end": room, "center": room / 2}.get(look.justify or "", 0.0)
    align = look.text_align or "left"
    x, anchor = {"center": (node.box.centre[0], "middle"), "right": (node.box.right - padding, "end")}.get(
        align, (node.box.x + padding, "start")
    )
    y = node.box.y + padding + max(0.0, drop) + step / 2 + size * BASELINE
    yield text(lines, x, y, step, font_size=size, text_anchor=anchor, fill=_ink(look.color), class_="map__text")


def _section(node: Node) -> Iterator[str]:
    radius = node.look.radius if node.look.radius is not None else 5.0
    yield _box(node, node.look.background, node.look.border or "#000000", STROKE, radius)


def _label(node: Node) -> Iterator[str]:
    size = node.look.font_size or 17
    y = node.box.centre[1] + size * BASELINE
    yield text([node.label], node.box.x + 10, y, 0, font_size=size, fill=_ink(node.look.color), class_="map__text")


def _title(node: Node) -> Iterator[str]:
    size = node.look.font_size or 28
    x, y = node.box.centre
    yield text([node.label], x, y + size * BASELINE, 0, font_size=size, text_anchor="middle", class_="map__text map__title")


def _line(node: Node) -> Iterator[str]:
    look = node.look
    (x, y), box = node.box.centre, node.box
    down = node.type == "vertical"
    ends = (x, box.y, x, box.bottom) if down else (box.x, y, box.right, y)
    yield element(
        "path",
        d=f"M{ends[0]:g} {ends[1]:g}L{ends[2]:g} {ends[3]:g}",
        class_="map__line" + (" map__line--dotted" if look.dotted else ""),
        stroke=look.stroke if look.stroke and look.stroke not in CLASSIC else None,
        stroke_width=look.stroke_width or 3,
        data_node_id=node.id,
        data_type=node.type,
    )


def _legend(node: Node) -> Iterator[str]:
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    for n, entry in enumerate(node.legend):
        y = node.box.y + 12 + 16 + 32 * n
        yield disc(node.box.x + 26, y, entry)
        yield text([entry.label], node.box.x + 46, y + 16 * BASELINE, 0, font_size=16, class_="map__text")


def _linksgroup(node: Node) -> Iterator[str]:
    yield _box(node, "#ffffff", "#000000", STROKE, 5)
    if node.label:
        yield text([node.label], node.box.x + 16, node.box.y + 30, 0, font_size=17, class_="map__text map__title")
    for place, _ in link_rows(node):
        yield disc(place.x - 16, place.y + 15, LegendEntry("", "", "#929292"))


def _checklist(node: Node) -> Iterator[str]:
    yield _box(node, node.look.background, node.look.border, STROKE, 5)


def link_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """The place and the id of each row of a link group."""
    top = node.box.y + (46 if node.label else 14)
    for n in range(len(node.links)):
        yield Box(node.box.x + 42, top + 30 * n, max(10.0, node.box.width - 54), 30), f"{node.id}-{n}"


def item_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """The place and the id of each item of a checklist."""
    top = node.box.y + 12
    for n, item in enumerate(node.items):
        yield Box(node.box.x + 12, top + 32 * n, max(10.0, node.box.width - 24), 30), item.id


def _ink(color: str | None) -> str | None:
    return color if color and color not in INK else None


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
}
