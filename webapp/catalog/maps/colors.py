"""Colors that content names: which are valid, and which letters can be read on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls

HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
NUMBER = r"(?:[0-9]{1,6}(?:\.[0-9]{1,20})?|\.[0-9]{1,20})"
FUNCTION = re.compile(
    rf"(?:rgb|rgba|hsl|hsla)\(\s*{NUMBER}(?:%|deg)?(?:\s*[,\s/]\s*{NUMBER}%?){{2,3}}\s*\)\Z"
)
NAME = re.compile(r"(?!inherit|initial|unset|revert|currentcolor|auto)[a-z]{3,24}\Z")
RGB = re.compile(rf"rgba?\(\s*({NUMBER})\s*[,\s]\s*({NUMBER})\s*[,\s]\s*({NUMBER})\s*(?:[,/][^)]*)?\)\Z")
NAMED = {
    "white": "#ffffff",
    "black": "#000000",
    "yellow": "#ffff00",
    "red": "#ff0000",
    "blue": "#0000ff",
    "green": "#008000",
    "gray": "#808080",
    "grey": "#808080",
    "navy": "#000080",
    "teal": "#008080",
    "purple": "#800080",
    "orange": "#ffa500",
    "pink": "#ffc0cb",
}
LEAST_CONTRAST = 3.0
CONTRAST_OF_TEXT = 4.5
NEARLY_WHITE = 0.95  # relative luminance; that of #fafafa is 0.955


def readable_on(fill: str, ink: str | None = None) -> str:
    """Returns the color for letters on `fill`: `ink` if it can be read there, else black or white."""
    ground = _light(fill)
    if ink is not None:
        letters = _light(ink)
        if ground is None or letters is None or _contrast(ground, letters) >= LEAST_CONTRAST:
            return ink
    return "#ffffff" if ground is not None and _contrast(ground, 1.0) > _contrast(ground, 0.0) else "#000000"


def lightened(value: str, ground: str) -> str | None:
    """Returns a color of the same hue for letters on the dark `ground`, as light as `value` is dark.

    None where nothing is known about one of them.
    """
    parts = _hue_lightness_saturation(value)
    if parts is None or _light(ground) is None:
        return None
    lightness = 1 - parts[1]
    steps = range(round(100 * lightness), 101)
    return _first_readable((_of_lightness(parts, step / 100) for step in steps), ground) or "#ffffff"


def ground_for(ink: str, fill: str) -> str:
    """Returns the color nearest to `fill`, of the same hue, on which letters of color `ink` can be read."""
    parts, letters = _hue_lightness_saturation(fill), _light(ink)
    if parts is None or letters is None or _is_text_readable(fill, ink):
        return fill
    lightness = round(100 * parts[1])
    is_light_ink = letters > (_light(fill) or 0.0)
    steps = range(lightness, -1, -1) if is_light_ink else range(lightness, 101)
    return _first_readable((_of_lightness(parts, step / 100) for step in steps), ink) or fill


def _first_readable(colors: Iterable[str], other: str) -> str | None:
    return next((each for each in colors if _is_text_readable(each, other)), None)


def _is_text_readable(one: str, other: str) -> bool:
    return _contrast(_light(one) or 0.0, _light(other) or 0.0) >= CONTRAST_OF_TEXT


def _hue_lightness_saturation(value: str) -> tuple[float, float, float] | None:
    digits = _digits(value)
    if digits is None:
        return None
    red, green, blue = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return rgb_to_hls(red, green, blue)


def _of_lightness(parts: tuple[float, float, float], lightness: float) -> str:
    hue, _, saturation = parts
    return "#" + "".join(f"{round(255 * part):02x}" for part in hls_to_rgb(hue, lightness, saturation))


def is_white(value: str | None) -> bool:
    """Returns whether a color is white, or so nearly that it stands for paper."""
    light = _light(value) if value and not _has_alpha(value) else None
    return light is not None and light >= NEARLY_WHITE


def _has_alpha(value: str) -> bool:
    return len(value) in {5, 9} if value.startswith("#") else value.startswith("rgba")


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _light(value: str) -> float | None:
    """Returns the relative luminance (WCAG 2) of a color; None for unknown names and for functions."""
    digits = _digits(value)
    if digits is None:
        return None
    red, green, blue = (_linear(int(digits[n : n + 2], 16) / 255) for n in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _digits(value: str) -> str | None:
    """Returns the hexadecimal digits of a color, two for each part; None if they are not known."""
    value = NAMED.get(value, value)
    if match := RGB.match(value):
        value = "#" + "".join(f"{min(255, int(float(part))):02x}" for part in match.groups())
    if not HEX.match(value):
        return None
    digits = value.removeprefix("#")
    return digits if len(digits) >= 6 else "".join(2 * digit for digit in digits)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def color(value: object) -> str | None:
    """Returns a CSS color in lower case, or None if the value is none; files hold free text in any case."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = value.strip().lower()
    return text if HEX.match(text) or FUNCTION.match(text) or NAME.match(text) else None
