"""Redirects: to where a page has moved, and to the `next` address of forms, which has to be on this site."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

LONGEST = 2000
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")

# Where the page cache has shortened the query string, this key of the environment has the whole of it.
WHOLE_QUERY = "milepost.whole_query"


def moved(path: str, code: int = 301) -> Response:
    """Redirects to the present path of the requested page for good, and keeps its query string."""
    query = request.environ.get(WHOLE_QUERY, request.environ.get("QUERY_STRING", ""))
    address = quote(path, safe="/@:!$&'()*+,;=") + (f"?{query}" if query else "")
    return redirect(address, code)


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
