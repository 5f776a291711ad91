"""The server of `make run`, tried from outside: malformed requests, stalled clients, and a kill in the middle of writes."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import TREE

ROOT = Path(__file__).parent.parent.parent
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Server:
    """A site that runs in a process of its own."""

    def __init__(self, folder: Path, content: Path = TREE) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._environ = {
            **os.environ,
            "INSTANCE_DIR": str(folder),
            "CONTENT_DIR": str(content),
            "DATABASE_URL": f"sqlite:///{folder / 'site.db'}",
        }
        self._run("-m", "flask", "--app", "wsgi", "db", "upgrade").wait()
        self.process = self._run("-m", "deploy.serve", "--port", str(self.port))
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], env=self._environ, cwd=ROOT, stdout=log, stderr=log)

    def command(self, *words: str) -> tuple[int, str]:
        """The exit code and the output of `flask content …` beside the server."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "content", *words]
        done = subprocess.run(command, env=self._environ, cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        yield made
        made.close()

    def raw(self, request: bytes) -> bytes:
        """The bytes of the answer to the bytes of a request."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), 10) as link:
            try:
                link.sendall(request)
                while data := link.recv(65536):
                    answer += data
            except OSError:
                pass
        return answer

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def request(line: str, headers: str = "", body: bytes = b"") -> bytes:
    return f"{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode() + body


PARTS = b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nv\r\n' % n for n in range(3000)) + b"--x--\r\n"
ODD = [
    (request("TRACE /"), b"405"),
    (request("FOO /alpha"), b"405"),
    (request("GET /logout"), b"405"),
    (request("HEAD /alpha"), b"200"),
    (request("GET /" + "a" * 60_000), b"404"),
    (request("POST /login", "Content-Length: 3\r\nContent-Length: 5\r\n", b"abc"), b"400"),
    (request("POST /login", "Content-Length: 52428800\r\n", b"a" * 1000), b"413"),
    (request("POST /login", f"Content-Length: {len(PARTS)}\r\nContent-Type: multipart/form-data; boundary=x\r\n", PARTS), b"413"),
    (request("GET /.git/config"), b"404"),
    (request("GET /static/../wsgi.py"), b"404"),
    (request("GET /static/%2e%2e/wsgi.py"), b"404"),
]


def test_odd_requests_get_a_plain_answer(server: Server) -> None:
    for sent, code in ODD:
        answer = server.raw(sent)
        assert answer[9:12] == code, (sent[:60], answer[:200])
    assert b"Allow: " in server.raw(request("FOO /alpha"))
    assert server.raw(request("HEAD /alpha")).endswith(b"\r\n\r\n")
    assert b"\r\n\r\n<!doctype html>" in server.raw(request("GET /", "Expect: 100-continue\r\n"))
    assert b"evil.example" not in server.raw(
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"
    )


def test_junk_is_never_an_error_of_ours(server: Server) -> None:
    chance = random.Random(7)
    starts = [
        "/",
        "/alpha",
        "/search?q=",
        "/roadmaps?tag=",
        "/tags/",
        "/static/",
        "/alpha/x@",
        "/reset-password/",
        "/me/acts/",
        "/pdfs/roadmaps/",
    ]
    for _ in range(400):
        junk = "".join(
            f"%{chance.randrange(256):02x}" if chance.random() < 0.6 else chance.choice("'\"<>;%{}$@\\")
            for _ in range(chance.randrange(30))
        )
        body = chance.randbytes(chance.randrange(200))
        kind = chance.choice(
            ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain; charset=nope"]
        )
        headers = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nCookie: milepost={junk.replace(';', '')}\r\n"
        answer = server.raw(request(f"{chance.choice(['GET', 'POST', 'PUT'])} {chance.choice(starts)}{junk}", headers, body))
        assert answer[9:10] in {b"2", b"3", b"4"}, (junk, answer[:300])
        assert b"Traceback" not in answer
        assert b"sqlalchemy" not in answer
    assert "Traceback" not in server.log


def test_stalled_clients_do_not_stop_the_site(server: Server) -> None:
    stalled = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(160)]
    for n, link in enumerate(stalled):
        link.sendall(b"GET / HTTP/1.1\r\nHo" if n % 2 else b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nusername=a")
    assert server.raw(request("GET /alpha"))[9:12] == b"200"
    for link in stalled:
        link.close()


def test_no_acknowledged_mark_is_lost_by_a_kill(server: Server) -> None:
    with server.connection() as link:
        link.request("POST", "/signup", urlencode({"username": "ada", "email": "ada@example.org", "password": "three blind mice"}), FORM)
        answer = link.getresponse()
        answer.read()
        headers = {**FORM, "Cookie": str(answer.getheader("Set-Cookie")).split(";")[0], "HX-Request": "true"}
        link.request("GET", "/alpha?view=list", headers=headers)
        page = link.getresponse().read().decode()
    token = str(re.search(r'csrf_token" value="([^"]+)"', page)[1])  # type: ignore[index]  # the page has a form
    topics = re.findall(r'href="(/alpha/[^"]+@([^"]+))" data-node-id', page)
    said: list[tuple[str, str]] = []

    def mark() -> None:
        with server.connection() as link:
            for n in range(250):
                href, topic = topics[n % len(topics)]
                status = ("done", "learning", "skipped")[n // len(topics) % 3]
                try:
                    link.request("POST", f"{href}/status", urlencode({"status": status, "csrf_token": token}), headers)
                    answer = link.getresponse()
                    answer.read()
                    if answer.status == 200:
                        said.append((topic, status))
                except (OSError, http.client.HTTPException):
                    return

    writer = threading.Thread(target=mark)
    writer.start()
    while len(said) < 40 and writer.is_alive():
        time.sleep(0.01)
    server.process.kill()
    server.process.wait()
    writer.join()
    with sqlite3.connect(server.folder / "site.db") as database:
        kept = [tuple(row) for row in database.execute("SELECT topic_id, after FROM progress_event ORDER BY id")]
        marks = dict(database.execute("SELECT topic_id, status FROM topic_mark"))
    assert len(said) >= 40
    # One more may have been written before its answer went out.
    assert kept[: len(said)] == said
    assert dict(kept) == marks


def test_security_events_are_one_line_each(server: Server) -> None:
    with server.connection() as link:
        link.request("POST", "/login", urlencode({"username": "ada\r\nforged line", "password": "hunter22222"}), FORM)
        link.getresponse().read()
    lines = [line for line in server.log.splitlines() if "milepost.security" in line]
    assert len(lines) == 1
    event = json.loads(lines[0].partition("milepost.security ")[2])
    assert (event["event"], event["name"]) == ("sign_in_failed", "ada\r\nforged line")
    assert event["at"].endswith("+00:00")
    assert "hunter22222" not in server.log


def test_content_is_read_again_without_dropping_a_request(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(TREE, content)
    header = content / "roadmaps" / "alpha" / "alpha.md"
    server = Server(tmp_path, content)
    codes: list[int] = []
    stop = threading.Event()

    def visit() -> None:
        while not stop.is_set():
            with server.connection() as link:
                link.request("GET", "/alpha")
                codes.append(link.getresponse().status)

    def page() -> str:
        with server.connection() as link:
            link.request("GET", "/alpha")
            return link.getresponse().read().decode()

    def wait_for(words: str) -> None:
        for _ in range(100):
            if words in page():
                return
            time.sleep(0.05)
        raise AssertionError(f"{words} never came")

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    try:
        for visitor in visitors:
            visitor.start()
        header.write_text(header.read_text(encoding="utf-8").replace("title:", "title: 'Read Again'\nformerTitle:", 1), encoding="utf-8")
        code, said = server.command("reload")
        assert (code, f"process {server.process.pid}" in said) == (0, True), said
        wait_for("Read Again")
        (content / "roadmaps" / "alpha" / "alpha.json").write_text("{broken", encoding="utf-8")
        code, said = server.command("reload")
        assert code == 1
        assert "error: roadmaps/alpha/alpha.json: graph: it is not JSON" in said
        assert "kept as it was: alpha\n" in said
        assert "Read Again" in page()
        with server.connection() as link:
            link.request("GET", "/readyz")
            ready = json.loads(link.getresponse().read())
        assert (ready["ready"], ready["content"]["kept"]) == (True, ["alpha"])
        assert "content: alpha stays as it was" in server.log
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
        server.process.kill()
        server.process.wait()
    assert len(codes) > 10
    assert set(codes) == {200}
    code, said = server.command("reload")
    assert code == 1
    assert "No server of `make run` serves" in said


BREAKS = """
from deploy import serve

def broken():
    raise MemoryError

store = serve.store_of(serve.app)
store.catalog
store.reload = broken
serve.reload()
"""


def test_a_reload_that_fails_is_no_success(tmp_path: Path) -> None:
    environ = {**os.environ, "INSTANCE_DIR": str(tmp_path), "CONTENT_DIR": str(TREE)}
    subprocess.run([sys.executable, "-c", BREAKS], env=environ, cwd=ROOT, check=True, capture_output=True)
    answer = json.loads((tmp_path / "reloaded.json").read_text(encoding="utf-8"))
    assert answer["served"].startswith("3 roadmaps")
    assert answer["errors"] == ["the content could not be read again; the server's log says why"]
