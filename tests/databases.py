"""A fresh database for each test: SQLite, and a real PostgreSQL that the run starts itself."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from flask_migrate import upgrade

from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.extensions import db

# What a server of the tests may need: its log, which is bounded below, and a few databases of 9 MB.
ROOM = 1 << 30


def binary(name: str) -> str:
    """Returns the path of one of PostgreSQL's programs, or skips the test."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(places[0]) if places else None)
    if found is None:
        missing("PostgreSQL is not installed")
    return str(found)


def as_nobody(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return (
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        if os.geteuid() == 0
        else command
    )


def cluster_folder() -> Path:
    """Makes a folder for a server, in memory where there is room: a database is made five times as fast there."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return Path(tempfile.mkdtemp(prefix="milepost-pg-", dir=memory if has_room else None))


def missing(reason: str) -> None:
    """Skips with the reason; where CI is set nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Cluster:
    """A PostgreSQL server of the test run, in a folder of its own and on a free port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        data = str(folder / "data")
        self._make_data(data)
        options = [
            "-D",
            data,
            "-p",
            str(self.port),
            "-h",
            "127.0.0.1",
            "-k",
            str(folder),
            "-F",
            "-c",
            "max_connections=200",
            "-c",
            "max_wal_size=128MB",
        ]
        self._command = as_nobody([binary("postgres"), *options])
        self.start()

    def _make_data(self, data: str) -> None:
        options = ["-U", "milepost", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        command = [binary("initdb"), "-D", data, *options]
        subprocess.run(as_nobody(command), check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        """Starts the server, for the first time or after a test has killed it."""
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )
        for _ in range(200):
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=1).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        missing("PostgreSQL did not start")

    def kill(self) -> None:
        """Ends every process of the server at once, as a power failure does."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = [self.process.pid, *map(int, children.read_text(encoding="ascii").split())]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def url(self, name: str) -> str:
        return f"postgresql://milepost@127.0.0.1:{self.port}/{name}"

    def make_database(self, template: str = "template1") -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        name = url.rpartition("/")[2]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Ends the server, also where a test has stopped its processes."""
        self.process.send_signal(signal.SIGCONT)
        # At once, without writing hundreds of databases out that are deleted next.
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    folder = cluster_folder()
    running = Cluster(folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database: with its tables where the test asks for `app`, else without.

    `on_both` asks for it twice: on SQLite and on PostgreSQL.
    """
    is_migrated = "app" in request.fixturenames
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        template = request.getfixturevalue("migrated_postgresql") if is_migrated else "template1"
        url = cluster.make_database(template)
        yield url
        cluster.drop_database(url)
        return
    path = tmp_path / "test.db"
    if is_migrated:
        # With its mode: a database is its owner's alone.
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
    yield f"sqlite:///{path}"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows."""
    folder = tmp_path_factory.mktemp("migrated")
    path = folder / "migrated.db"
    _migrate(f"sqlite:///{path}", folder)
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with all tables and no rows."""
    url = cluster.make_database()
    _migrate(url, tmp_path_factory.mktemp("migrated"))
    return url.rpartition("/")[2]


def _migrate(url: str, folder: Path) -> None:
    content = Path(__file__).parent / "tree"
    environ = {"DATABASE_URL": url, "CONTENT_DIR": str(content), "INSTANCE_DIR": str(folder / "instance")}
    app = create_app(read_settings(environ, root=folder), TESTING=True)
    with app.app_context():
        upgrade()
        # A file that is copied has to hold everything itself, and a template may have no connections.
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()


on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
