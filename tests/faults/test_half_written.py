"""Content that changes while it is read: files cut in the middle, folders renamed, a repository that is pulled."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import TREE, serving
from tests.faults.writers import TOPIC
from webapp.web.site.services import services_of

PAGES = ("/", "/alpha", TOPIC)
RELOADS = 15


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(TREE, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def site(tree: Path, tmp_path: Path) -> Iterator[Flask]:
    with serving(tree, INSTANCE_DIR=str(tmp_path / "instance")) as made:
        yield made


def version(site: Flask) -> str:
    return services_of(site).catalog_store.catalog.version


def reload(site: Flask) -> None:
    services_of(site).catalog_store.reload()


def assert_pages_are_there(site: Flask) -> None:
    answers = {path: site.test_client().get(path).status_code for path in PAGES}
    assert set(answers.values()) == {200}, answers


@contextmanager
def meanwhile(step: Callable[[], None]) -> Iterator[None]:
    """Repeats a step, in a thread of its own, for as long as the block lasts."""
    ended, failures = threading.Event(), []

    def repeat() -> None:
        try:
            while not ended.is_set():
                step()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert not failures, failures


def test_a_file_that_is_cut_in_the_middle_takes_no_page_away(site: Flask, tree: Path) -> None:
    assert_pages_are_there(site)
    before = version(site)
    files = sorted(path for path in tree.rglob("*") if path.suffix in (".md", ".json"))
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        reload(site)
        assert_pages_are_there(site)
        path.write_bytes(whole)
        reload(site)
        assert version(site) == before, path


def test_folders_that_are_renamed_during_reading_come_back(site: Flask, tree: Path) -> None:
    assert_pages_are_there(site)
    before = version(site)
    texts = tree / "roadmaps" / "beta" / "content"
    roadmap = tree / "roadmaps" / "gamma"

    def rename() -> None:
        for folder in (texts, roadmap):
            moved = folder.with_name("elsewhere")
            folder.rename(moved)
            moved.rename(folder)

    with meanwhile(rename):
        for _ in range(RELOADS):
            reload(site)
            assert_pages_are_there(site)
    reload(site)
    assert version(site) == before


def git(tree: Path, *words: str) -> None:
    who = ("-c", "user.name=Kim", "-c", "user.email=kim@example.org")
    subprocess.run(["git", *who, *words], cwd=tree, check=True, capture_output=True)


def test_a_repository_that_is_pulled_is_the_new_version_in_the_end(site: Flask, tree: Path) -> None:
    git(tree, "init", "-q", "-b", "one")
    git(tree, "add", "roadmaps")
    git(tree, "commit", "-qm", "one")
    git(tree, "checkout", "-qb", "two")
    for path in tree.rglob("*.md"):
        with path.open("a", encoding="utf-8") as text:
            text.write("\nWritten in the second version.\n")
    git(tree, "commit", "-qam", "two")
    reload(site)
    before = version(site)
    branches = cycle(["one", "two"])
    with meanwhile(lambda: git(tree, "checkout", "-q", next(branches))):
        for _ in range(RELOADS):
            reload(site)
            client = site.test_client()
            assert client.get("/").status_code == 200
    git(tree, "checkout", "-q", "two")
    reload(site)
    assert version(site) == before
    assert_pages_are_there(site)
    assert "Written in the second version." in site.test_client().get(TOPIC).text
