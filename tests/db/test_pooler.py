"""PostgreSQL behind pgbouncer in transaction mode, which gives each transaction another connection."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster, as_nobody, missing
from tests.parallel import in_parallel
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.extensions import db

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.fixture
def pooled_url(cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    if PGBOUNCER is None:
        missing("pgbouncer is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    direct = cluster.make_database()
    config = cluster.folder / f"pgbouncer-{port}.ini"
    config.write_text(
        f"[databases]\n* = host=127.0.0.1 port={cluster.port} user=milepost\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n"
        "unix_socket_dir =\ndefault_pool_size = 3\nserver_reset_query_always = 0\n"
    )
    config.chmod(0o644)
    process = subprocess.Popen(
        as_nobody([PGBOUNCER, "--quiet", str(config)]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    url = direct.replace(f":{cluster.port}/", f":{port}/")
    try:
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    pytest.fail("pgbouncer did not start")


def test_people_sign_up_and_mark_behind_a_pooler_in_transaction_mode(pooled_url: str, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": pooled_url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    assert (
        in_parallel([_visit(app, number) for number in range(6)])
        == [["303", "303", "303", "2 of 9 done"]] * 6
    )
    assert app.test_client().get("/readyz").status_code == 200
    with app.app_context():
        db.engine.dispose()


def _visit(app: Flask, number: int) -> Callable[[], list[str]]:
    def visit() -> list[str]:
        client = app.test_client()
        account = {"username": f"lin{number}", "email": f"lin{number}@example.org", "password": PASSWORD}
        answers = [client.post("/signup", data=account)]
        for topic in ("first-steps@main-one-000000000001", "second-part@main-two-000000000001"):
            for status in ("learning", "skipped", "done"):
                answer = client.post(f"/alpha/{topic}/status", data={"status": status})
            answers.append(answer)
        words = "2 of 9 done" if "2 of 9 done" in client.get("/alpha").text else "not marked"
        return [*(str(answer.status_code) for answer in answers), words]

    return visit
