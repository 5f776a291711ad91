"""What a release has stored, as a file: the revision of its schema, and each row of each table.

`.venv/bin/python -m tests.releases.stored` records the present state as that of the version in `pyproject.toml`,
when a release is made.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Date, DateTime, Engine, LargeBinary, MetaData, Table, delete
from sqlalchemy.types import TypeEngine

from webapp.app import create_app
from webapp.config import milepost_version, read_settings
from webapp.db.base import Base
from webapp.db.migrations import present_revision
from webapp.web.site.extensions import db

FOLDER = Path(__file__).parent / "data"
TREE = Path(__file__).parents[1] / "tree"
PASSWORD = "three blind mice"
TOPICS = ("/alpha/first-steps@main-one-000000000001", "/alpha/second-part@main-two-000000000001")
Rows = dict[str, list[dict[str, Any]]]


def tables_of(engine: Engine) -> list[Table]:
    """All tables of a database as they are there, those that others refer to first."""
    found = MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def read_rows(engine: Engine, columns: Mapping[str, set[str]] | None = None) -> Rows:
    """Returns the rows of all tables, or those of some tables with some columns, as JSON has them."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (
                    {name: _plain(value) for name, value in row.items() if columns is None or name in columns[table.name]}
                    for row in connection.execute(table.select()).mappings()
                ),
                key=in_order,
            )
            for table in tables_of(engine)
            if columns is None or table.name in columns
        }  # fmt: skip


def in_order(row: Mapping[str, Any]) -> str:
    """Returns by what rows are sorted."""
    return json.dumps(row, sort_keys=True)


def write_rows(engine: Engine, rows: Rows) -> None:
    """Adds rows as a release does that knows these tables and columns and no others."""
    with engine.begin() as connection:
        for table in tables_of(engine):
            for row in rows.get(table.name, []):
                connection.execute(table.insert().values(_typed(table, row)))


def delete_rows(engine: Engine) -> None:
    """Empties all tables."""
    with engine.begin() as connection:
        for table in reversed(tables_of(engine)):
            connection.execute(delete(table))


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: TypeEngine[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return bytes.fromhex(value) if isinstance(kind, LargeBinary) and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite has no zones; all times are UTC.
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else value


def record() -> Path:
    """Records what a site of this version stores, and returns the file."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "CONTENT_DIR": str(TREE),
            "INSTANCE_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/m.db",
        }
        app = create_app(read_settings(environ, root=Path(folder)), TESTING=True, RATELIMIT_ENABLED=False)
        with app.app_context():
            upgrade()
        # Requests inside of a context would share what they know of their learner.
        _live(app)
        with app.app_context():
            _fill_what_is_empty()
            stored = {"revision": present_revision(db.session()), "tables": read_rows(db.engine)}
            db.session.remove()
            db.engine.dispose()
    path = FOLDER / f"{milepost_version()}.json"
    path.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def _live(app: Flask) -> None:
    """Ada signs up and learns, somebody without an account sets a mark, and somebody mistypes a password."""
    ada, guest = app.test_client(), app.test_client()
    ada.post("/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    for topic in TOPICS:
        ada.post(f"{topic}/status", data={"status": "done"})
    ada.post(f"{TOPICS[0]}/status", data={"status": "learning"})
    guest.post(f"{TOPICS[0]}/status", data={"status": "learning"})
    afar = {"REMOTE_ADDR": "198.51.100.1"}
    guest.post("/login", data={"username": "ada", "password": "mistyped"}, environ_base=afar)
    guest.post("/forgot-password", data={"email": "ada@example.org"}, environ_base=afar)
    app.test_cli_runner().invoke(args=["learners", "reset-link", "ada"])


def _fill_what_is_empty() -> None:
    """Adds a row to each table that has none yet, so that no table is forgotten."""
    empty = [table for table in tables_of(db.engine) if table.name in Base.metadata.tables]
    rows = read_rows(db.engine)
    with db.engine.begin() as connection:
        for table in (table for table in empty if not rows[table.name]):
            connection.execute(table.insert().values(_example(table)))


def _example(table: Table) -> dict[str, Any]:
    required = [column for column in table.c if not column.nullable and column.server_default is None]
    return {column.name: _sample(column.type) for column in required}


def _sample(kind: TypeEngine[Any]) -> Any:
    # A number may be a learner's: the guest's, so that none of it changes how Ada signs in.
    samples: dict[type, Any] = {
        int: 2,
        str: "x",
        bool: True,
        float: 1.0,
        bytes: b"x",
        datetime: datetime(2026, 11, 26, 8),
        date: date(2026, 11, 26),
        dict: {},
    }
    return samples[kind.python_type]


if __name__ == "__main__":
    print(record())
