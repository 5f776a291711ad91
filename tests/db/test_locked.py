"""A SQLite file that another program holds locked."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.parallel import in_parallel
from webapp.config import Settings
from webapp.db import engine

TOPIC = "/alpha/first-steps@main-one-000000000001"
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def shorter_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the limits are is asserted in test_engine; waiting for them teaches nothing more."""
    pragmas = tuple(pragma for pragma in engine.PRAGMAS if not pragma.startswith("busy_timeout"))
    monkeypatch.setattr(engine, "PRAGMAS", (*pragmas, "busy_timeout=2000"))


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.slow
def test_pages_go_on_and_writes_say_503_until_the_lock_is_gone(ada: FlaskClient, settings: Settings) -> None:
    with locked(settings):
        assert ada.get("/alpha").status_code == 200
        assert ada.get("/me").status_code == 200
        refused = ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX)
        assert refused.status_code == 503
        assert "Nothing was saved" in refused.text
    assert "0 of 9 done" in ada.get("/alpha").text
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code == 200


@pytest.mark.slow
def test_writers_that_wait_leave_threads_for_readers(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    cookie = ada.get_cookie("milepost")
    assert cookie

    def client() -> FlaskClient:
        made = app.test_client()
        made.set_cookie("milepost", cookie.value)
        return made

    def mark() -> tuple[int, float]:
        began = time.monotonic()
        status = client().post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code
        return status, time.monotonic() - began

    def read() -> tuple[int, float]:
        began = time.monotonic()
        status = client().get("/me").status_code
        return status, time.monotonic() - began

    with locked(settings):
        *first, reader = in_parallel([*[mark] * 8, read])
        assert {status for status, _ in first} == {503}
        # One second of patience, and some for a busy machine; without a bound on waiting it was ten.
        assert sorted(seconds for _, seconds in first)[2] < 3
        assert reader[0] == 200
        assert reader[1] < 3
        later = in_parallel([mark] * 8)
        assert {status for status, _ in later} == {503}
        # One finds out whether the lock is gone; the others do not wait.
        assert sorted(seconds for _, seconds in later)[6] < 1
    assert mark()[0] == 200
    assert [status for status, _ in in_parallel([mark] * 8)] == [200] * 8


def test_the_file_and_its_side_files_are_the_owners_alone(ada: FlaskClient, settings: Settings) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    files = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    assert len(files) >= 2
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in files} == {0o600}
