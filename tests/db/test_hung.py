"""A PostgreSQL that hangs, rather than stops: its sockets stay open, and nothing answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster
from webapp.app import create_app
from webapp.config import read_settings

TOPIC = "/alpha/first-steps@main-one-000000000001"


@contextmanager
def hung(cluster: Cluster) -> Iterator[None]:
    listed = subprocess.run(["pgrep", "-P", str(cluster.process.pid)], capture_output=True, text=True, check=False)
    pids = [cluster.process.pid, *map(int, listed.stdout.split())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_pages_go_on_writes_say_503_and_it_recovers_by_itself(cluster: Cluster, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": cluster.make_database(), "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    ada = app.test_client()
    ada.post("/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    token = str(re.search(r'csrf_token" value="([^"]+)"', ada.get("/alpha").text)[1])  # type: ignore[index]  # the page has a form
    mark = {"status": "done", "csrf_token": token}
    with hung(cluster):
        assert app.test_client().get("/alpha").status_code == 200
        assert ada.get("/alpha").status_code == 200
        refused = ada.post(f"{TOPIC}/status", data=mark, headers={"HX-Request": "true"})
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert "Nothing was saved" in refused.text
    assert ada.post(f"{TOPIC}/status", data=mark, headers={"HX-Request": "true"}).status_code == 200
    assert "1 of 9 done" in ada.get("/alpha").text
    with app.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()
