"""Where a visitor may be sent after a form: only within the site."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def safe_next(wanted: str | None, fallback: str) -> str:
    """`wanted` if it is a path of this site, else `fallback`.

    Browsers read `\\` as `/` and drop tabs and line breaks, so anything with them is refused, encoded ones
    too.
    """
    if not wanted or len(wanted) > 2000:
        return fallback
    plain = unquote(wanted)
    if any(
        UNSAFE.search(form) or not re.match(r"/(?![/\\])", form) or form.startswith("//")
        for form in (wanted, plain)
    ):
        return fallback
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else wanted
