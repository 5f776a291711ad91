"""A roadmap that gets another slug keeps its marks, its journal and its feed entry, and its old addresses lead on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import TREE
from tests.databases import on_both
from webapp.config import Settings
from webapp.web.site.services import services_of

TOPIC = "first-steps@main-one-000000000001"


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TREE, tmp_path / "tree"))


@pytest.fixture
def author(app: Flask, settings: Settings) -> Author:
    return Author(app, settings.content_dir / "roadmaps")


class Author:
    """Changes the content that is served."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app = app
        self._folder = folder

    def serve(self) -> None:
        with self._app.app_context():
            services_of(self._app).catalog_store.reload()
        # As a guest who mistypes an address does: nobody who has marks has to come by.
        self._app.test_client().get("/no-such-page")

    def move(self, old: str, new: str) -> None:
        (self._folder / old).rename(self._folder / new)
        for path in (self._folder / new).glob(f"{old}*"):
            path.rename(path.with_name(new + path.name.removeprefix(old)))

    def write(self, slug: str, line: str, title: str = "") -> None:
        """Writes a line of the front matter, in the place of the same key."""
        path = self._folder / slug / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        key = line.partition(":")[0]
        text = path.read_text() if path.exists() else f"---\ntitle: {title}\n---\n"
        kept = [row for row in text.splitlines() if not row.startswith(f"{key}:")]
        path.write_text("\n".join([kept[0], *([line] if line.partition(":")[2] else []), *kept[1:]]) + "\n")


def mark(client: FlaskClient, address: str, status: str = "done") -> str:
    answer = client.post(f"{address}/status", data={"status": status}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return str(html.fromstring(answer.text).xpath("//form[contains(@action, '/undo')]/@action")[0])


def with_id(author: Author) -> None:
    author.write("alpha", "id: letters")
    author.serve()
    author.move("alpha", "omega")
    author.serve()


def with_former_slug(author: Author) -> None:
    author.move("alpha", "omega")
    author.write("omega", "formerSlugs: [alpha]")
    author.serve()


def twice(author: Author) -> None:
    with_former_slug(author)
    author.write("omega", "id: letters")
    author.serve()
    author.move("omega", "psi")
    author.write("psi", "formerSlugs:")
    author.serve()
    author.move("psi", "omega")
    author.serve()


@on_both
@pytest.mark.parametrize("rename", [with_id, with_former_slug, twice])
def test_marks_journal_and_undo_follow_the_new_slug(
    app: Flask, ada: FlaskClient, author: Author, rename: Callable[[Author], None]
) -> None:
    undo = mark(ada, f"/alpha/{TOPIC}")
    rename(author)
    assert "1 of 9 done" in ada.get("/omega").text
    board = html.fromstring(ada.get("/me").text)
    assert board.xpath("//main//a[@href='/omega']")
    assert board.xpath(f"//main//a[@href='/omega/{TOPIC}']")
    assert not board.xpath("//a[starts-with(@href, '/alpha')]")
    mark(ada, "/omega/second-part@main-two-000000000001")
    assert "2 of 9 done" in ada.get("/omega").text
    assert ada.post(undo).status_code == 303
    assert "1 of 9 done" in ada.get("/omega").text


def test_every_address_below_the_old_slug_leads_to_the_new_one(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, author: Author
) -> None:
    sheet = html.fromstring(visitor.get("/alpha").text).xpath(
        "//link[starts-with(@href, '/alpha/map.')]/@href"
    )[0]
    # An address that front matter gives to a file answers by itself.
    author.write("alpha", "schema: {datePublished: 2026-01-02}")
    with_former_slug(author)
    for old in (
        "/alpha?view=list&x=%26",
        f"/alpha/{TOPIC}",
        sheet,
        "/jsons/roadmaps/alpha.json",
        "/pdfs/roadmaps/alpha.pdf",
        "/roadmaps/alpha.png?v=2",
        "/alpha/changes.xml",
    ):
        answer = visitor.get(old)
        assert (answer.status_code, answer.location) == (301, old.replace("alpha", "omega"))
    assert visitor.get(visitor.get(sheet).location).status_code == 200
    assert visitor.head("/alpha").status_code == 301
    assert visitor.get("/alpha/").location == "/omega/"
    for path in ("/alphabet", "/roadmaps", "/beta", "/static/alpha", "/alph"):
        assert visitor.get(path).status_code in {200, 404}
    answer = ada.post(f"/alpha/{TOPIC}/status", data={"status": "done"})
    assert (answer.status_code, answer.location) == (308, f"/omega/{TOPIC}/status")
    assert ada.post(answer.location, data={"status": "done"}).status_code == 303
    assert "1 of 9 done" in ada.get("/omega").text


def test_an_old_slug_is_known_without_being_named_where_the_id_stayed(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, author: Author
) -> None:
    ada.get("/alpha")
    with_id(author)
    answer = visitor.get(f"/alpha/{TOPIC}?utm_source=x")
    assert (answer.status_code, answer.location) == (301, f"/omega/{TOPIC}?utm_source=x")


def test_a_new_roadmap_at_the_old_slug_has_none_of_its_marks(
    app: Flask, ada: FlaskClient, author: Author, settings: Settings
) -> None:
    mark(ada, f"/alpha/{TOPIC}")
    with_id(author)
    shutil.copytree(settings.content_dir / "roadmaps" / "omega", settings.content_dir / "roadmaps" / "aside")
    author.move("aside", "alpha")
    (settings.content_dir / "roadmaps" / "alpha" / "omega.md").rename(
        settings.content_dir / "roadmaps" / "alpha" / "alpha.md"
    )
    (settings.content_dir / "roadmaps" / "alpha" / "omega.json").rename(
        settings.content_dir / "roadmaps" / "alpha" / "alpha.json"
    )
    author.write("alpha", "id:")
    author.serve()
    assert "0 of 9 done" in ada.get("/alpha").text
    assert "1 of 9 done" in ada.get("/omega").text
    mark(ada, f"/alpha/{TOPIC}", "skipped")
    assert "1 of 9 done" in ada.get("/omega").text


def test_feed_entries_keep_their_ids(app: Flask, visitor: FlaskClient, author: Author) -> None:
    def ids() -> set[str]:
        return {item["id"] for item in visitor.get("/feed.json").get_json()["items"]}

    before = ids()
    assert "tag:milepost.invalid,2026:roadmap/alpha" in before
    with_former_slug(author)
    assert ids() == before
    author.move("omega", "psi")
    author.write("psi", "formerSlugs: [alpha, omega]")
    author.serve()
    assert ids() == before
    assert 'url": "http://127.0.0.1:8000/psi"' in visitor.get("/feed.json").text


def test_links_in_content_that_name_the_old_slug_lead_to_the_new_one(
    app: Flask, visitor: FlaskClient, author: Author, settings: Settings
) -> None:
    text = settings.content_dir / "roadmaps" / "beta" / "content" / "one@b1.md"
    text.write_text(
        "# One\n\nSee [it](https://roadmap.sh/alpha), [there](/alpha/first-steps@main-one-000000000001)"
        " and [here](/pdfs/roadmaps/alpha.pdf).\n\n- [@roadmap@Visit Alpha](https://roadmap.sh/alpha)\n"
    )
    author.write("beta", "relatedRoadmaps: [alpha]")
    author.write("beta", "partner: {description: A, link: '/alpha', linkText: B}")
    with_former_slug(author)
    page = html.fromstring(visitor.get("/beta/one@b1").text)
    found = [a for a in page.xpath("//main//a/@href") if "alpha" in a or "omega" in a]
    assert found == ["/omega", f"/omega/{TOPIC}", "/pdfs/roadmaps/omega.pdf", "/omega"]
    page = html.fromstring(visitor.get("/beta").text)
    assert set(page.xpath("//main//a[contains(@href, 'omega')]/@href")) == {"/omega"}
    assert not page.xpath("//main//a[contains(@href, 'alpha')]")
