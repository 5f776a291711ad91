"""Feeds as real feed readers see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests.catalog.trees import ONE, grow
from tests.conftest import serving
from tests.databases import on_both
from tests.syndication.words import WORDS
from webapp.app import create_app
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import load
from webapp.config import Settings
from webapp.syndication.feed_formats import atom, json_feed, rss
from webapp.syndication.feeds import Feed, make_feed
from webapp.web.site.extensions import db

TREE = Path(__file__).parent.parent / "tree"
ATOM = "{http://www.w3.org/2005/Atom}"
SEEN = {"": datetime(2026, 1, 1, tzinfo=UTC), "beta": datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)}
FEEDS = [
    "/rss.xml",
    "/atom.xml",
    "/feed.json",
    "/tags/letters/rss.xml",
    "/tags/letters/atom.xml",
    "/tags/letters/feed.json",
]


def catalog(title: str = "Alpha", **front: object) -> Catalog:
    tree = load(TREE, reserved=())
    alpha = tree.roadmaps["alpha"]
    changed = replace(alpha, title=title, description=title, front=replace(alpha.front, **front))
    return replace(tree, roadmaps=MappingProxyType({**tree.roadmaps, "alpha": changed}))


def feed(site: str = "https://site.example", **changes: object) -> Feed:
    return make_feed(catalog(**changes), site, WORDS, SEEN.__getitem__)  # type: ignore[arg-type]  # a title and front matter


def test_the_three_formats_say_the_same(visitor: FlaskClient) -> None:
    one, two = feedparser.parse(visitor.get("/rss.xml").data), feedparser.parse(visitor.get("/atom.xml").data)
    three = json.loads(visitor.get("/feed.json").data)
    assert not one.bozo
    assert not two.bozo
    assert [e.id for e in one.entries] == [e.id for e in two.entries] == [e["id"] for e in three["items"]]
    assert (
        [e.title for e in one.entries]
        == [e.title for e in two.entries]
        == [e["title"] for e in three["items"]]
    )
    assert [e.link for e in one.entries] == [e["url"] for e in three["items"]]
    assert "Alpha & Omega <roadmap>" in [e["title"] for e in three["items"]]
    assert all(e["id"].startswith("tag:") for e in three["items"])


def test_rss_has_what_readers_need() -> None:
    channel = etree.fromstring(rss(feed())).find("channel")
    assert channel is not None
    assert channel.find(f"{ATOM}link").get("href") == "https://site.example/rss.xml"
    assert channel.findtext("link") == "https://site.example/"
    for item in channel.iter("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def test_atom_has_what_the_standard_asks() -> None:
    top = etree.fromstring(atom(feed()))
    for element in (top, *top.iter(f"{ATOM}entry")):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert top.find(f"{ATOM}author/{ATOM}name") is not None
    assert top.find(f"{ATOM}link[@rel='self']").get("href") == "https://site.example/atom.xml"


def test_json_feed_has_what_version_1_1_asks() -> None:
    data = json.loads(json_feed(feed()))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == "https://site.example/feed.json"
    assert all(i["content_html"] and i["date_published"].endswith("+00:00") for i in data["items"])


IDS = {
    "tag:milepost.invalid,2026:roadmap/alpha": datetime(2026, 1, 2, tzinfo=UTC),
    "tag:milepost.invalid,2026:roadmap/beta": datetime(2026, 2, 2, tzinfo=UTC),
}


def test_ids_outlive_title_host_and_a_missing_date() -> None:
    # Feed readers show an entry again whose id is another: these are for ever.
    assert {e.id: e.published for e in feed().entries} == IDS
    assert [e.id for e in feed("http://elsewhere.example:81", title="Omega").entries] == list(reversed(IDS))
    assert feed().id == "tag:milepost.invalid,2026:feed"
    tagged = make_feed(catalog(), "https://site.example", WORDS, SEEN.__getitem__, "letters")
    assert tagged.id == "tag:milepost.invalid,2026:feed/letters"


def test_a_roadmap_without_any_date_has_none_where_the_format_allows_it() -> None:
    tree = catalog()
    undated = replace(tree.roadmaps["beta"], modified=None)
    undated = replace(
        undated, front=replace(undated.front, schema=replace(undated.front.schema, published=None))
    )
    tree = replace(tree, roadmaps=MappingProxyType({**tree.roadmaps, "beta": undated}))
    feed = make_feed(tree, "https://site.example", WORDS, SEEN.__getitem__)
    assert feed.entries[-1].id == "tag:milepost.invalid,2026:roadmap/beta"
    assert [item.findtext("pubDate") is None for item in etree.fromstring(rss(feed)).iter("item")] == [
        False,
        True,
    ]
    items = json.loads(json_feed(feed))["items"]
    assert ["date_published" in item or "date_modified" in item for item in items] == [True, False]
    # Atom asks for a date: the time at which it was first served.
    entry = list(etree.fromstring(atom(feed)).iter(f"{ATOM}entry"))[-1]
    assert entry.findtext(f"{ATOM}updated") == "2026-05-06T07:08:09+00:00"
    assert entry.find(f"{ATOM}published") is None


@pytest.fixture
def undated(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    grow(tree, {"alpha.md": "---\ntitle: Alpha\n---\n", f"content/first@{ONE}.md": "# First\n"})
    return tree


@contextmanager
def machine(settings: Settings, tree: Path, folder: Path) -> Iterator[Flask]:
    """One of several sites that share a database."""
    own = replace(settings, instance_dir=folder, content_dir=tree)
    app = create_app(own, TESTING=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def write_times(folder: Path, day: str) -> None:
    folder.mkdir(exist_ok=True)
    times = {"": f"{day}T00:00:00+00:00", "alpha": f"{day}T00:00:00+00:00"}
    (folder / "first-served.json").write_text(json.dumps(times))


@on_both
def test_all_machines_give_the_same_bytes(
    app: Flask, settings: Settings, undated: Path, tmp_path: Path
) -> None:
    """The first one that was asked decides, by what an earlier release had noted there."""
    folders = [tmp_path / "one", tmp_path / "two"]
    write_times(folders[0], "2026-02-01")
    write_times(folders[1], "2026-03-01")
    answers = []
    for folder in [*folders, folders[0]]:
        with machine(settings, undated, folder) as site:
            answers.append(site.test_client().get("/atom.xml").data)
    assert answers[0] == answers[1] == answers[2]
    assert b"<updated>2026-02-01T00:00:00+00:00</updated>" in answers[0]
    assert "2026-02-01" in (folders[1] / "first-served.json").read_text()


@pytest.mark.parametrize("harm", ["", "[]", "{", '{"alpha": 7}', '{"alpha": "2026-02-01T00:00:00"}'])
def test_a_damaged_note_is_none(
    app: Flask, settings: Settings, undated: Path, tmp_path: Path, harm: str
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "first-served.json").write_text(harm)
    with machine(settings, undated, tmp_path / "one") as site:
        feed = feedparser.parse(site.test_client().get("/atom.xml").data)
    assert feed.entries[0].updated > "2026-02-02"


def test_without_the_database_nobody_keeps_a_date_that_others_may_not_say(
    settings: Settings, undated: Path, tmp_path: Path
) -> None:
    away = replace(settings, database_url="postgresql://milepost@127.0.0.1:1/none")
    with machine(away, undated, tmp_path / "one") as site:
        answer = site.test_client().get("/atom.xml")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    write_times(tmp_path / "two", "2026-02-01")
    with machine(away, undated, tmp_path / "two") as site:
        answer = site.test_client().get("/atom.xml")
        assert "public" in answer.headers["Cache-Control"]
        assert b"<updated>2026-02-01T00:00:00+00:00</updated>" in answer.data


def test_an_undated_roadmap_is_on_the_feeds_page_without_a_date(tmp_path: Path) -> None:
    grow(tmp_path, {"alpha.md": "---\ntitle: Alpha\n---\n", f"content/first@{ONE}.md": "# First\n"})
    with serving(tmp_path) as app:
        client = app.test_client()
        page = client.get("/rss.xml", headers={"Accept": "text/html"}).text
        assert "Alpha" in page
        assert "<time" not in page
        assert b"pubDate" not in client.get("/rss.xml").data.partition(b"<item>")[2]


def test_an_id_in_the_front_matter_outlives_the_slug() -> None:
    named = feed(id="letters-2026")
    assert "tag:milepost.invalid,2026:roadmap/letters-2026" in [e.id for e in named.entries]


def test_content_is_whole_absolute_and_not_active() -> None:
    html = next(e for e in feed().entries if "alpha" in e.url).html
    assert "https://site.example/alpha/first-steps@main-one-000000000001" in html
    assert 'href="/' not in html
    assert "<script" not in html


@pytest.mark.parametrize("title", ["]]>", "<b>&amp;", "🚀 é ü", "a\x0bb\x00c", "\ufffe", "&#0;"])
def test_any_title_keeps_the_feeds_well_formed(title: str) -> None:
    made = feed(title=title)
    for xml in (rss(made), atom(made)):
        assert not feedparser.parse(xml).bozo
        etree.fromstring(xml)
    json.loads(json_feed(made))


def test_hidden_and_upcoming_roadmaps_are_not_announced() -> None:
    assert "alpha" not in "".join(e.url for e in feed(is_hidden=True).entries)
    assert "alpha" not in "".join(e.url for e in feed(is_upcoming=True).entries)


def test_newest_first() -> None:
    assert [e.published.date() for e in feed().entries] == [date(2026, 2, 2), date(2026, 1, 2)]
    assert feed().updated.date() == date(2026, 3, 4)


@pytest.mark.parametrize("path", FEEDS)
def test_asking_again_costs_nothing(visitor: FlaskClient, path: str) -> None:
    first = visitor.get(path)
    assert first.status_code == 200
    assert first.data == visitor.get(path).data
    assert visitor.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert visitor.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304


def test_a_tag_that_nobody_has_has_no_feed(visitor: FlaskClient) -> None:
    assert visitor.get("/tags/nothing/rss.xml").status_code == 404


def test_pages_announce_the_feeds(visitor: FlaskClient) -> None:
    from lxml import html

    page = html.fromstring(visitor.get("/tags/letters").text)
    assert {"/rss.xml", "/atom.xml", "/feed.json", "/tags/letters/rss.xml"} <= set(
        page.xpath("//link[@rel='alternate']/@href")
    )


@pytest.mark.parametrize("path", FEEDS)
def test_in_a_browser_a_feed_is_a_page(visitor: FlaskClient, path: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
    feed, page = visitor.get(path), visitor.get(path, headers=browser)
    assert feed.mimetype != "text/html"
    assert page.mimetype == "text/html"
    assert "Accept" in page.headers["Vary"]
    assert "Accept" in feed.headers["Vary"]
    assert f"http://127.0.0.1:8000{path}" in page.text
    assert 'href="/beta">Beta</a>' in page.text
    for reader in (
        "application/rss+xml, application/atom+xml, text/html",
        "*/*",
        "application/xml, text/html;q=0.5",
    ):
        assert visitor.get(path, headers={"Accept": reader}).mimetype != "text/html"
