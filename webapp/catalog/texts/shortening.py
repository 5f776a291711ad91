"""Plain texts that are too long for their place."""

from __future__ import annotations

MARKS = " ,;:.–—-"  # nothing that an ellipsis follows ends with one of these


def shorten(text: str, limit: int) -> str:
    """Returns at most `limit` letters of a text: whole words, and an ellipsis where something is left out.

    A word is cut where whole ones would leave less than half: texts in Japanese or Thai have no blanks.
    """
    if len(text) <= limit:
        return text
    begin = text[: limit - 1]
    words = begin.rpartition(" ")[0].rstrip(MARKS)
    return (words if len(words) >= limit // 2 else begin.rstrip(MARKS)) + "…"
