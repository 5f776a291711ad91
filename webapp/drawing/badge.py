"""A badge for a README: a name and how much of it is done, as an SVG without scripts, styles and fonts."""

from __future__ import annotations

import unicodedata
from html import escape

HEIGHT, AROUND = 20, 8
# Of Verdana and its like at 11 pixels; `textLength` fits the text where the reader has another font.
NARROW, WIDE = 6.6, 11.0
NAME_COLOR, DONE_COLOR, INK = "#3a3833", "#1d6b45", "#ffffff"
FONT = "Verdana, Geneva, DejaVu Sans, sans-serif"


def badge(name: str, words: str) -> str:
    """Returns a badge whose left part says `name` and whose right part says `words`."""
    left, right = _width(name), _width(words)
    label = escape(f"{name}: {words}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" '
        f'viewBox="0 0 {left + right} {HEIGHT}" role="img" aria-label="{label}"><title>{label}</title>'
        f'<clipPath id="edge"><rect width="{left + right}" height="{HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#edge)"><rect width="{left}" height="{HEIGHT}" fill="{NAME_COLOR}"/>'
        f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="{DONE_COLOR}"/></g>'
        f'<g fill="{INK}" font-family="{FONT}" font-size="11" text-anchor="middle">'
        f"{_text(name, 0, left)}{_text(words, left, right)}</g></svg>\n"
    )


def _text(words: str, start: int, width: int) -> str:
    middle, length = start + width / 2, width - 2 * AROUND
    return f'<text x="{middle:g}" y="14" textLength="{length}">{escape(words)}</text>'


def _width(words: str) -> int:
    is_wide = (unicodedata.east_asian_width(letter) in "WF" for letter in words)
    return round(sum(WIDE if wide else NARROW for wide in is_wide)) + 2 * AROUND
