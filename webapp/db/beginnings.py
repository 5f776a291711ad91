"""Finding texts by their beginning, so that each database can use an index."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute, Session

# No text that begins with some letters is after these letters and this one.
_LAST = chr(0x10FFFF)


def begins_with(session: Session, column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Returns the condition that a column begins with a text, case-sensitive.

    A NUL, which PostgreSQL refuses, begins nothing. There `column` needs an index with `text_pattern_ops`.
    """
    text = text.replace("\0", "\ufffd")
    if session.get_bind().dialect.name == "postgresql":
        return column.startswith(text, autoescape=True)
    return and_(column >= text, column < text + _LAST)
