"""What a guest gets from the cache of pages, and what never comes from it."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask, request, request_started
from flask.testing import FlaskClient

from tests.conftest import TREE
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site import page_cache
from webapp.web.site.page_cache import page_cache_of
from webapp.web.site.services import services_of

TOPIC = "/alpha/first-steps@main-one-000000000001"
FRAGMENT = {"HX-Request": "true"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def rendered(app: Flask) -> Iterator[list[str]]:
    """The requests that the cache has passed on."""
    seen: list[str] = []

    def note(sender: Flask) -> None:
        seen.append(request.full_path.rstrip("?"))

    with request_started.connected_to(note, app):
        yield seen


@contextmanager
def watching(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []
    with request_started.connected_to(lambda sender: seen.append(request.path), app):
        yield seen


@pytest.mark.parametrize(
    "path", ["/", "/alpha", "/alpha?view=map", "/alpha?view=list", TOPIC, "/rss.xml", "/robots.txt"]
)
def test_a_guests_page_is_rendered_once(visitor: FlaskClient, rendered: list[str], path: str) -> None:
    first, second = visitor.get(path), visitor.get(path)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert rendered == [path]
    assert visitor.head(path).data == b""
    assert rendered == [path]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/roadmaps?q=alpha", {}),
        ("/search?q=alpha", {}),
        ("/login", {}),
        ("/nothing-here", {}),
        ("/alpha/nothing@here", {}),
        ("/healthz", {}),
        ("/alpha", {"HX-Boosted": "true"}),
        ("/alpha", {"HX-History-Restore-Request": "true", "HX-Request": "true"}),
    ],
)
def test_what_belongs_to_one_visitor_is_made_for_each_request(
    visitor: FlaskClient, rendered: list[str], path: str, headers: dict[str, str]
) -> None:
    for number in (1, 2):
        visitor.get(path, headers=headers)
        assert rendered == [path] * number


def test_who_sends_the_sessions_cookie_is_not_answered_from_the_cache(
    visitor: FlaskClient, rendered: list[str]
) -> None:
    visitor.set_cookie("theme", "dark")
    visitor.get("/alpha")
    visitor.get("/alpha")
    assert rendered == ["/alpha"]
    visitor.set_cookie("milepost", "1.a-token-that-has-ended")
    visitor.get("/alpha")
    assert rendered == ["/alpha"] * 2


def test_a_page_that_is_cached_is_not_given_to_a_learner(ada: FlaskClient, visitor: FlaskClient) -> None:
    assert "Sign in" in visitor.get("/alpha").text
    assert "Sign out" in ada.get("/alpha").text
    assert "Sign out" not in visitor.get("/alpha").text


def test_a_request_that_writes_is_passed_on(visitor: FlaskClient, rendered: list[str]) -> None:
    visitor.get("/alpha")
    assert visitor.post("/alpha").status_code == 405
    assert visitor.delete("/alpha").status_code == 405
    assert rendered == ["/alpha"] * 3


def test_a_head_request_gets_the_headers_alone(visitor: FlaskClient, rendered: list[str]) -> None:
    head, whole = visitor.head("/alpha"), visitor.get("/alpha")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.data))
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert rendered == ["/alpha"]
    missing = visitor.head("/nothing-here")
    assert (missing.status_code, missing.data) == (404, b"")


def test_a_page_and_its_fragment_are_apart(visitor: FlaskClient) -> None:
    whole, piece = visitor.get(TOPIC), visitor.get(TOPIC, headers=FRAGMENT)
    assert "<html" in whole.text
    assert "<html" not in piece.text
    assert visitor.get(TOPIC).data == whole.data
    assert visitor.get(TOPIC, headers=FRAGMENT).data == piece.data
    assert "HX-Request" in whole.headers["Vary"]


@pytest.mark.parametrize("path", ["/rss.xml", "/feed.json"])
def test_a_feed_and_its_page_are_apart(visitor: FlaskClient, path: str) -> None:
    feed, page = visitor.get(path), visitor.get(path, headers=BROWSER)
    assert page.mimetype == "text/html"
    assert visitor.get(path).data == feed.data
    assert visitor.get(path, headers=BROWSER).data == page.data


def test_who_has_the_page_already_gets_no_second_copy(visitor: FlaskClient) -> None:
    etag = visitor.get("/rss.xml").headers["ETag"]
    date = visitor.get("/rss.xml").headers["Last-Modified"]
    old = "Thu, 01 Jan 2015 00:00:00 GMT"
    cases: list[tuple[dict[str, str], int]] = [
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": f"W/{etag}"}, 304),
        ({"If-None-Match": f'"other", {etag}'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": date}, 200),
        ({"If-None-Match": etag, "If-Modified-Since": old}, 304),
        ({"If-Modified-Since": date}, 304),
        ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"If-Modified-Since": old}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ]
    for headers, status in cases:
        answer = visitor.get("/rss.xml", headers=headers)
        assert answer.status_code == status, headers
        assert bool(answer.data) is (status == 200)
        assert ("Content-Type" in answer.headers) is (status == 200)
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"].startswith("public")
    # A page without a date has changed, for all that is known.
    assert visitor.get("/alpha", headers={"If-Modified-Since": date}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Range": "bytes=0-3"}],
    ids=str,
)
def test_the_first_visitors_conditions_are_nobody_elses(
    visitor: FlaskClient, headers: dict[str, str]
) -> None:
    visitor.get("/pdfs/roadmaps/alpha.pdf", headers=headers)
    whole = visitor.get("/pdfs/roadmaps/alpha.pdf")
    assert whole.status_code == 200
    assert whole.data.startswith(b"%PDF")
    assert len(whole.data) > 1000


def test_compressed_bytes_have_a_tag_of_their_own(visitor: FlaskClient) -> None:
    plain, packed = visitor.get("/alpha"), visitor.get("/alpha", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert packed.headers["ETag"] != plain.headers["ETag"]
    for answer in (plain, packed):
        assert answer.headers["Vary"] == "Cookie, HX-Request, Accept-Encoding"
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert visitor.get("/alpha", headers=again).status_code == 304
    assert visitor.get("/alpha", headers=again | {"Accept-Encoding": ""}).status_code == 200


def test_an_address_with_an_empty_part_is_no_twin_of_a_cached_page(visitor: FlaskClient) -> None:
    assert visitor.get("/alpha").status_code == 200
    assert visitor.get("/alpha", environ_overrides={"REQUEST_URI": "//alpha"}).status_code == 404


def test_content_that_is_read_anew_is_shown_and_the_old_is_let_go(settings: Settings, tmp_path: Path) -> None:
    tree = copytree(TREE, tmp_path / "content")
    site = create_app(replace(settings, content_dir=tree), TESTING=True, RATELIMIT_ENABLED=False)
    guest, cache = site.test_client(), page_cache_of(site)
    assert isinstance(cache, page_cache.PageCache)
    for path in ("/alpha", "/beta", "/gamma"):
        guest.get(path)
    size = cache.size
    beta = tree / "roadmaps" / "beta" / "beta.md"
    beta.write_text(beta.read_text().replace("title: 'Beta'", "title: 'Bravo'"))
    os.utime(beta, (1, 1))
    services_of(site).catalog_store.reload()
    with watching(site) as seen:
        assert "Bravo" in guest.get("/beta").text
        assert len(cache) == 1
        assert 0 < cache.size < size
        guest.get("/alpha")
        assert seen == ["/beta", "/alpha"]


def test_when_the_room_is_full_the_oldest_page_goes(
    visitor: FlaskClient, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get("/beta")
    visitor.get("/robots.txt")
    cache = page_cache_of(visitor.application)
    assert isinstance(cache, page_cache.PageCache)
    # A page takes its bytes, plain and compressed, and a little more.
    assert cache.size > len(visitor.get("/beta").data) + len(visitor.get("/robots.txt").data) + 2000
    monkeypatch.setattr(page_cache, "MOST_BYTES", cache.size)
    visitor.get("/llms.txt")
    rendered.clear()
    visitor.get("/robots.txt")
    visitor.get("/llms.txt")
    assert rendered == []
    visitor.get("/beta")
    assert rendered == ["/beta"]


def test_a_very_large_answer_is_not_cached(
    visitor: FlaskClient, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page_cache.LARGEST == 4 << 20
    assert page_cache.MOST_BYTES == 48 << 20
    monkeypatch.setattr(page_cache, "LARGEST", 5_000)
    for path in ("/alpha", "/alpha", "/robots.txt", "/robots.txt"):
        assert visitor.get(path).status_code == 200
    assert rendered == ["/alpha", "/alpha", "/robots.txt"]
