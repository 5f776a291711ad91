"""pgbouncer in transaction mode, in front of a PostgreSQL of the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.databases import Cluster, as_nobody, missing

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
# What docs/scale.md says of a pooler whose database may move.
SETTINGS = """pool_mode = transaction
server_login_retry = 1
server_connect_timeout = 3
query_wait_timeout = 5
"""


class Pooler:
    """A pgbouncer that runs, and can be pointed to another server."""

    def __init__(self, cluster: Cluster, pool_size: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._pool_size = pool_size
        self._config = cluster.folder / f"pgbouncer-{self.port}.ini"
        self._write(cluster)
        self.process = subprocess.Popen(
            as_nobody([str(PGBOUNCER), "--quiet", str(self._config)]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )

    def url(self, name: str) -> str:
        """The address of a database by way of the pooler."""
        return f"postgresql://milepost@127.0.0.1:{self.port}/{name}"

    def point_to(self, cluster: Cluster) -> None:
        """Lets it use another server, as an operator does: change the file, and reload."""
        self._write(cluster)
        self.process.send_signal(signal.SIGHUP)

    def _write(self, cluster: Cluster) -> None:
        self._config.write_text(
            f"[databases]\n* = host=127.0.0.1 port={cluster.port} user=milepost\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nauth_type = any\n{SETTINGS}"
            f"unix_socket_dir =\ndefault_pool_size = {self._pool_size}\nserver_reset_query_always = 0\n"
        )
        self._config.chmod(0o644)


@contextmanager
def running_pooler(cluster: Cluster, database: str, pool_size: int = 20) -> Iterator[Pooler]:
    """Yields a pooler through which a database answers."""
    if PGBOUNCER is None:
        missing("pgbouncer is not installed")
    pooler = Pooler(cluster, pool_size)
    try:
        _wait_for(pooler.url(database))
        yield pooler
    finally:
        pooler.process.terminate()
        pooler.process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    pytest.fail("pgbouncer did not start")
