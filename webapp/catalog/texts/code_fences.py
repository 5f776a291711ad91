"""Which lines of a Markdown text belong to fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})(?P<rest>.*)")


def in_code(lines: Iterable[str]) -> Iterator[bool]:
    """Yields for each line whether it is part of fenced code, the fences themselves included."""
    fence = ""
    for line in lines:
        match = FENCE.match(line)
        if match is None:
            yield bool(fence)
            continue
        is_opening = not fence and (match["mark"][0] == "~" or "`" not in match["rest"])
        is_closing = bool(fence) and match["mark"].startswith(fence) and not match["rest"].strip()
        yield bool(fence) or is_opening
        if is_opening:
            fence = match["mark"]
        elif is_closing:
            fence = ""
