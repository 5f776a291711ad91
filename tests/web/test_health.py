"""What those who watch the site see, and what happens when the database is away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.config import Settings
from webapp.web.store import CatalogStore, store_of


def test_alive_and_ready(visitor: FlaskClient) -> None:
    assert visitor.get("/healthz").text == "ok\n"
    answer = visitor.get("/readyz")
    assert answer.json["ready"] is True
    assert answer.json["content"]["roadmaps"] == 3


def test_without_a_database_content_is_served_and_writes_say_so(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none")
    client = create_app(away, TESTING=True, RATELIMIT_ENABLED=False).test_client()
    client.set_cookie("milepost", "some-token")
    assert client.get("/readyz").status_code == 503
    assert client.get("/alpha").status_code == 200
    for answer in (
        client.post("/login", data={"username": "ada", "password": "three blind mice"}),
        client.post("/signup", data={"username": "lin", "email": "lin@example.org", "password": "correct horse"}),
        client.get("/me"),
    ):
        assert answer.status_code == 503
        assert "Nothing was saved" in answer.text
        assert int(answer.headers["Retry-After"]) > 0


def test_broken_content_is_named_and_the_rest_served(settings: Settings, tmp_path: Path) -> None:
    tree = tmp_path / "content" / "roadmaps"
    (tree / "good").mkdir(parents=True)
    (tree / "good" / "good.md").write_text("---\ntitle: Good\nisUpcoming: true\n---\n")
    (tree / "bad").mkdir()
    (tree / "bad" / "bad.md").write_text("---\ntitle: [unclosed\n---\n")
    app = create_app(replace(settings, content_dir=tmp_path / "content"), TESTING=True)
    client = app.test_client()
    assert client.get("/good").status_code == 200
    assert client.get("/bad").status_code == 404
    errors = client.get("/readyz").json["content"]["errors"]
    assert [e["file"] for e in errors] == ["roadmaps/bad/bad.md"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A roadmap with two topics."""
    folder = tmp_path / "content" / "roadmaps" / "good"
    (folder / "content").mkdir(parents=True)
    (folder / "good.md").write_text("---\ntitle: Good\n---\n")
    (folder / "content" / "one@1.md").write_text("# One\n\nThe first.\n")
    (folder / "content" / "two@2.md").write_text("# Two\n\nThe second.\n")
    return folder


@pytest.fixture
def store(settings: Settings, folder: Path) -> CatalogStore:
    return store_of(create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True))


def test_a_running_site_keeps_what_it_had(settings: Settings, folder: Path) -> None:
    app = create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True)
    client = app.test_client()
    assert "Good" in client.get("/good").text
    (folder / "good.md").write_text("---\ntitle: [unclosed\n---\n")
    store_of(app).reload()
    assert "Good" in client.get("/good").text
    assert client.get("/readyz").json["content"]["kept"] == ["good"]
    (folder / "good.md").write_text("---\ntitle: Better\n---\n")
    store_of(app).reload()
    assert "Better" in client.get("/good").text
    assert client.get("/readyz").json["content"]["kept"] == []


def test_a_text_that_fails_keeps_its_whole_roadmap(store: CatalogStore, folder: Path) -> None:
    assert store.catalog.roadmaps["good"].topics["1"].text == "The first."
    (folder / "content" / "one@1.md").write_bytes(b"\xff\xfe# One\n")
    (folder / "content" / "two@2.md").write_text("# Two\n\nAnother.\n")
    store.reload()
    assert [t.text for t in store.catalog.roadmaps["good"].topics.values()] == ["The first.", "The second."]
    assert store.kept == ("good",)
    (folder / "content" / "one@1.md").write_text("# One\n\nMended.\n")
    store.reload()
    assert [t.text for t in store.catalog.roadmaps["good"].topics.values()] == ["Mended.", "Another."]


def test_an_error_that_was_there_at_the_start_holds_nothing_up(store: CatalogStore, folder: Path) -> None:
    (folder / "content" / "one@1.md").write_bytes(b"\xff\xfe# One\n")
    assert list(store.catalog.roadmaps["good"].topics) == ["2"]
    (folder / "content" / "two@2.md").write_text("# Two\n\nAnother.\n")
    store.reload()
    assert store.catalog.roadmaps["good"].topics["2"].text == "Another."
    assert store.kept == ()


def test_a_tree_that_is_gone_for_a_moment_is_served_meanwhile(store: CatalogStore, folder: Path) -> None:
    before = store.catalog
    folder.parent.rename(folder.parent.parent / "away")
    store.reload()
    assert list(store.catalog.roadmaps) == ["good"]
    assert store.catalog.errors[0].message == "there is none"
    (folder.parent.parent / "away").rename(folder.parent)
    store.reload()
    assert (store.catalog.version, store.catalog.errors) == (before.version, ())


def test_what_was_removed_is_gone(store: CatalogStore, folder: Path) -> None:
    assert list(store.catalog.roadmaps) == ["good"]
    shutil.rmtree(folder)
    store.reload()
    assert not store.catalog.roadmaps
