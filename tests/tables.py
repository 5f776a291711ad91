"""Whole tables, to be compared before and after."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import MetaData

from webapp.web.site.extensions import db

Rows = dict[str, list[dict[str, Any]]]


def rows_of_all_tables(app: Flask) -> Rows:
    """Returns every row of every table, as texts by column, sorted."""
    found = MetaData()
    with app.app_context(), db.engine.connect() as connection:
        found.reflect(connection)
        tables = [
            table for table in found.sorted_tables if table.name not in {"alembic_version", "sqlite_sequence"}
        ]
        return {
            table.name: sorted(
                (
                    {name: str(value) for name, value in row.items()}
                    for row in connection.execute(table.select()).mappings()
                ),
                key=str,
            )
            for table in tables
        }


def difference(before: Rows, after: Rows) -> Rows:
    """Returns, by table, the rows that are new, and those that are gone under "-<table>"."""
    changed: Rows = {}
    # The audit log has its own tests.
    for name in after.keys() - {"audit_event"}:
        new = [row for row in after[name] if row not in before[name]]
        gone = [row for row in before[name] if row not in after[name]]
        changed |= {f"-{name}": gone} if gone else {}
        changed |= {name: new} if new else {}
    return changed
