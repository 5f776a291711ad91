"""When the database is not ready, and what pages and writes do meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade
from sqlalchemy import text

from tests.databases import on_both
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

TOPIC = "/alpha/first-steps@main-one-000000000001"


@on_both
def test_a_database_without_tables_is_not_ready(settings: Settings) -> None:
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    answer = app.test_client().get("/readyz")
    with app.app_context():
        db.engine.dispose()
    assert (answer.status_code, answer.json["database"]) == (503, "not migrated")


@on_both
def test_a_database_of_an_older_version_is_not_ready(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="0001")
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "not migrated")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_that_became_read_only_serves_pages_and_refuses_writes_in_words(
    app: Flask, ada: FlaskClient
) -> None:
    _set_read_only(app, "on")
    assert app.test_client().get("/readyz").json["database"] == "read-only"
    assert app.test_client().get("/readyz").status_code == 503
    assert ada.get("/me").status_code == 200
    writes = [
        ada.post(f"{TOPIC}/status", data={"status": "done"}),
        app.test_client().post("/login", data={"username": "ada", "password": "three blind mice"}),
        app.test_client().post("/forgot-password", data={"email": "ada"}),
    ]
    assert [answer.status_code for answer in writes] == [503] * 3
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in writes)
    assert "Nothing was saved" in writes[0].text
    _set_read_only(app, "off")
    assert app.test_client().get("/readyz").status_code == 200
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303


def _set_read_only(app: Flask, value: str) -> None:
    with app.app_context():
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = connection.scalar(text("SELECT current_database()"))
            connection.execute(text("SET default_transaction_read_only = off"))
            connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}'))
        # A fail-over ends the connections.
        db.engine.dispose()
