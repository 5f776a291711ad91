"""Writes SVG elements: every attribute and text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from webapp.drawing.edge_paths import format_number

Value = str | float | None


def element(name: str, content: str = "", **attributes: Value) -> str:
    """An element; `_` in a name stands for `-`, a trailing one is dropped, and None leaves the attribute
    out.
    """
    written = "".join(
        f' {_name(k)}="{_value(v)}"' for k, v in attributes.items() if v is not None and v != ""
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(lines: Iterable[str], x: float, y: float, step: float, **attributes: Value) -> str:
    """Lines of text, the first with its baseline at y."""
    spans = "".join(
        element("tspan", escape(line), x=x, y=y + n * step) for n, line in enumerate(lines) if line
    )
    return element("text", spans, **attributes) if spans else ""


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-") if name != "viewBox" else name


def _value(value: Value) -> str:
    return format_number(value) if isinstance(value, (int, float)) else escape(str(value), quote=True)
