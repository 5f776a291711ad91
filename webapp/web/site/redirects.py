"""Checking the `next` address of forms, so that redirects stay on this site."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

LONGEST = 2000
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def safe_next(target: str | None, fallback: str) -> str:
    """Returns `target` if it is a path of this site, or else `fallback`.

    Browsers read `\\` as `/` and drop tabs and line breaks, so paths that contain them, also encoded, are
    refused.
    """
    if not target or len(target) > LONGEST:
        return fallback
    if not _is_local_path(target) or not _is_local_path(unquote(target)):
        return fallback
    try:
        parts = urlsplit(target)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else target


def _is_local_path(text: str) -> bool:
    return text.startswith("/") and not text.startswith("//") and not UNSAFE.search(text)
