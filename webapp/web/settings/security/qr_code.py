"""Pictures of addresses that a phone reads with its camera."""

from __future__ import annotations

import segno
from markupsafe import Markup

# Read by cameras, thus dark on light in both color schemes.
DARK, LIGHT = "#000000", "#ffffff"


def qr_code(address: str) -> Markup:
    """Returns an SVG element that takes the size that its block gives it, without any style of its own."""
    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(
        dark=DARK, light=LIGHT, omitsize=True, svgclass="qr-code__drawing", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  # a library's drawing of numbers
