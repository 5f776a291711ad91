"""A real server of `make run` for a test."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import TREE

ROOT = Path(__file__).parent.parent.parent


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
            return subprocess.Popen(
                [sys.executable, *command], env=self._environ, cwd=ROOT, stdout=log, stderr=log
            )

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
