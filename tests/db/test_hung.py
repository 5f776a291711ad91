"""A PostgreSQL that hangs, rather than stops: its sockets stay open, and nothing answers."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, text

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster
from tests.parallel import in_parallel
from webapp.app import create_app
from webapp.config import read_settings
from webapp.db import engine, timeouts
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

TOPIC = "/alpha/first-steps@main-one-000000000001"
HX = {"HX-Request": "true"}
LONGEST_HANG = 60


@pytest.fixture(autouse=True)
def shorter_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the limits are is asserted in test_engine; waiting for them teaches nothing more."""
    monkeypatch.setattr(timeouts, "ANSWER_SECONDS", 2.0)
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 2)


@pytest.fixture
def site(cluster: Cluster, tmp_path: Path) -> Iterator[Flask]:
    environ = {
        "DATABASE_URL": cluster.make_database(),
        "CONTENT_DIR": str(TREE),
        "INSTANCE_DIR": str(tmp_path),
    }
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def hung(cluster: Cluster) -> Iterator[None]:
    """Stops every process of the server, and lets them go on afterwards: after a minute even if the test
    itself hangs.
    """
    listed = subprocess.run(
        ["pgrep", "-P", str(cluster.process.pid)], capture_output=True, text=True, check=False
    )
    pids = [cluster.process.pid, *map(int, listed.stdout.split())]
    # A process of its own, because it has to do so even if this one is killed meanwhile.
    words = " ".join(map(str, pids))
    limit = subprocess.Popen(
        ["sh", "-c", f"sleep {LONGEST_HANG}; kill -CONT {words}"], start_new_session=True
    )
    _signal_all(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(limit.pid, signal.SIGTERM)
        limit.wait()
        _signal_all(pids, signal.SIGCONT)


def _signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            # A connection's process may have ended meanwhile.
            continue


def signed_up(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    return client


def test_pages_go_on_writes_say_503_and_it_recovers_by_itself(site: Flask, cluster: Cluster) -> None:
    ada = signed_up(site)
    assert ada.get("/alpha").status_code == 200
    with hung(cluster):
        assert site.test_client().get("/alpha").status_code == 200
        assert ada.get("/alpha").status_code == 200
        refused = ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert "Nothing was saved" in refused.text
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code == 200
    assert "1 of 9 done" in ada.get("/alpha").text


def test_connections_that_a_restart_has_cut_are_replaced_without_one_refusal(
    site: Flask, cluster: Cluster
) -> None:
    cookie = signed_up(site).get_cookie("milepost")
    assert cookie

    def mark() -> int:
        client = site.test_client()
        client.set_cookie("milepost", cookie.value)
        return client.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code

    assert in_parallel([mark] * 5) == [200] * 5
    with site.app_context(), db.engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(text(f"{others} AND pid <> pg_backend_pid()"))
    assert in_parallel([mark] * 8) == [200] * 8


def test_after_the_first_time_out_one_thread_waits_and_the_others_are_refused_at_once(
    site: Flask, cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    cookie = signed_up(site).get_cookie("milepost")
    assert cookie

    def mark() -> int:
        client = site.test_client()
        client.set_cookie("milepost", cookie.value)
        return client.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code

    def refused_in_parallel() -> list[str]:
        """Why eight threads were refused, in the order in which they were."""
        caplog.clear()
        assert in_parallel([mark] * 8) == [503] * 8
        return [text for text in caplog.messages if text.startswith("database away")]

    refused, timed_out = "database away: DatabaseBusy", "database away: OperationalError"
    with hung(cluster):
        # Three find no place and give up before the others have waited for the time-out: their threads serve
        # readers.
        assert refused_in_parallel() == [refused] * 3 + [timed_out] * 5
        assert refused_in_parallel() == [refused] * 7 + [timed_out]
    assert mark() == 200
    assert in_parallel([mark] * 8) == [200] * 8


def test_a_learners_marks_at_once_wait_for_each_other_and_none_is_refused(
    site: Flask, cluster: Cluster
) -> None:
    """Their units of work wait for the learner's row, which is not the silence of a database that hangs."""
    cookie = signed_up(site).get_cookie("milepost")
    assert cookie

    def mark() -> int:
        client = site.test_client()
        client.set_cookie("milepost", cookie.value)
        return client.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).status_code

    with site.app_context():
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as other:
        other.execute("SELECT id FROM learner FOR UPDATE")
        threading.Timer(1.6, other.rollback).start()
        assert in_parallel([mark] * 8) == [200] * 8


def test_the_first_connections_of_a_process_may_take_a_second(site: Flask) -> None:
    fresh = create_app(services_of(site).settings, TESTING=True, RATELIMIT_ENABLED=False)
    with fresh.app_context():
        event.listen(db.engine, "do_connect", lambda *_: time.sleep(1.2))
    assert in_parallel([lambda: fresh.test_client().get("/readyz").status_code] * 8) == [200] * 8
    with fresh.app_context():
        db.engine.dispose()
