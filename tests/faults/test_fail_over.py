"""PostgreSQL with a synchronous replica: the primary is killed while learners mark, and the replica takes over."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.databases import Cluster, as_nobody, binary, cluster_folder
from tests.db.pooler import Pooler, running_pooler
from tests.deploy.server import Server
from tests.faults.test_kills import WRITERS, sizes
from tests.faults.writers import JOURNAL, Writer, assert_all_are_kept, write_while

pytestmark = pytest.mark.slow
SYNCHRONOUS = (
    "ALTER SYSTEM SET synchronous_commit = 'remote_apply'",
    "ALTER SYSTEM SET synchronous_standby_names = '*'",
    "SELECT pg_reload_conf()",
)


class Standby(Cluster):
    """A replica, which streams what its primary writes."""

    def __init__(self, folder: Path, primary: Cluster) -> None:
        self._primary = primary
        super().__init__(folder)

    def _make_data(self, data: str) -> None:
        source = f"host=127.0.0.1 port={self._primary.port} user=milepost"
        command = [binary("pg_basebackup"), "-D", data, "-d", source, "-R", "-X", "stream", "-c", "fast"]
        subprocess.run(as_nobody(command), check=True, capture_output=True, cwd="/")

    def promote(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            assert connection.execute("SELECT pg_promote(true, 30)").fetchone() == (True,)


@dataclass
class Pair:
    """A primary with a database, and its synchronous replica."""

    primary: Cluster
    standby: Standby
    database: str

    def fail_over(self) -> None:
        self.primary.kill()
        self.standby.promote()

    @property
    def direct_url(self) -> str:
        """The address of whichever can be written to, as libpq finds it."""
        servers = f"host=127.0.0.1,127.0.0.1&port={self.primary.port},{self.standby.port}"
        return f"postgresql://milepost@/{self.database}?{servers}&target_session_attrs=read-write"


@pytest.fixture
def pair() -> Iterator[Pair]:
    folders = [cluster_folder() for _ in range(2)]
    primary = Cluster(folders[0])
    database = primary.make_database().rpartition("/")[2]
    standby = Standby(folders[1], primary)
    with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
        for statement in SYNCHRONOUS:
            connection.execute(statement)
        _wait_until_synchronous(connection)
    yield Pair(primary, standby, database)
    for cluster in (standby, primary):
        with suppress(ProcessLookupError):
            cluster.stop()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_synchronous(connection: psycopg.Connection) -> None:
    for _ in range(400):
        if connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall() == [("sync",)]:
            return
        time.sleep(0.05)
    raise AssertionError("the replica is not synchronous")


def mark_over_a_fail_over(server: Server, pair: Pair, marks: int, pooler: Pooler | None = None) -> None:
    """Lets learners mark while the primary dies, and looks for what was acknowledged in the replica."""
    away: list[float] = []

    def fail_over() -> None:
        workers = server.workers
        began, before = time.monotonic(), sum(writer.acknowledged for writer in writers)
        pair.fail_over()
        if pooler:
            pooler.point_to(pair.standby)
        while sum(writer.acknowledged for writer in writers) < before + 2 * WRITERS:
            time.sleep(0.05)
        away.append(time.monotonic() - began)
        # Nobody had to restart the site.
        assert server.workers == workers

    writers = [Writer(server, f"writer{number}") for number in range(WRITERS)]
    write_while(writers, marks, [fail_over])
    server.kill()
    with psycopg.connect(pair.standby.url(pair.database)) as database:
        assert_all_are_kept(writers, database.execute(JOURNAL).fetchall())
    print(f"marks are saved again {away[0]:.1f} seconds after the primary died")


@sizes
def test_a_replica_that_is_promoted_has_every_mark(tmp_path: Path, pair: Pair, marks: int) -> None:
    with running_pooler(pair.primary, pair.database) as pooler:
        server = Server(tmp_path, DATABASE_URL=pooler.url(pair.database))
        try:
            mark_over_a_fail_over(server, pair, marks, pooler)
        finally:
            server.kill()


def test_without_a_pooler_the_site_finds_the_one_that_was_promoted(tmp_path: Path, pair: Pair) -> None:
    server = Server(tmp_path, DATABASE_URL=pair.direct_url)
    try:
        mark_over_a_fail_over(server, pair, 30)
    finally:
        server.kill()
