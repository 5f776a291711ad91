"""Reads values of a JSON file with the type that they should have; any other value counts as missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def number(value: Any) -> float | None:
    """Returns a finite number, also if it is written as text with `px`; else None."""
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("px"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def mapping(value: Any) -> Mapping[str, Any]:
    """Returns a mapping; an empty one if the value is none."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Mapping[str, Any]]:
    """Returns the mappings among the values of a list."""
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []
