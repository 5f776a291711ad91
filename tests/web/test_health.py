"""What those who watch the site see, and what happens when the database is away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.config import Settings


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


def test_a_running_site_keeps_what_it_had(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "content" / "roadmaps" / "good" / "good.md"
    file.parent.mkdir(parents=True)
    file.write_text("---\ntitle: Good\nisUpcoming: true\n---\n")
    app = create_app(replace(settings, content_dir=tmp_path / "content"), TESTING=True)
    client = app.test_client()
    file.write_text("---\ntitle: [unclosed\n---\n")
    app.extensions["milepost_catalog"].reload()
    assert "Good" in client.get("/good").text
    file.write_text("---\ntitle: Better\nisUpcoming: true\n---\n")
    app.extensions["milepost_catalog"].reload()
    assert "Better" in client.get("/good").text
