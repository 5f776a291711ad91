"""Colours that content names, as far as they are colours."""

from __future__ import annotations

import re

HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
FUNCTION = re.compile(r"(?:rgb|rgba|hsl|hsla)\(\s*[0-9.]+%?(?:deg)?(?:\s*[,\s/]\s*[0-9.]+%?){2,3}\s*\)\Z")
NAME = re.compile(r"[a-z]{3,24}\Z")


def color(value: object) -> str | None:
    """A CSS colour in lower case, or None for what is none; free text in odd case is usual."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = value.strip().lower()
    return text if HEX.match(text) or FUNCTION.match(text) or NAME.match(text) else None
