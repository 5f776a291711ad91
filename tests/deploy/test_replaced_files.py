"""The files of a release are replaced while its server runs, as by `git pull`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.deploy.server import ROOT, Server

pytestmark = pytest.mark.slow
FOLDERS = ("webapp", "deploy", "templates", "static", "migrations", "tests/deploy")


def test_pages_not_asked_for_yet_are_answered_by_the_release_that_runs(tmp_path: Path) -> None:
    release = tmp_path / "release"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, release / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("wsgi.py", "tests/__init__.py"):
        shutil.copy(ROOT / file, release / file)
    instance = tmp_path / "instance"
    instance.mkdir()
    site = Server(instance, workers=1, root=release)
    try:
        shutil.rmtree(release / "templates")
        shutil.rmtree(release / "static")
        assert_pages(site)
        before = site.workers
        os.kill(before[0], signal.SIGKILL)
        while site.workers in ([], before):
            time.sleep(0.05)
        assert_pages(site)
    finally:
        site.kill()


def assert_pages(site: Server) -> None:
    """Pages and what they link are there."""
    for path in ("/", "/roadmaps", "/login", "/not-there"):
        status, page = answer(site, path)
        assert status == (404 if path == "/not-there" else 200), path
        links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert links
        for link in links:
            assert answer(site, link)[0] == 200, link


def answer(site: Server, path: str) -> tuple[int, str]:
    with site.connection() as connection:
        connection.request("GET", path)
        found = connection.getresponse()
        return found.status, found.read().decode("utf-8", "replace")
