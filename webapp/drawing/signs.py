"""The signs of badges and legends: what an author recommends, never what a learner has done.

A check is none of them, because it means done. A legend's words are free text, so they decide the sign.
"""

from __future__ import annotations

import re

from webapp.catalog.maps.colors import readable_on
from webapp.catalog.model import LegendEntry, Node
from webapp.drawing.link_shapes import BASELINE, DARK_BACKGROUND
from webapp.drawing.svg import element, text

RADIUS = 9.5
RING_RADIUS, RING_STROKE = 7.6, 3.4
LETTER_SIZE = 12.5
FILLED = {
    "star": "M0 -6L1.59 -1.78L6.09 -1.58L2.57 1.23L3.76 5.58L0 3.1"
    "L-3.76 5.58L-2.57 1.23L-6.09 -1.58L-1.59 -1.78Z",
    "dots": "M-1.8 -3.2a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0Z"
    "M-5.2 2.6a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0Z"
    "M1.6 2.6a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0Z",
}
STROKED = {
    "arrows": "M-4.8 -2.6H4.8M2.6 -4.8L4.8 -2.6L2.6 -.4M4.8 2.6H-4.8M-2.6 .4L-4.8 2.6L-2.6 4.8",
    "cross": "M-3.3 -3.3L3.3 3.3M3.3 -3.3L-3.3 3.3",
}
LINK_ARROW = "M-4 0H4M.8 -3.4L4.2 0L.8 3.4"
LINK_DOT_RADIUS = 3.2
KINDS = {"recommended": "star", "optional": "ring", "alternative": "arrows", "any-order": "dots"}
# What the words of a legend say; the first rule that fits decides.
WORDS = (
    ("cross", r"(?:n[o']t|never|don't|avoid)\b.*\brecommend|\bavoid\b|deprecated|outdated|obsolete"),
    ("dots", r"\border\b|any ?time|whenever"),
    ("arrows", r"alternativ|instead|\beither\b|other option|pick (?:one|any|this)"),
    ("ring", r"optional|good to know|nice to|not (?:required|necessary|needed)|later|extra|bonus|possib"),
    ("star", r"recommend|personal|opinion|favou?rite|essential|must|important|suggest|start here|required"),
)


def badge(node: Node) -> str:
    """Returns the badge of a topic at the position that it names; empty for none."""
    entry = node.badge
    if entry is None:
        return ""
    side, _, height = entry.position.partition("-")
    x = node.box.x if side == "left" else node.box.right
    y = node.box.y + (node.box.height / 2 if height == "center" else 0)
    return disc(x, y, entry)


def disc(x: float, y: float, entry: LegendEntry) -> str:
    """Returns a disc around x and y in the color of a kind, with its sign."""
    sign = sign_of(entry)
    if sign == "ring":
        return _group(x, y, _ring(entry.color))
    circle = element("circle", r=RADIUS, fill=entry.color)
    return _group(x, y, circle + _drawn(sign, readable_on(entry.color, "#ffffff")))


def sign_picture(entry: LegendEntry) -> str:
    """Returns the disc of a kind as an SVG of its own, for a key beside the map."""
    size = 2 * RADIUS + 2
    view = f"{-size / 2:g} {-size / 2:g} {size:g} {size:g}"
    return element(
        "svg", disc(0, 0, entry), class_="sign", viewBox=view, aria_hidden="true", focusable="false"
    )


def sign_of(entry: LegendEntry) -> str:
    """Returns the name of the sign of a kind, or the first letter of a kind that has none."""
    if entry.id in KINDS:
        return KINDS[entry.id]
    words = entry.label.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = next((sign for sign, pattern in WORDS if re.search(pattern, words)), "")
    return found or next((char.upper() for char in entry.label if char.isalnum()), "ring")


def link_mark(x: float, y: float, color: str, leads: bool) -> str:
    """Returns the mark before a row of a link group: an arrow, or a dot where the row leads nowhere."""
    if not leads:
        return _group(x, y, element("circle", r=LINK_DOT_RADIUS, fill=color))
    return _group(x, y, element("path", d=LINK_ARROW, class_="map__sign", stroke=color))


def _drawn(sign: str, ink: str) -> str:
    if sign in FILLED:
        return element("path", d=FILLED[sign], fill=ink)
    if sign in STROKED:
        return element("path", d=STROKED[sign], class_="map__sign", stroke=ink)
    return text(
        [sign], 0, LETTER_SIZE * BASELINE, 0, font_size=LETTER_SIZE, text_anchor="middle", fill=ink,
        class_="map__text-own",
    )  # fmt: skip


def _ring(color: str) -> str:
    is_dim = readable_on(DARK_BACKGROUND, color) != color
    return element(
        "circle",
        r=RING_RADIUS,
        class_="map__ring map__stroke--dim" if is_dim else "map__ring",
        stroke=color,
        stroke_width=RING_STROKE,
    )


def _group(x: float, y: float, content: str) -> str:
    return element("g", content, transform=f"translate({x:g} {y:g})", class_="map__badge")
