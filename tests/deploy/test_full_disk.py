"""A disk that is full: pages are served, writes say that nothing was saved, and all goes on once there is room."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import PASSWORD
from tests.databases import missing
from tests.deploy.server import Server

pytestmark = pytest.mark.slow
TOPIC = "/alpha/first-steps@main-one-000000000001"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, which holds the database, the instance folder and the log."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        missing(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


class Browser:
    """Somebody at the site, with cookies."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, **data: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(data))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        with self._server.connection() as link:
            link.request(method, path, body, (FORM if body else {}) | {"Cookie": cookies})
            answer = link.getresponse()
            for header in answer.headers.get_all("Set-Cookie") or []:
                self._cookies.load(header)
            return answer.status, answer.read().decode()


def fill(disk: Path) -> Path:
    """Leaves not a byte, however small the pieces are."""
    filler = disk / "filler"
    handle = os.open(filler, os.O_CREAT | os.O_WRONLY)
    for size in (1 << 20, 1 << 12, 1):
        try:
            while True:
                os.write(handle, b"x" * size)
        except OSError:
            continue
    os.close(handle)
    return filler


def test_reads_go_on_writes_say_so_and_room_is_enough_to_recover(disk: Path) -> None:
    server = Server(disk)
    try:
        ada, guest = Browser(server), Browser(server)
        account = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
        assert ada.post("/signup", **account)[0] == 303
        assert ada.post(f"{TOPIC}/status", status="learning")[0] == 303
        workers = server.workers
        filler = fill(disk)
        for _ in range(10):
            status, text = ada.post(f"{TOPIC}/status", status="done")
            if status == 503:
                break
            # A page of the log that was there already had room for it.
        assert (status, "Nothing was saved" in text) == (503, True)
        for path in ("/", "/alpha", "/beta", TOPIC, "/search?q=steps", "/rss.xml", "/healthz", "/metrics"):
            assert guest.get(path)[0] == 200, path
        for path in ("/", "/alpha", "/me", TOPIC):
            assert ada.get(path)[0] == 200, path
        ready = guest.get("/readyz")
        assert '"disk":"wrong"' in re.sub(r"\s", "", ready[1])
        assert guest.post("/signup", **(account | {"username": "grace", "email": "g@example.org"}))[0] == 503
        filler.unlink()
        assert ada.post(f"{TOPIC}/status", status="done")[0] == 303
        assert 'value="done"' in ada.get(TOPIC)[1]
        assert guest.post("/signup", **(account | {"username": "grace", "email": "g@example.org"}))[0] == 303
        assert server.workers == workers, "nobody has died of it"
    finally:
        server.kill()


def test_content_is_read_again_and_a_worker_starts_on_a_full_disk(disk: Path) -> None:
    server = Server(disk)
    try:
        filler = fill(disk)
        code, said = server.command("reload")
        assert code == 0, said
        assert Browser(server).get("/alpha")[0] == 200
        filler.unlink()
    finally:
        server.kill()
