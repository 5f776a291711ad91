"""Values of columns as the files of an export have them, and back again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String

from webapp.db.base import Moment
from webapp.language import gettext_noop

Value = str | int | bool | None
LARGEST_NUMBER = 2**31 - 1
NO_TIME = gettext_noop("expected a time such as 2026-11-26T17:30:00Z")
NO_ZONE = gettext_noop("expected a time with its zone, such as 2026-11-26T17:30:00Z")
_CANNOT_BE_STORED = re.compile(r"[\x00\ud800-\udfff]")
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class BadValue(Exception):
    """A value does not fit its column. The text says what was expected, and is marked for translation."""

    def __init__(self, message: str, **values: int) -> None:
        super().__init__(message)
        self.values = values


def to_json(value: object) -> Value:
    """Returns a value of a row as JSON has it: times in UTC, to the microsecond, by RFC 3339."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"a value of an export is {type(value).__name__}")


def to_cell(value: object) -> str:
    """Returns a value as a cell of CSV; an apostrophe keeps spreadsheets from taking it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    plain = str(to_json(value))
    return f"'{plain}" if isinstance(value, str) and plain.startswith(_FORMULA) else plain


def from_json(column: Column[Any], value: object) -> Any:
    """Returns a value of a file as its column stores it. Raises BadValue."""
    if value is None:
        if column.nullable:
            return None
        raise BadValue(gettext_noop("it is missing"))
    if isinstance(column.type, Moment):
        return _moment(value)
    if isinstance(column.type, Date):
        return _date(value)
    if isinstance(column.type, Boolean):
        return _boolean(value)
    if isinstance(column.type, Integer):
        return _number(value)
    return _text(value, column.type.length if isinstance(column.type, String) else None)


def _moment(value: object) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise BadValue(NO_TIME)
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise BadValue(NO_ZONE)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadValue(NO_TIME) from error
    if found.year < 1970:
        raise BadValue(gettext_noop("the time is before 1970"))
    return found


def _date(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise BadValue(gettext_noop("expected a day such as 2026-11-26")) from error


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue(gettext_noop("expected true or false"))
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_NUMBER:
        raise BadValue(gettext_noop("expected a whole number from 0 to %(count)d"), count=LARGEST_NUMBER)
    return value


def _text(value: object, longest: int | None) -> str:
    if not isinstance(value, str):
        raise BadValue(gettext_noop("expected a text"))
    if longest is not None and len(value) > longest:
        raise BadValue(gettext_noop("the text is longer than %(count)d characters"), count=longest)
    if _CANNOT_BE_STORED.search(value):
        raise BadValue(gettext_noop("the text has a character that cannot be stored"))
    return value
