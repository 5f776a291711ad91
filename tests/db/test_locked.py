"""A SQLite file that another program holds locked."""

from __future__ import annotations

import sqlite3

import pytest
from flask.testing import FlaskClient

from webapp.config import Settings

pytestmark = pytest.mark.slow

TOPIC = "/alpha/first-steps@main-one-000000000001"


def test_pages_go_on_and_writes_say_503_until_the_lock_is_gone(ada: FlaskClient, settings: Settings) -> None:
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert ada.get("/alpha").status_code == 200
    assert ada.get("/me").status_code == 200
    refused = ada.post(f"{TOPIC}/status", data={"status": "done"}, headers={"HX-Request": "true"})
    assert refused.status_code == 503
    assert "Nothing was saved" in refused.text
    other.execute("ROLLBACK")
    other.close()
    assert "0 of 9 done" in ada.get("/alpha").text
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, headers={"HX-Request": "true"}).status_code == 200
