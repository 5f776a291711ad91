"""A content tree that is switched by a link, or emptied: readers get a whole version, the old one or the new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TREE
from tests.deploy.server import Server

pytestmark = pytest.mark.slow


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """A folder as Kubernetes mounts a ConfigMap: entries are links by way of `..data`, which is replaced at once."""
    folder = tmp_path / "mounted"
    shutil.copytree(TREE, folder / "..one")
    shutil.copytree(TREE, folder / "..two")
    for page in (folder / "..two").rglob("*.md"):
        page.write_text(
            page.read_text(encoding="utf-8") + "\nWritten in the second version.\n", encoding="utf-8"
        )
    (folder / "..data").symlink_to("..one")
    for entry in TREE.iterdir():
        (folder / entry.name).symlink_to(Path("..data") / entry.name)
    return folder


@pytest.fixture
def server(tmp_path: Path, mounted: Path) -> Iterator[Server]:
    made = Server(tmp_path, content=mounted)
    yield made
    made.kill()


def switch(mounted: Path, version: str) -> None:
    (mounted / "..next").symlink_to(version)
    os.replace(mounted / "..next", mounted / "..data")


def page(server: Server) -> tuple[int, str]:
    with server.connection() as link:
        link.request("GET", "/alpha/first-steps@main-one-000000000001")
        answer = link.getresponse()
        return answer.status, answer.read().decode()


def test_a_link_that_is_switched_is_a_new_version(server: Server, mounted: Path) -> None:
    assert "Written in the second version." not in page(server)[1]
    switch(mounted, "..two")
    code, said = server.command("reload")
    assert code == 0, said
    assert "Written in the second version." in page(server)[1]


def test_a_tree_that_is_emptied_leaves_the_old_version(server: Server, mounted: Path) -> None:
    (mounted / "..none").mkdir()
    switch(mounted, "..none")
    code, said = server.command("reload")
    assert code != 0, said
    assert page(server)[0] == 200
    switch(mounted, "..two")
    code, said = server.command("reload")
    assert code == 0, said
    assert "Written in the second version." in page(server)[1]
