"""Lists that are read page by page, by the number of their last row."""

from __future__ import annotations

from flask import request

# The largest number that a database has for a row.
LARGEST = 2**63 - 1
AT_ONCE = 50


def before() -> int | None:
    """Returns below which number the page begins, or None for the first one, also if it is no number."""
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
