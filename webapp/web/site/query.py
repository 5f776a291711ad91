"""Values of the address's query string."""

from __future__ import annotations

from flask import request

# Of a 64-bit integer, whatever its digits are.
MOST_DIGITS = 18


def query_text(name: str, longest: int) -> str:
    """Returns a value without unprintable characters, cut to `longest` characters."""
    value = request.args.get(name, "")
    return "".join(c if c.isprintable() else " " for c in value).strip()[:longest]


def query_number(name: str) -> int | None:
    """Returns a number that a database knows, or None for anything else."""
    return to_number(request.args.get(name, ""))


def to_number(text: str) -> int | None:
    """Returns the number that a text is, if a database knows it, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
