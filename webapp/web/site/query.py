"""Values of the address's query string."""

from __future__ import annotations

from flask import request


def query_text(name: str, longest: int) -> str:
    """Returns a value without unprintable characters, cut to `longest` characters."""
    value = request.args.get(name, "")
    return "".join(c if c.isprintable() else " " for c in value).strip()[:longest]
