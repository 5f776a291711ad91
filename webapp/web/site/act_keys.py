"""The key of an act, made by the client, so that a request that is sent twice takes effect once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import request

# Of an act made without a connection. One that waited for longer counts as made that long ago.
LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Made:
    """When the act of a request was made, and whether it waited for a connection since then."""

    at: datetime
    is_late: bool


def made() -> Made:
    """Returns when the act of this request was made, which `waited`, in milliseconds, says.

    Browsers say for how long and not since when, because their clocks may be wrong.
    """
    now = datetime.now(UTC)
    waited = request.form.get("waited", "")
    if not (waited.isascii() and waited.isdigit()):
        return Made(now, is_late=False)
    milliseconds = min(int(waited[:12]), int(LONGEST_WAIT.total_seconds() * 1000))
    return Made(now - timedelta(milliseconds=milliseconds), is_late=True)


def act_key() -> str | None:
    """Returns the key of this request, or None if it has none that can be stored."""
    key = request.form.get("act_key", "") or request.headers.get("Idempotency-Key", "")
    return key if 8 <= len(key) <= 64 and key.isascii() and key.isprintable() else None
