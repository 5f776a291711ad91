"""A proxy that does not say whom a request comes from, and a Redis that does not answer."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.deploy.server import Server

pytestmark = pytest.mark.slow
GONE = "redis://127.0.0.1:1/0"


def post(server: Server, path: str, fields: dict[str, str], **headers: str) -> int:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with server.connection() as connection:
        connection.request("POST", path, urlencode(fields), form | named)
        return connection.getresponse().status


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    return connection.getresponse().read()


def test_nobody_locks_a_site_whose_proxy_names_nobody(tmp_path: Path) -> None:
    server = Server(tmp_path, TRUSTED_PROXIES="1")
    try:
        ada = {"username": "ada", "email": "ada@example.org", "password": "three blind mice"}
        assert post(server, "/signup", ada) == 303
        with server.connection() as connection:
            for path in ("/healthz", "/readyz"):
                get(connection, path)
        for number in range(70):
            assert post(server, "/login", {"username": f"n{number}", "password": "wrong"}) == 422
        assert post(server, "/login", ada) == 303
        warnings = [line for line in server.log.splitlines() if "X-Forwarded-For" in line]
        assert 1 <= len(warnings) <= 2
        assert "docs/proxy.md" in warnings[0]
        # With the header everybody is counted alone, whichever worker answers.
        codes = [
            post(
                server,
                "/login",
                {"username": f"n{number}", "password": "wrong"},
                X_Forwarded_For="203.0.113.7",
            )
            for number in range(70)
        ]
        assert set(codes[:50]) == {422}
        assert set(codes[50:]) == {429}
        assert post(server, "/login", ada, X_Forwarded_For="203.0.113.8") == 303
    finally:
        server.kill()


def test_requests_are_limited_over_all_workers_together(tmp_path: Path) -> None:
    server = Server(tmp_path, TRUSTED_PROXIES="1", workers=3)
    try:
        email = {"email": "nobody@example.org"}
        codes = [post(server, "/forgot-password", email, X_Forwarded_For="203.0.113.7") for _ in range(12)]
        assert codes == [200] * 10 + [429] * 2
    finally:
        server.kill()


def test_a_redis_that_does_not_answer_is_named(tmp_path: Path) -> None:
    server = Server(tmp_path, workers=1, TRUSTED_PROXIES="1", REDIS_URL=GONE)
    try:
        with server.connection() as connection:
            report = json.loads(get(connection, "/readyz"))
        assert report["ready"] is True
        assert "Redis is away" in report["limits"]
        ada = {"username": "ada", "password": "wrong"}
        assert post(server, "/login", ada, X_Forwarded_For="203.0.113.7") == 422
        assert "WARNING flask-limiter Rate limit storage unreachable" in server.log
    finally:
        server.kill()
