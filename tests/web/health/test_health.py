"""What those who watch the site see, and what happens when the database is away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.http import http_date

from webapp.app import create_app
from webapp.config import Settings, read_settings
from webapp.web.site.catalog_store import CatalogStore
from webapp.web.site.services import services_of


def test_alive_and_ready(visitor: FlaskClient) -> None:
    assert visitor.get("/healthz").text == "ok\n"
    answer = visitor.get("/readyz")
    assert answer.json["ready"] is True
    assert answer.json["content"]["roadmaps"] == 3


def test_without_a_database_content_is_served_and_writes_say_so(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none")
    client = create_app(away, TESTING=True, RATELIMIT_ENABLED=False).test_client()
    client.set_cookie("milepost", "1.a-token-of-somebody-who-was-here")
    assert client.get("/readyz").status_code == 503
    assert client.get("/alpha").status_code == 200
    for answer in (
        client.post("/login", data={"username": "ada", "password": "three blind mice"}),
        client.post(
            "/signup", data={"username": "lin", "email": "lin@example.org", "password": "correct horse"}
        ),
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
    return services_of(
        create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True)
    ).catalog_store


def test_a_running_site_keeps_what_it_had(settings: Settings, folder: Path) -> None:
    app = create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True)
    client = app.test_client()
    assert "Good" in client.get("/good").text
    (folder / "good.md").write_text("---\ntitle: [unclosed\n---\n")
    services_of(app).catalog_store.reload()
    assert "Good" in client.get("/good").text
    assert client.get("/readyz").json["content"]["kept"] == ["good"]
    (folder / "good.md").write_text("---\ntitle: Better\n---\n")
    services_of(app).catalog_store.reload()
    assert "Better" in client.get("/good").text
    assert client.get("/readyz").json["content"]["kept"] == []


def test_a_text_that_fails_keeps_its_whole_roadmap(store: CatalogStore, folder: Path) -> None:
    assert store.catalog.roadmaps["good"].topics["1"].text == "The first."
    (folder / "content" / "one@1.md").write_bytes(b"\xff\xfe# One\n")
    (folder / "content" / "two@2.md").write_text("# Two\n\nAnother.\n")
    store.reload()
    assert [t.text for t in store.catalog.roadmaps["good"].topics.values()] == ["The first.", "The second."]
    assert store.stale == ("good",)
    (folder / "content" / "one@1.md").write_text("# One\n\nMended.\n")
    store.reload()
    assert [t.text for t in store.catalog.roadmaps["good"].topics.values()] == ["Mended.", "Another."]


def test_an_error_that_was_there_at_the_start_holds_nothing_up(store: CatalogStore, folder: Path) -> None:
    (folder / "content" / "one@1.md").write_bytes(b"\xff\xfe# One\n")
    assert list(store.catalog.roadmaps["good"].topics) == ["2"]
    (folder / "content" / "two@2.md").write_text("# Two\n\nAnother.\n")
    store.reload()
    assert store.catalog.roadmaps["good"].topics["2"].text == "Another."
    assert store.stale == ()


def test_a_tree_that_is_gone_for_a_moment_is_served_meanwhile(store: CatalogStore, folder: Path) -> None:
    before = store.catalog
    folder.parent.rename(folder.parent.parent / "away")
    store.reload()
    assert list(store.catalog.roadmaps) == ["good"]
    assert store.catalog.errors[0].message == "there is none"
    (folder.parent.parent / "away").rename(folder.parent)
    store.reload()
    assert (store.catalog.version, store.catalog.errors) == (before.version, ())


def test_what_was_removed_is_gone_but_an_emptied_tree_is_a_mistake(store: CatalogStore, folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "other")
    assert list(store.catalog.roadmaps) == ["good", "other"]
    shutil.rmtree(folder.parent / "other")
    store.reload()
    assert list(store.catalog.roadmaps) == ["good"]
    shutil.rmtree(folder)
    store.reload()
    assert (list(store.catalog.roadmaps), store.stale) == (["good"], ("good",))
    assert store.catalog.errors[0].message == "there is no roadmap in it"


def test_a_second_error_keeps_what_the_first_had_left(store: CatalogStore, folder: Path) -> None:
    (folder / "content" / "one@1.md").write_bytes(b"\xff\xfe# One\n")
    assert list(store.catalog.roadmaps["good"].topics) == ["2"]
    (folder / "content" / "two@2.md").write_bytes(b"\xff\xfe# Two\n")
    store.reload()
    assert (list(store.catalog.roadmaps["good"].topics), store.stale) == (["2"], ("good",))
    (folder / "content" / "one@1.md").write_text("# One\n\nMended.\n")
    store.reload()
    assert store.stale == ("good",)
    (folder / "content" / "two@2.md").write_text("# Two\n\nMended.\n")
    store.reload()
    assert ([t.text for t in store.catalog.roadmaps["good"].topics.values()], store.stale) == (
        ["Mended.", "Mended."],
        (),
    )


def test_links_lead_to_what_is_served_as_it_was(store: CatalogStore, folder: Path) -> None:
    link = "[good](https://roadmap.sh/good)"
    other = folder.parent / "other"
    (other / "content").mkdir(parents=True)
    (other / "other.md").write_text(f"---\ntitle: Other\nnote: '{link}'\nrelatedRoadmaps: [good]\n---\n")
    (other / "content" / "one@1.md").write_text("# One\n")
    assert store.catalog.roadmaps["other"].front.note == "[good](/good)"
    (folder / "good.md").write_text("---\ntitle: [unclosed\n---\n")
    store.reload()
    front = store.catalog.roadmaps["other"].front
    assert (front.note, front.related_roadmaps, store.stale) == ("[good](/good)", ("good",), ("good",))


def test_another_tree_is_linked_in_its_place(settings: Settings, folder: Path, tmp_path: Path) -> None:
    """As releases are switched at once: `current` leads to the next one."""
    second = tmp_path / "second"
    shutil.copytree(folder.parent.parent, second)
    (second / "roadmaps" / "good" / "good.md").write_text("---\ntitle: Next\n---\n")
    current = tmp_path / "current"
    current.symlink_to(folder.parent.parent)
    environ = {
        "CONTENT_DIR": str(current),
        "INSTANCE_DIR": str(tmp_path / "instance"),
        "DATABASE_URL": settings.database_url,
    }
    store = services_of(create_app(read_settings(environ, root=tmp_path), TESTING=True)).catalog_store
    assert store.catalog.roadmaps["good"].title == "Good"
    current.unlink()
    current.symlink_to(second)
    store.reload()
    assert (store.catalog.roadmaps["good"].title, store.catalog.errors) == ("Next", ())


def test_feeds_are_read_anew_when_a_word_changes(settings: Settings, folder: Path) -> None:
    app = create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True)
    with app.app_context():
        upgrade()
    client, store = app.test_client(), services_of(app).catalog_store
    first = client.get("/rss.xml").headers["Last-Modified"]
    asked = {"If-Modified-Since": first}
    assert client.get("/rss.xml", headers=asked).status_code == 304
    # A restart changes nothing.
    again = create_app(replace(settings, content_dir=folder.parent.parent), TESTING=True)
    assert again.test_client().get("/rss.xml").headers["Last-Modified"] == first
    store.since -= timedelta(hours=1)
    (settings.instance_dir / "cache" / "since").write_text(
        f"{store.catalog.version} {store.since.isoformat()}"
    )
    old = {"If-Modified-Since": http_date(store.since)}
    (folder / "good.md").write_text("---\ntitle: Good\ndescription: Another line\n---\n")
    store.reload()
    for path in ("/rss.xml", "/atom.xml", "/feed.json"):
        assert client.get(path, headers=old).status_code == 200
