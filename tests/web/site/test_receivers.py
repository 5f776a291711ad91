"""Traces and reports of errors reach a receiver, and hold nothing personal; without the settings nothing is imported."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from tests.conftest import PASSWORD, TREE, FromAfar
from webapp.app import create_app
from webapp.config import BadSetting, Settings, read_settings
from webapp.web.site.extensions import db

ROOT = Path(__file__).parents[3]
PERSONAL = ("ada", "example.org", "three blind", "198.51", "secret", "milepost=", "utm_source", "Browser of")
DECODED: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class Receiver:
    """A server on this machine that keeps what is sent to it."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = DECODED[self.headers.get("Content-Encoding", "")](body)
                receiver.received.append((self.path, body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait(self) -> bytes:
        end = time.monotonic() + 10
        while not self.received and time.monotonic() < end:
            time.sleep(0.05)
        return b"".join(body for _, body in self.received)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


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
        app.test_client_class = FromAfar
        (tmp_path / "test.db").write_bytes(migrated_sqlite.read_bytes())
        made.append(app)
        return app

    yield site
    for app in made:
        with app.app_context():
            db.engine.dispose()


def visit(app: Flask) -> None:
    """Ada signs up, looks around, and opens a link with a token."""
    ada = app.test_client()
    headers = {"User-Agent": "Browser of Ada"}
    data = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    assert ada.post("/signup", data=data, headers=headers).status_code == 303
    for path in ("/alpha?utm_source=x", "/me", "/reset-password/a-secret-token", "/search?q=ada"):
        ada.get(path, headers=headers)


def test_traces_name_routes_and_statements_and_nobody(make: Callable[..., Flask], receiver: Receiver) -> None:
    app = make(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.port}")
    visit(app)
    app.extensions["milepost.tracer"].span_processor.force_flush()
    sent = receiver.wait().decode("utf-8", "replace")
    assert {path for path, _ in receiver.received} == {"/v1/traces"}
    for expected in (
        "GET /<slug>",
        "POST /signup",
        "/reset-password/<token>",
        "INSERT INTO learner",
        "SELECT",
    ):
        assert expected in sent
    assert [word for word in PERSONAL if word in sent] == []


def test_an_error_is_reported_without_its_words(make: Callable[..., Flask], receiver: Receiver) -> None:
    app = make(SENTRY_DSN=f"http://key@127.0.0.1:{receiver.port}/1")

    def fail(token: str) -> Any:
        typed = "ada@example.org"
        raise ValueError(f"{typed} and {token}")

    endpoint, _ = app.url_map.bind("127.0.0.1").match("/reset-password/a-secret-token")
    app.view_functions[endpoint] = fail
    client = app.test_client()
    answer = client.get(
        "/reset-password/a-secret-token?utm_source=x",
        headers={"User-Agent": "Browser of Ada", "Cookie": "milepost=1"},
    )
    assert answer.status_code == 500
    app.extensions["milepost.sentry"].flush(5)
    sent = receiver.wait().decode()
    event = json.loads(sent.splitlines()[2])
    (raised,) = event["exception"]["values"]
    assert raised["type"] == "ValueError"
    assert raised["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["tags"] == {"route": "/reset-password/<token>", "request": answer.headers["X-Request-Id"]}
    for frame in raised["stacktrace"]["frames"]:
        for lines in ("pre_context", "context_line", "post_context"):
            frame.pop(lines, None)
        frame.pop("abs_path", None)
        frame.pop("filename", None)
    assert [word for word in PERSONAL if word in json.dumps(event)] == []


def test_expected_errors_are_not_reported(make: Callable[..., Flask], receiver: Receiver) -> None:
    app = make(SENTRY_DSN=f"http://key@127.0.0.1:{receiver.port}/1")
    for path in ("/nowhere", "/reset-password/x", "/a//b"):
        app.test_client().get(path)
    app.extensions["milepost.sentry"].flush(1)
    assert receiver.received == []


def test_a_receiver_that_is_away_holds_nobody_up(make: Callable[..., Flask], receiver: Receiver) -> None:
    receiver.close()
    app = make(
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.port}",
        SENTRY_DSN=f"http://key@127.0.0.1:{receiver.port}/1",
    )
    app.view_functions["health.alive"] = lambda: 1 // 0
    began = time.monotonic()
    assert app.test_client().get("/healthz").status_code == 500
    assert app.test_client().get("/alpha").status_code == 200
    assert time.monotonic() - began < 2


def test_without_the_settings_nothing_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from wsgi import app; app.test_client().get('/')\n"
        "print([n for n in sys.modules if n.partition('.')[0] in ('opentelemetry', 'sentry_sdk')])"
    )
    environ = {**os.environ, "INSTANCE_DIR": str(tmp_path), "CONTENT_DIR": str(TREE)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("name", "value", "library"),
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", "opentelemetry.sdk.trace"),
        ("SENTRY_DSN", "https://key@sentry.example.org/1", "sentry_sdk"),
    ],
)
def test_a_setting_without_its_library_says_how_to_install_it(
    make: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, name: str, value: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        BadSetting, match=rf"{name}: expected nothing, or the package with its extra: pip install"
    ):
        make(**{name: value})
