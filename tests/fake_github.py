"""A server that speaks the endpoints of GitHub's documentation that signing in uses."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from webapp.provider_settings import GITHUB, Provider

CLIENT, SECRET = "Iv1.0123456789abcdef", "gh-secret"


class FakeGitHub(ThreadingHTTPServer):
    """Codes are good once and for the verifier of their challenge; the answers can be changed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.codes: dict[str, str] = {}
        self.tokens: set[str] = set()
        self.user: Any = {"id": 583231, "login": "octocat", "name": "The Octocat", "email": None}
        self.emails: Any = [
            {"email": "spare@example.org", "primary": False, "verified": True, "visibility": None},
            {"email": "octocat@example.org", "primary": True, "verified": True, "visibility": "private"},
        ]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def settings(self) -> Provider:
        return Provider("github", "GitHub", GITHUB, self.address, CLIENT, SECRET, api=f"{self.address}/api")

    def answer(self, address: str, error: str = "") -> str:
        """Returns the address that leads back, as when somebody authorizes the app, or does not."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        if error:
            told = {"error": error, "error_description": "The user has denied your application access."}
        else:
            code = secrets.token_hex(10)
            self.codes[code] = asked["code_challenge"]
            told = {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(told | {'state': asked['state']})}"

    def token_for(self, form: dict[str, str]) -> dict[str, str]:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = self.codes.pop(form.get("code", ""), None) == challenge
        if not is_right or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            # GitHub answers 200 here, and says so in its documentation.
            return {
                "error": "bad_verification_code",
                "error_description": "The code is incorrect or expired.",
            }
        token = f"gho_{secrets.token_hex(18)}"
        self.tokens.add(token)
        return {"access_token": token, "scope": "read:user,user:email", "token_type": "bearer"}


class _Handler(BaseHTTPRequestHandler):
    server: FakeGitHub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        known = self.path == "/login/oauth/access_token" and "json" in self.headers["Accept"]
        self._send(200 if known else 404, self.server.token_for(form) if known else {})

    def do_GET(self) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        answers = {"/api/user": self.server.user, "/api/user/emails": self.server.emails}
        if token not in self.server.tokens:
            self._send(401, {"message": "Bad credentials"})
        else:
            self._send(200 if self.path in answers else 404, answers.get(self.path, {}))

    def _send(self, status: int, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keeps the run's output clean."""


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    server = FakeGitHub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
