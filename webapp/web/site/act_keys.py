"""The key of an act, made by the client, so that a request that is sent twice takes effect once."""

from __future__ import annotations

from flask import request


def act_key() -> str | None:
    """Returns the key of this request, or None if it has none that can be stored."""
    key = request.form.get("act_key", "") or request.headers.get("Idempotency-Key", "")
    return key if 8 <= len(key) <= 64 and key.isascii() and key.isprintable() else None
