"""Writes SVG elements, and escapes every attribute and text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from webapp.drawing.direction import isolated
from webapp.drawing.edge_paths import format_number

Value = str | float | None


def element(name: str, content: str = "", **attributes: Value) -> str:
    """Returns an element with that content, which has to be SVG already.

    In a name `_` stands for `-`, and one at its end is dropped (`class_`). An attribute that is None or
    empty is left out.
    """
    written = "".join(
        f' {_name(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(lines: Iterable[str], x: float, y: float, step: float, **attributes: Value) -> str:
    """Returns lines of text: the baseline of the first is at y, that of each other `step` below."""
    spans = "".join(
        element("tspan", escape(line), x=x, y=y + n * step) for n, line in enumerate(isolated(lines)) if line
    )
    return element("text", spans, **attributes) if spans else ""


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: Value) -> str:
    return format_number(value) if isinstance(value, (int, float)) else escape(str(value), quote=True)
