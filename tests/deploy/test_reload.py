"""Content that is read again while the site runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import TREE
from tests.deploy.server import ROOT, Server

pytestmark = pytest.mark.slow


def test_content_is_read_again_without_dropping_a_request(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(TREE, content)
    header = content / "roadmaps" / "alpha" / "alpha.md"
    server = Server(tmp_path, content)
    codes: list[int] = []
    stop = threading.Event()

    def visit() -> None:
        while not stop.wait(0.02):
            with server.connection() as link:
                link.request("GET", "/alpha")
                codes.append(link.getresponse().status)

    def page() -> str:
        with server.connection() as link:
            link.request("GET", "/alpha")
            return link.getresponse().read().decode()

    def wait_for(words: str) -> None:
        for _ in range(100):
            if words in page():
                return
            time.sleep(0.05)
        raise AssertionError(f"{words} never came")

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    try:
        for visitor in visitors:
            visitor.start()
        header.write_text(
            header.read_text(encoding="utf-8").replace("title:", "title: 'Read Again'\nformerTitle:", 1),
            encoding="utf-8",
        )
        code, said = server.command("reload")
        assert (code, f"process {server.process.pid}" in said) == (0, True), said
        wait_for("Read Again")
        (content / "roadmaps" / "alpha" / "alpha.json").write_text("{broken", encoding="utf-8")
        code, said = server.command("reload")
        assert code == 1
        assert "error: roadmaps/alpha/alpha.json: graph: it is not JSON" in said
        assert "kept as it was: alpha\n" in said
        assert "Read Again" in page()
        with server.connection() as link:
            link.request("GET", "/readyz")
            ready = json.loads(link.getresponse().read())
        assert (ready["ready"], ready["content"]["kept"]) == (True, ["alpha"])
        assert "content: alpha stays as it was" in server.log
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
        server.kill()
    assert len(codes) > 10
    assert set(codes) == {200}
    code, said = server.command("reload")
    assert code == 1
    assert "No server of `make run` serves" in said


BREAKS = """
import json
from deploy.serve import Site, app
from webapp.web.site.services import services_of

def broken():
    raise MemoryError

services = services_of(app)
site = Site(app, services.settings)
site.wsgi()
services.catalog_store.reload = broken
site.reload()
print(json.dumps(site.answer))
"""


def test_a_reload_that_fails_is_no_success(tmp_path: Path) -> None:
    environ = {**os.environ, "INSTANCE_DIR": str(tmp_path), "CONTENT_DIR": str(TREE)}
    command = [sys.executable, "-c", BREAKS]
    ran = subprocess.run(command, env=environ, cwd=ROOT, check=True, capture_output=True, text=True)
    answer = json.loads(ran.stdout)
    assert answer["served"].startswith("3 roadmaps")
    assert answer["errors"] == ["the content could not be read again; the server's log says why"]
