"""SIGHUP, SIGUSR2 and SIGTERM while learners read and mark: no request is lost or cut, and sessions go on.

On a machine that is busy with other things the database may make somebody wait for too long, so that they see a
503 with `Retry-After`; they see nothing else.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.databases import Cluster
from tests.deploy.server import ROOT, Server
from tests.faults.writers import JOURNAL, Writer, assert_all_are_kept

pytestmark = pytest.mark.slow
WRITERS = 4
# A learner may make a thousand acts within a minute.
PAUSE_SECONDS = 0.06

sizes = pytest.mark.parametrize(
    ("rounds", "marks"),
    [pytest.param(1, 3, id="short"), pytest.param(5, 100, id="long", marks=pytest.mark.faults)],
)


class ActivatedServer(Server):
    """A site whose socket is held by somebody else, as systemd holds that of `milepost.socket`."""

    listener: socket.socket | None = None

    def start(self) -> None:
        if self.listener is None:
            self.listener = socket.create_server(("127.0.0.1", self.port), backlog=512)
        starts = self.starts
        self.process = self._serve(self.listener)
        self.arbiter = self.process.pid
        wait_for(lambda: self.starts > starts or self.process.poll() is not None)
        assert self.process.poll() is None, self.log

    def _serve(self, listener: socket.socket) -> subprocess.Popen[bytes]:
        handed = f'exec 3<&{listener.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                ["bash", "-c", handed, "serve", sys.executable, "-m", "deploy.serve"],
                env=self.environ,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        """Waits for as long as a restart may take on a loaded machine."""
        made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            yield made
        finally:
            made.close()

    @property
    def starts(self) -> int:
        """How often an arbiter has said that it answers."""
        return self.log.count("Milepost answers on")

    def kill(self) -> None:
        if self.listener is not None:
            self.listener.close()
        super().kill()

    def children(self, pid: int) -> set[int]:
        listed = Path(f"/proc/{pid}/task/{pid}/children")
        return {int(child) for child in listed.read_text(encoding="ascii").split()}

    def hang_up(self) -> None:
        """Has the content read again, and waits until all workers are others."""
        before = self.children(self.arbiter)
        os.kill(self.arbiter, signal.SIGHUP)
        wait_for(lambda: len(self.children(self.arbiter)) == 2 and not before & self.children(self.arbiter))

    def change_arbiter(self) -> None:
        """Starts a new arbiter and ends the old one, as for a new release."""
        starts, workers = self.starts, self.children(self.arbiter)
        os.kill(self.arbiter, signal.SIGUSR2)
        wait_for(lambda: self.starts > starts)
        (new,) = self.children(self.arbiter) - workers
        self.end()
        self.arbiter = new

    def restart(self) -> None:
        self.end()
        self.start()

    def end(self) -> None:
        began = time.monotonic()
        os.kill(self.arbiter, signal.SIGTERM)
        wait_for(lambda: not is_running(self.arbiter))
        print(f"it ended within {time.monotonic() - began:.1f} seconds")
        self.process.poll()


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


class Learners:
    """Learners who mark and read for as long as the block lasts, and notice every page that fails."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.writers = [Writer(server, f"writer{number}") for number in range(WRITERS)]
        self.pages: list[tuple[int, bool]] = []
        self.busy = 0
        self.failures: list[BaseException] = []
        self._stop = threading.Event()
        acts = [writer.mark for writer in self.writers]
        acts += [lambda writer=writer: self._read(writer) for writer in self.writers[:2]]  # type: ignore[misc]
        self._threads = [threading.Thread(target=self._repeat, args=(act,)) for act in acts]

    def __enter__(self) -> Learners:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, act: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                act()
            except BaseException as error:
                self.failures.append(error)
                return
            time.sleep(PAUSE_SECONDS)

    def _read(self, writer: Writer) -> None:
        with self.server.connection() as link:
            # Over one connection, which the site closes by its answer when it ends.
            for _ in range(20):
                link.request("GET", "/me/settings", headers={"Cookie": writer.cookie})
                answer = link.getresponse()
                page = answer.read().decode()
                if answer.status == 503 and answer.headers["Retry-After"]:
                    self.busy += 1
                else:
                    self.pages.append((answer.status, writer.name in page))
                if answer.will_close or self._stop.is_set():
                    return

    def wait_for_marks(self, count: int) -> None:
        """Waits until each writer has set so many more."""
        before = [writer.acknowledged for writer in self.writers]
        wait_for(
            lambda: (
                bool(self.failures)
                or all(
                    writer.acknowledged >= old + count
                    for writer, old in zip(self.writers, before, strict=True)
                )
            )
        )

    def assert_nobody_noticed(self) -> None:
        assert not self.failures, self.failures
        assert set(self.pages) == {(200, True)}, set(self.pages)
        assert [writer.unanswered for writer in self.writers] == [0] * WRITERS
        print(f"{len(self.pages)} pages, none failed; {self.busy} were told to come again")


def signal_while_they_learn(server: ActivatedServer, rounds: int, marks: int) -> list[Writer]:
    with Learners(server) as learners:
        for step in [*[server.hang_up] * 3, server.change_arbiter, server.restart] * rounds:
            learners.wait_for_marks(marks)
            began = time.monotonic()
            step()
            print(f"{step.__name__} took {time.monotonic() - began:.1f} seconds")
        learners.wait_for_marks(marks)
    learners.assert_nobody_noticed()
    return learners.writers


@sizes
def test_sqlite(tmp_path: Path, rounds: int, marks: int) -> None:
    server = ActivatedServer(tmp_path)
    try:
        writers = signal_while_they_learn(server, rounds, marks)
    finally:
        server.kill()
    with closing(sqlite3.connect(tmp_path / "site.db")) as database:
        assert_all_are_kept(writers, database.execute(JOURNAL).fetchall())


@sizes
def test_postgresql(
    tmp_path: Path, cluster: Cluster, migrated_postgresql: str, rounds: int, marks: int
) -> None:
    url = cluster.make_database(migrated_postgresql)
    server = ActivatedServer(tmp_path, DATABASE_URL=url, is_migrated=True)
    try:
        writers = signal_while_they_learn(server, rounds, marks)
    finally:
        server.kill()
    with psycopg.connect(url) as database:
        assert_all_are_kept(writers, database.execute(JOURNAL).fetchall())
