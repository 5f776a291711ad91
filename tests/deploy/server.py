"""A real server of `make run` for a test."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import TREE

ROOT = Path(__file__).parent.parent.parent


class Server:
    """A site that runs in processes of its own."""

    _migrated: bytes | None = None

    def __init__(
        self,
        folder: Path,
        content: Path = TREE,
        workers: int = 2,
        is_migrated: bool = False,
        root: Path = ROOT,
        **environ: str,
    ) -> None:
        self.folder = folder
        self.root = root
        self.is_migrated = is_migrated
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environ = {
            **os.environ,
            "INSTANCE_DIR": str(folder),
            "CONTENT_DIR": str(content),
            "DATABASE_URL": f"sqlite:///{folder / 'site.db'}",
            "PORT": str(self.port),
            "WORKERS": str(workers),
            **environ,
        }
        self._make_database()
        self.start()

    def start(self) -> None:
        """Starts the arbiter, for the first time or after a test has ended it."""
        self.process = self._run("-m", "tests.deploy.start")
        self._wait()

    def _make_database(self) -> None:
        """Runs the command for the first server of a run; the others get a copy of its database.

        In PostgreSQL a test may have done so (`migrated_postgresql`).
        """
        database = self.folder / "site.db"
        if not self.environ["DATABASE_URL"].startswith("sqlite"):
            assert self.is_migrated or self._migrate() == 0, self.log
        elif Server._migrated is None:
            assert self._migrate() == 0, self.log
            Server._migrated = database.read_bytes()
        elif not database.exists():
            database.write_bytes(Server._migrated)
            database.chmod(0o600)

    def _migrate(self) -> int:
        return self._run("-m", "flask", "--app", "wsgi", "db", "upgrade").wait()

    def _wait(self) -> None:
        """Waits until the server answers or ends, however loaded the machine is."""
        while self.process.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError(f"the server has ended: {self.log}")

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                env=self.environ,
                cwd=self.root,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="ascii").split()]

    def kill(self) -> None:
        """Ends the arbiter, another one that it has begun, and all workers at once, as a power failure does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._wait_until_refused()

    def _wait_until_refused(self) -> None:
        # On a loaded machine a worker's socket goes some time after the worker has been killed.
        with suppress(ConnectionRefusedError):
            while True:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                time.sleep(0.05)

    def command(self, *words: str) -> tuple[int, str]:
        """The exit code and the output of `flask content …` beside the server."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "content", *words]
        done = subprocess.run(command, env=self.environ, cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            yield made
        finally:
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
        file = self.folder / "log.txt"
        return file.read_text(encoding="utf-8") if file.exists() else ""
