"""Values of the address's query string."""

from __future__ import annotations

from flask import request


def words_of(name: str, longest: int) -> str:
    """Returns a value as words, without characters that no page can show, cut to `longest` letters."""
    value = request.args.get(name, "")
    return "".join(c if c.isprintable() else " " for c in value).strip()[:longest]
