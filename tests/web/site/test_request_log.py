"""What the log says of requests: one line each, as text or JSON, and nothing personal."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import PASSWORD, TREE
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from webapp.app import create_app
from webapp.config import Settings, read_settings
from webapp.web.site import logs
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

AFAR = {"REMOTE_ADDR": "198.51.100.1"}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to standard error by the site's own handler."""
    stream = io.StringIO()
    monkeypatch.setattr(logs._handler, "stream", stream)
    return stream


@pytest.fixture
def make(settings: Settings, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def site(**environ: str) -> Flask:
        known = {
            "DATABASE_URL": settings.database_url,
            "CONTENT_DIR": str(TREE),
            "INSTANCE_DIR": str(settings.instance_dir),
        }
        app = create_app(read_settings(known | environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
        (tmp_path / "test.db").write_bytes(migrated_sqlite.read_bytes())
        made.append(app)
        return app

    yield site
    for app in made:
        with app.app_context():
            db.engine.dispose()
    logs.init_logs(Flask("text again"), logs.TEXT)


def facts(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_the_access_log_names_routes_and_nobody(make: Callable[..., Flask], written: io.StringIO) -> None:
    client = make(ACCESS_LOG="on", LOG_FORMAT="json").test_client()
    for path in (
        "/alpha?utm_source=ada",
        "/alpha",
        "/reset-password/a-secret-token",
        "/nowhere/ada",
        "/healthz",
    ):
        client.get(path, environ_base=AFAR, headers={"User-Agent": "Browser of Ada"})
    lines = [line for line in facts(written) if line["logger"] == "milepost.access"]
    assert [(line["route"], line["status"], line["cached"]) for line in lines] == [
        ("/<slug>", 200, False),
        ("/<slug>", 200, True),
        ("/reset-password/<token>", 410, False),
        ("/<slug>/<reference>", 404, False),
        ("/healthz", 200, False),
    ]
    assert set(lines[0]) == {
        "at", "level", "logger", "event", "method", "route", "status", "milliseconds", "cached", "request",
    }  # fmt: skip
    said = written.getvalue()
    assert not [word for word in ("198.51", "ada", "secret", "Browser", "utm") if word in said]


def test_an_unknown_method_and_a_path_that_no_route_has_are_told_in_bounded_words(
    make: Callable[..., Flask], written: io.StringIO
) -> None:
    client = make(ACCESS_LOG="on", LOG_FORMAT="json").test_client()
    client.open("/a/b/c/d/e", method="INVENTED")
    (line,) = [line for line in facts(written) if line["logger"] == "milepost.access"]
    assert (line["method"], line["route"]) == ("other", "none")


def test_as_text_a_request_is_a_line_too(make: Callable[..., Flask], written: io.StringIO) -> None:
    client = make(ACCESS_LOG="on").test_client()
    number = client.get("/alpha").headers["X-Request-Id"]
    client.get("/alpha")
    first, second = [line for line in written.getvalue().splitlines() if "milepost.access" in line]
    assert " INFO milepost.access GET /<slug> 200, " in first
    assert " ms by Flask (request " in first
    assert " ms from the page cache (request " in second
    assert len(first.rpartition("(request ")[2]) == 17
    assert first.count("(request ") == 1
    assert number == first[-17:-1]


def test_without_the_setting_requests_are_not_logged(
    make: Callable[..., Flask], written: io.StringIO
) -> None:
    make().test_client().get("/alpha")
    assert "milepost.access" not in written.getvalue()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "sent", "is_kept"),
    [
        ("1", "203.0.113.9", "proxy-1234.abc_D", True),
        ("1", "", "proxy-1234.abc_D", False),
        ("0", "203.0.113.9", "proxy-1234.abc_D", False),
        ("1", "203.0.113.9", "short", False),
        ("1", "203.0.113.9", "x" * 65, False),
        ("1", "203.0.113.9", "forged line (request 1)", False),
    ],
)
def test_only_a_trusted_proxy_names_a_request(
    make: Callable[..., Flask], proxies: str, forwarded: str, sent: str, is_kept: bool
) -> None:
    client = make(TRUSTED_PROXIES=proxies).test_client()
    headers = {"X-Request-ID": sent} | ({"X-Forwarded-For": forwarded} if forwarded else {})
    answered = client.get("/login", headers=headers).headers["X-Request-Id"]
    assert (answered == sent) is is_kept
    assert is_kept or len(answered) == 16


def test_a_line_about_a_request_that_failed_has_its_id_and_the_next_has_not(
    make: Callable[..., Flask], written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make(LOG_FORMAT="json")
    monkeypatch.setitem(app.view_functions, "health.alive", lambda: 1 // 0)
    answer = app.test_client().get("/healthz")
    logging.getLogger("milepost.web").warning("later")
    failed, later = [line for line in facts(written) if line["logger"] == "milepost.web"]
    assert failed["request"] == answer.headers["X-Request-Id"]
    assert answer.headers["X-Request-Id"] in answer.text
    assert failed["traceback"].startswith("Traceback")
    assert "ZeroDivisionError" in failed["traceback"]
    assert "request" not in later


def test_security_events_are_fields_in_json(make: Callable[..., Flask], written: io.StringIO) -> None:
    client = make(LOG_FORMAT="json").test_client()
    client.post("/login", data={"username": "ada", "password": "not hers"})
    (line,) = [line for line in facts(written) if line["logger"] == "milepost.security"]
    assert (line["event"], line["level"]) == ("sign_in_failed", "info")
    assert "message" not in line


@on_both
def test_a_job_carries_the_id_of_its_request(
    app: Flask, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    number = app.test_client().post("/signup", data=data).headers["X-Request-Id"]
    assert {row["request_id"] for row in rows_of_all_tables(app)["job"]} == {number}
    worker = services_of(app).worker

    def fail(_: object) -> None:
        raise ValueError

    monkeypatch.setattr(worker, "_handlers", {"mail": fail})
    worker.run_due()
    (told,) = [line for line in written.getvalue().splitlines() if "milepost.jobs job " in line]
    assert told.endswith(f"(request {number})")


def test_a_job_that_nobody_asked_for_has_no_id(app: Flask) -> None:
    services_of(app).worker._put_daily()
    assert {row["request_id"] for row in rows_of_all_tables(app)["job"]} == {"None"}
