"""What a release has stored is kept by each later one, and the release runs on while the later one starts.

A rolling restart brings the schema up to date first, so that for a while the older release writes to the newer
schema. Each file of `tests/releases/data/` is what a release had stored. The first release is not among them: its
tables were laid out anew (`tests/db/test_migrations.py`, docs/upgrade.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from tests.databases import on_both
from tests.releases.stored import FOLDER, Rows, delete_rows, in_order, read_rows, write_rows
from webapp.app import create_app
from webapp.config import Settings, milepost_version
from webapp.web.site.extensions import db

RELEASES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.fixture(params=RELEASES)
def stored(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8")))


@pytest.fixture
def upgraded(settings: Settings, stored: dict[str, Any]) -> Iterator[Flask]:
    """A site of this version on a database that a release has filled."""
    made = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    with made.app_context():
        upgrade(revision=stored["revision"])
        # Migrations may have put rows in already.
        delete_rows(db.engine)
        write_rows(db.engine, stored["tables"])
        db.session.remove()
        upgrade()
        db.session.remove()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def assert_holds(app: Flask, tables: Rows) -> None:
    """The tables have these rows, in the columns that the release knows."""
    known = {name: set[str]().union(*rows) for name, rows in tables.items()}
    expected = {name: sorted(rows, key=in_order) for name, rows in tables.items()}
    with app.app_context():
        assert read_rows(db.engine, known) == expected


def test_a_release_was_recorded_with_rows_in_every_table() -> None:
    assert milepost_version() in RELEASES
    for release in RELEASES:
        tables = json.loads((FOLDER / f"{release}.json").read_text(encoding="utf-8"))["tables"]
        assert [name for name, rows in tables.items() if not rows] == []


@on_both
def test_every_row_is_kept(upgraded: Flask, stored: dict[str, Any]) -> None:
    assert_holds(upgraded, stored["tables"])


@on_both
def test_the_release_writes_to_the_newer_schema(upgraded: Flask, stored: dict[str, Any]) -> None:
    with upgraded.app_context():
        delete_rows(db.engine)
        # It knows nothing of columns that came later.
        write_rows(db.engine, stored["tables"])
    assert_holds(upgraded, stored["tables"])


@on_both
def test_its_learners_sign_in_and_find_their_marks(upgraded: Flask) -> None:
    with upgraded.app_context(), db.engine.begin() as connection:
        # PostgreSQL's counters know nothing of rows that were written with their ids.
        if connection.dialect.name == "postgresql":
            for sequence in connection.scalars(text("SELECT sequencename FROM pg_sequences")).all():
                connection.execute(text("SELECT setval(CAST(:s AS regclass), 1000)"), {"s": sequence})
    ada = upgraded.test_client()
    afar = {"REMOTE_ADDR": "198.51.100.9"}
    signed_in = ada.post(
        "/login", data={"username": "ada", "password": "three blind mice"}, environ_base=afar
    )
    assert signed_in.status_code == 303, signed_in.text
    assert "1 of 9 done" in ada.get("/alpha").text
