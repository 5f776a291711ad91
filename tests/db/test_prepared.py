"""Statements that are compiled once give and take the same values as SQLAlchemy's own, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import Boolean, Column, MetaData, String, Table, bindparam, insert, select

from tests.databases import on_both
from webapp.db.base import Moment
from webapp.db.prepared import PreparedInsert, PreparedQuery
from webapp.web.site.extensions import db

NOW = datetime(2026, 3, 29, 0, 59, 59, 123456, UTC)
TEA = Table(
    "tea",
    MetaData(),
    Column("id", String(10), primary_key=True),
    Column("before", String(10)),
    Column("at", Moment),
    Column("is_green", Boolean),
)
ROWS: list[dict[str, object]] = [
    {"id": "100 %", "before": None, "at": NOW, "is_green": True},
    {"id": ":a?", "before": "%(b)s", "at": NOW - timedelta(days=9), "is_green": False},
]


@on_both
def test_rows_come_back_as_they_were_inserted(app: Flask) -> None:
    columns = TEA.columns.keys()
    with app.app_context(), db.engine.begin() as connection:
        TEA.create(connection)
        of_id = select(TEA).where(TEA.c.id == bindparam("id"), TEA.c.id.in_(bindparam("ids", expanding=True)))
        query = PreparedQuery(of_id, connection.dialect, ("id",), {"ids": [row["id"] for row in ROWS]})
        PreparedInsert(insert(TEA), connection.dialect, columns).execute(connection, ROWS)
        for row in ROWS:
            found = query.one_or_none(connection, {"id": row["id"]})
            assert (
                found
                == tuple(row.values())
                == tuple(connection.execute(of_id, {"id": row["id"], "ids": [row["id"]]}).one())
            )
        assert query.one_or_none(connection, {"id": "none"}) is None


@on_both
def test_a_text_or_a_time_of_a_query_is_given_to_each_execution(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        TEA.create(connection)
        PreparedInsert(insert(TEA), connection.dialect, TEA.columns.keys()).execute(connection, ROWS)
        since = select(TEA.c.id, TEA.c.before + " %").where(TEA.c.at <= bindparam("at"))
        query = PreparedQuery(since, connection.dialect, ("at",))
        assert query.one_or_none(connection, {"at": NOW - timedelta(days=1)}) == (":a?", "%(b)s %")
        assert query.one_or_none(connection, {"at": NOW - timedelta(days=10)}) is None
