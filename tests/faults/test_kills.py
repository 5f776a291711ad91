"""kill -9 of workers, arbiter and database while learners mark: what was acknowledged is there, and there once."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from tests.databases import Cluster, cluster_folder
from tests.deploy.server import Server
from tests.faults.writers import JOURNAL, Writer, assert_all_are_kept, write_while
from webapp.progress.limits import LIMITS

pytestmark = pytest.mark.slow
WRITERS = 10
SHORT = 20

# A writer of the long form makes as many acts as a learner may make within a minute, so that none is told to wait.
sizes = pytest.mark.parametrize(
    "marks",
    [pytest.param(SHORT, id="short"), pytest.param(LIMITS[0][0], id="long", marks=pytest.mark.faults)],
)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL that a test may kill, because no other test uses it."""
    folder = cluster_folder()
    running = Cluster(folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


def kill_workers(server: Server) -> None:
    for pid in server.workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_all(server: Server) -> None:
    server.kill()
    server.start()


def kill_database(cluster: Cluster) -> None:
    cluster.kill()
    cluster.start()


@sizes
def test_sqlite_keeps_what_was_acknowledged(tmp_path: Path, marks: int) -> None:
    server = Server(tmp_path)
    try:
        writers = [Writer(server, f"writer{number}") for number in range(WRITERS)]
        faults: list[Callable[[], None]] = [lambda: kill_workers(server), lambda: kill_all(server)]
        write_while(writers, marks, faults if marks == SHORT else faults * 2)
    finally:
        server.kill()
    with closing(sqlite3.connect(tmp_path / "site.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert_all_are_kept(writers, database.execute(JOURNAL).fetchall())


@sizes
def test_postgresql_keeps_what_was_acknowledged(tmp_path: Path, own_cluster: Cluster, marks: int) -> None:
    url = own_cluster.make_database()
    server = Server(tmp_path, DATABASE_URL=url)
    try:
        writers = [Writer(server, f"writer{number}") for number in range(WRITERS)]
        faults: list[Callable[[], None]] = [
            lambda: kill_workers(server),
            lambda: kill_database(own_cluster),
            lambda: kill_all(server),
        ]
        write_while(writers, marks, faults if marks == SHORT else faults * 2)
    finally:
        server.kill()
    with psycopg.connect(url) as database:
        assert_all_are_kept(writers, database.execute(JOURNAL).fetchall())
