"""Migrations give the schema of the models, keep rows both ways, and stand several starters at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.databases import Cluster, on_both
from tests.tables import rows_of_all_tables
from webapp.app import create_app
from webapp.config import Settings
from webapp.db.base import Base
from webapp.web.site.extensions import db

ROOT = Path(__file__).parent.parent.parent
DUMP = (Path(__file__).parent / "data" / "0.1.0.sql").read_text(encoding="utf-8")
ADAS_TOKEN = "ada-0123456789-ada-0123456789-ada-012345678"
ADAS_LINK = "link-0123456789-link-0123456789-link-012345"


@pytest.fixture
def old_site(settings: Settings) -> Iterator[Flask]:
    """A site whose database is that of version 0.1.0, with data in it."""
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade(revision="0001")
        statements = "\n".join(line for line in DUMP.splitlines() if not line.startswith("--"))
        with db.engine.begin() as connection:
            for statement in statements.split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@on_both
def test_the_migrated_schema_is_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@on_both
def test_upgrading_again_keeps_rows(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        upgrade()
    assert ada.get("/me").status_code == 200


@on_both
def test_down_and_up_again(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        upgrade()
    assert app.test_client().get("/readyz").status_code == 200


@on_both
def test_up_and_down_every_row_of_the_older_version_is_kept(old_site: Flask) -> None:
    before = rows_of_all_tables(old_site)
    assert {name: len(rows) for name, rows in before.items()} == {
        "user_account": 2, "user_session": 2, "password_reset": 1, "sign_in_try": 2,
        "topic_mark": 3, "progress_act": 4, "progress_event": 4,
    }  # fmt: skip
    with old_site.app_context():
        upgrade()
        downgrade(revision="0001")
    assert rows_of_all_tables(old_site) == before


@on_both
def test_after_the_upgrade_everything_is_where_it_was(old_site: Flask) -> None:
    with old_site.app_context():
        upgrade()
    rows = rows_of_all_tables(old_site)
    assert {name: len(found) for name, found in rows.items()} == {
        "learner": 2, "account": 2, "email_address": 2, "password": 2, "session": 2, "password_reset": 1,
        "username_directory": 2, "address_directory": 2, "address_claim": 0, "token_directory": 3, "sign_in_try": 2,
        "topic_mark": 3, "progress_act": 4, "progress_event": 4, "roadmap_name": 0, "record": 0, "record_directory": 0,
        "job": 0, "email_link": 0, "identity": 0, "identity_directory": 0, "used_state": 0,
        "pending_import": 0, "account_deletion": 0, "sign_in_attempt": 0,
        "second_step": 0, "totp": 0, "recovery_code": 0, "passkey": 0, "passkey_directory": 0,
        "used_challenge": 0, "audit_event": 0, "invitation": 0,
        "note": 0, "resource_tick": 0, "favorite": 0, "profile": 0, "opened_roadmap": 0, "share_link": 0,
        "day_rhythm": 0, "past_day_rhythm": 0, "study_plan": 0, "calendar_address": 0, "digest_wish": 0,
        "content_announcement": 0, "first_serving": 0,
    }  # fmt: skip
    assert [(row["learner_id"], row["username"]) for row in rows["account"]] == [("1", "Ada"), ("7", "grace")]
    visitor = old_site.test_client()
    assert (
        visitor.post(
            "/login", data={"username": "ADA@example.org", "password": "three blind mice"}
        ).status_code
        == 303
    )
    assert "1 of 9 done" in visitor.get("/alpha").text


@on_both
def test_who_was_signed_in_at_the_upgrade_stays_signed_in_and_goes_on(old_site: Flask) -> None:
    with old_site.app_context():
        upgrade()
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE password_reset SET expires_at = '2126-11-26 09:00:00'"))
    ada = old_site.test_client()
    ada.set_cookie("milepost", ADAS_TOKEN)
    assert ada.get("/me/settings").status_code == 200
    topic = "/alpha/second-part@main-two-000000000001"
    assert ada.post(f"{topic}/status", data={"status": "done"}).status_code == 303
    assert "2 of 9 done" in ada.get("/alpha").text
    # The key of an act of 0.1.0 is still that act's.
    first = "/alpha/first-steps@main-one-000000000001"
    again = {"status": "done", "act_key": "key-of-the-browser"}
    assert ada.post(f"{first}/status", data=again).status_code == 303
    assert ada.post(f"{first}/status", data=again | {"status": "skipped"}).status_code == 409
    assert ada.post("/logout").status_code == 303
    ada.set_cookie("milepost", ADAS_TOKEN)
    assert ada.get("/me/settings").status_code == 303
    newcomer = {"username": "lin", "email": "lin@example.org", "password": "correct horse"}
    assert old_site.test_client().post("/signup", data=newcomer).status_code == 303


@on_both
def test_a_downgrade_that_would_lose_somebody_does_nothing(
    app: Flask, ada: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            guest = "INSERT INTO learner (kind, time_zone, locale, created_at) VALUES ('guest', '', '', '2026-11-26 08:00:00')"
            connection.execute(text(guest))
        with pytest.raises(SystemExit):
            downgrade(revision="0001")
    assert "would lose 1 learners" in caplog.text
    assert ada.get("/me").status_code == 200


def test_three_starters_at_once(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.make_database()
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "INSTANCE_DIR": str(tmp_path),
        "SECRET_KEY": "0123456789abcdefXYZ",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    starters = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(3)
    ]
    outputs = [(s.communicate(timeout=60)[0], s.returncode) for s in starters]
    assert [code for _, code in outputs] == [0, 0, 0], outputs
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM topic_mark").fetchone() == (0,)
