"""Deleting rows that nobody needs any more, some at a time, so that others can write in between."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, inspect, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from webapp.db.base import Base

PURGED_AT_ONCE = 500
# How many rows were deleted, and from which key on the next call goes on; 0 means that none are left.
Purged = tuple[int, int]


def delete_some(
    session: Session,
    model: type[Base],
    cursor: InstrumentedAttribute[int],
    after: int,
    *conditions: ColumnElement[bool],
) -> Purged:
    """Deletes up to PURGED_AT_ONCE rows for which the conditions hold, in the order of `cursor`.

    `cursor` is an indexed number, best the first column of the primary key, so that what has been looked at
    is not read again. One call is one unit of work. Rows that somebody else is writing are left for the next
    day.
    """
    key = inspect(model).primary_key
    found = session.execute(
        select(cursor, *key)
        .where(cursor >= after, *conditions)
        .order_by(cursor)
        .limit(PURGED_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    if found:
        keys: list[Any] = [row[1:] for row in found]
        session.execute(delete(model).where(tuple_(*key).in_(keys)))
    is_last = len(found) < PURGED_AT_ONCE
    return len(found), 0 if is_last else found[-1][0]
