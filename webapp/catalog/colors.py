"""Colours that content names, as far as they are colours."""

from __future__ import annotations

import re

HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
FUNCTION = re.compile(r"(?:rgb|rgba|hsl|hsla)\(\s*[0-9.]+%?(?:deg)?(?:\s*[,\s/]\s*[0-9.]+%?){2,3}\s*\)\Z")
NAME = re.compile(r"[a-z]{3,24}\Z")


def is_dark(value: str) -> bool:
    """Whether white letters stand out better on a colour than black ones; only hexadecimal colours are known to be dark."""
    digits = value.removeprefix("#")
    if not HEX.match(value):
        return value in {"black", "navy", "blue", "green", "maroon", "purple", "red", "teal", "gray", "indigo", "brown"}
    if len(digits) < 6:
        digits = "".join(2 * d for d in digits)
    red, green, blue = (_light(int(digits[n : n + 2], 16) / 255) for n in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def color(value: object) -> str | None:
    """A CSS colour in lower case, or None for what is none; free text in odd case is usual."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = value.strip().lower()
    return text if HEX.match(text) or FUNCTION.match(text) or NAME.match(text) else None
