"""New content on several machines: one is told to read it, and the others follow."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from deploy.content_watch import ContentWatch
from tests.conftest import TREE
from tests.databases import Cluster
from tests.deploy.server import Server
from webapp.app import create_app
from webapp.config import read_settings

pytestmark = pytest.mark.slow
KEY = "a key that both machines have, of 44 letters"


@pytest.fixture(scope="module")
def machines(
    cluster: Cluster, migrated_postgresql: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """Two machines with one database, each with a copy of the content of its own.

    Every test gives the content a title of its own, whatever the test before has left.
    """
    url = cluster.make_database(migrated_postgresql)
    folder = tmp_path_factory.mktemp("machines")
    made = [_machine(folder / name, url) for name in ("one", "two")]
    yield made
    for machine in made:
        machine.kill()


def _machine(folder: Path, url: str) -> Server:
    shutil.copytree(TREE, folder / "content")
    return Server(folder, folder / "content", workers=1, is_migrated=True, DATABASE_URL=url, SECRET_KEY=KEY)


def retitle(machine: Server, title: str) -> None:
    header = machine.folder / "content" / "roadmaps" / "alpha" / "alpha.md"
    lines = header.read_text(encoding="utf-8").splitlines()
    lines = [f"title: {title}" if line.startswith("title:") else line for line in lines]
    header.write_text("\n".join(lines) + "\n", encoding="utf-8")


def ask(machine: Server, path: str) -> str:
    with machine.connection() as link:
        link.request("GET", path)
        return link.getresponse().read().decode()


def content_of(machine: Server) -> dict[str, Any]:
    """What `/readyz` says about the content, and its state."""
    report = json.loads(ask(machine, "/readyz"))
    return {**report["content"], "state": report["checks"]["content"], "ready": report["ready"]}


def read_count(machine: Server) -> int:
    """How often the content was read."""
    return machine.log.count("roadmaps, version")


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_a_reload_on_one_machine_is_a_reload_on_all(machines: list[Server]) -> None:
    one, two = machines
    before = [read_count(machine) for machine in machines]
    for machine in machines:
        retitle(machine, "Told to All")
    code, said = one.command("reload")
    assert (code, "other machines" in said) == (0, True), said
    wait_for(lambda: "Told to All" in ask(two, "/alpha"))
    first, second = content_of(one), content_of(two)
    assert first["version"] == second["version"] == first["announced"] == second["announced"]
    assert (first["state"], second["state"]) == ("ok", "ok")
    assert [read_count(machine) for machine in machines] == [count + 1 for count in before]


def test_a_machine_with_a_bad_tree_keeps_its_content_and_says_so(machines: list[Server]) -> None:
    one, two = machines
    retitle(one, "Bad Elsewhere")
    graph = two.folder / "content" / "roadmaps" / "alpha" / "alpha.json"
    whole = graph.read_bytes()
    graph.write_text("{broken", encoding="utf-8")
    assert one.command("reload")[0] == 0
    wait_for(lambda: content_of(two)["kept"] == ["alpha"])
    assert "Bad Elsewhere" not in ask(two, "/alpha")
    assert "Alpha" in ask(two, "/alpha")
    found = content_of(two)
    assert (found["state"], found["ready"], found["announced"] == found["version"]) == ("look", True, False)
    assert content_of(one)["state"] == "ok"
    graph.write_bytes(whole)
    retitle(two, "Bad Elsewhere")
    assert one.command("reload")[0] == 0
    wait_for(lambda: "Bad Elsewhere" in ask(two, "/alpha"))
    wait_for(lambda: content_of(two)["state"] == "ok")


def test_a_machine_that_starts_with_old_content_takes_nothing_away(machines: list[Server]) -> None:
    one, two = machines
    retitle(one, "New on One")
    assert one.command("reload")[0] == 0
    wait_for(lambda: content_of(two)["state"] == "look")
    two.kill()
    two.start()
    # What a machine announces at its start it has announced before it answers.
    first, second = content_of(one), content_of(two)
    assert first["version"] == first["announced"] == second["announced"] != second["version"]
    assert (first["state"], second["state"]) == ("ok", "look")
    assert "New on One" in ask(one, "/alpha")


def test_a_machine_that_starts_with_new_content_tells_the_others(machines: list[Server]) -> None:
    one, two = machines
    for machine in machines:
        retitle(machine, "New on Two")
    two.kill()
    two.start()
    wait_for(lambda: "New on Two" in ask(one, "/alpha"))
    wait_for(lambda: [content_of(machine)["state"] for machine in machines] == ["ok", "ok"])


def site_with(url: str, folder: Path) -> Flask:
    environ = {"DATABASE_URL": url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(folder)}
    return create_app(read_settings(environ, root=folder), TESTING=True)


def test_who_cannot_tell_the_others_says_so(tmp_path: Path) -> None:
    assert not ContentWatch(site_with("postgresql://nobody@127.0.0.1:1/none", tmp_path)).announce()


def test_with_sqlite_there_is_nobody_to_tell(tmp_path: Path) -> None:
    # Its tables are not even there.
    watch = ContentWatch(site_with(f"sqlite:///{tmp_path}/m.db", tmp_path))
    watch.begin()
    assert watch.announce()
