"""Two identical nodes that lie upon each other are one topic to a learner, whatever becomes of either."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.catalog.trees import HEADER, graph, grow, node
from webapp.config import Settings
from webapp.web.site.services import services_of

OLD, NEW, OTHER = "old-00000000000000000", "new-00000000000000000", "other-000000000000000"
HX = {"HX-Request": "true"}


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    tree = tmp_path / "twins"
    grow(
        tree,
        {
            "alpha.md": HEADER,
            "alpha.json": graph(node(OLD, "Same"), node(OTHER, "Other", y=100)),
            f"content/same@{OLD}.md": "# Same\n\nText.\n",
        },
    )
    return tree


@pytest.fixture
def draw(app: Flask, settings: Settings) -> Callable[..., None]:
    """Draws the map with those nodes upon each other."""

    def drawn(*names: str) -> None:
        nodes = [node(name, "Same") for name in names]
        (settings.content_dir / "roadmaps/alpha/alpha.json").write_text(
            graph(*nodes, node(OTHER, "Other", y=100)), encoding="utf-8"
        )
        services_of(app).catalog_store.reload()

    return drawn


def status(client: FlaskClient) -> str:
    (found,) = html.fromstring(client.get("/alpha").text).xpath(
        '//a[@data-status][starts-with(., "Same")]/@data-status'
    )
    return str(found)


def mark(client: FlaskClient, name: str, wanted: str) -> None:
    assert client.post(f"/alpha/same@{name}/status", data={"status": wanted}).status_code == 303


def test_every_status_can_be_set_and_taken_back(ada: FlaskClient, draw: Callable[..., None]) -> None:
    mark(ada, OLD, "done")
    draw(OLD, NEW)
    assert status(ada) == "done"
    for name in (NEW, OLD):
        for wanted in ("pending", "learning", "pending", "skipped", "done"):
            mark(ada, name, wanted)
            assert status(ada) == wanted
    assert "1 of 2 done" in ada.get("/alpha").text


@pytest.mark.parametrize("left", [OLD, NEW])
def test_a_mark_outlives_either_of_them(ada: FlaskClient, draw: Callable[..., None], left: str) -> None:
    draw(OLD, NEW)
    mark(ada, NEW, "learning")
    draw(left)
    assert status(ada) == "learning"


def test_a_mark_from_before_outlives_the_one_that_was_added(
    ada: FlaskClient, draw: Callable[..., None]
) -> None:
    mark(ada, OLD, "done")
    draw(OLD, NEW)
    draw(OLD)
    assert status(ada) == "done"
    assert "Text." in ada.get(f"/alpha/same@{OLD}").text


def test_it_is_one_change_to_the_learner(ada: FlaskClient, draw: Callable[..., None]) -> None:
    draw(OLD, NEW)
    answer = ada.post(f"/alpha/same@{NEW}/status", data={"status": "done"}, headers=HX)
    undo = html.fromstring(answer.text).xpath('//form[contains(@action, "/undo")]/@action')[0]
    assert "topics changed" not in ada.get("/me").text
    answer = ada.post(undo, headers=HX)
    assert answer.text.count(f'id="n-{NEW}"') == 1
    assert "Undone. Same: not started" in answer.text
    assert status(ada) == "pending"


def test_a_variant_that_draws_only_the_hidden_one_has_its_text(
    settings: Settings, app: Flask, visitor: FlaskClient, draw: Callable[..., None]
) -> None:
    folder = settings.content_dir / "roadmaps/alpha"
    shutil.copy(folder / "alpha.json", folder / "alpha-short.json")
    draw(OLD, NEW)
    assert "Text." in visitor.get(f"/alpha-short/same@{OLD}").text
    assert "Text." in visitor.get(f"/alpha/same@{NEW}").text
    assert not [
        f
        for f in services_of(app).catalog_store.catalog.findings
        if "alpha-short.json" in f.file and OLD in f.place
    ]
