"""Answers that are kept for guests, and files that are made once."""

from __future__ import annotations

import io
import shutil
import threading
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from webapp.app import create_app
from webapp.config import Settings
from webapp.drawing import pdf, typesetting
from webapp.exports import generated_files as files
from webapp.web.site import page_cache as cache

PATHS = ("/", "/alpha", "/beta", "/roadmaps", "/alpha?view=list", "/alpha?view=map")


def test_kept_pages_take_a_bounded_room_and_stay_right(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = app.wsgi_app
    assert isinstance(kept, cache.PageCache)
    monkeypatch.setattr(cache, "MOST_BYTES", 60_000)
    first = {}
    for path in (*PATHS, *PATHS):
        assert visitor.get(path).data == first.setdefault(path, visitor.get(path).data)
        assert 0 < kept.size <= 60_000
    assert 0 < len(kept) < len(PATHS)


def test_a_page_is_kept_once_whatever_a_visitor_calls_the_request(app: Flask, visitor: FlaskClient) -> None:
    kept = app.wsgi_app
    assert isinstance(kept, cache.PageCache)
    whole = visitor.get("/alpha").data
    assert {visitor.get("/alpha", headers={"HX-Request": str(n)}).data for n in range(20)} == {whole}
    assert len(kept) == 1


@pytest.mark.parametrize("path", ["/pdfs/roadmaps/alpha.pdf", "/roadmaps/alpha.png"])
def test_a_file_that_cannot_be_made_is_not_the_end(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(typesetting, "TIMEOUT_SECONDS", 0.001)
        answer = visitor.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "The roadmap itself is there" in answer.text
    # It is not tried again at once, whoever asks.
    assert visitor.get(path).status_code == 503
    monkeypatch.setattr(files, "RETRY_AFTER", 0)
    assert visitor.get(path).status_code == 200


def test_a_file_that_takes_long_holds_no_other_visitor_up(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        begun.set()
        done.wait(20)
        return b"%PDF"

    monkeypatch.setattr(pdf, "typeset", slow)
    monkeypatch.setattr(files, "LONGEST_WAIT", 0.05)
    first = threading.Thread(target=app.test_client().get, args=("/pdfs/roadmaps/alpha.pdf",))
    first.start()
    try:
        assert begun.wait(20)
        assert visitor.get("/roadmaps/alpha.png").status_code == 503
        assert visitor.get("/alpha").status_code == 200
    finally:
        done.set()
        first.join()
    assert visitor.get("/roadmaps/alpha.png").status_code == 200


def test_a_site_that_has_moved_makes_its_files_anew(visitor: FlaskClient, settings: Settings) -> None:
    path = "/pdfs/roadmaps/alpha.pdf"
    visitor.get(path)
    moved = create_app(
        replace(settings, site_url="https://moved.example"), TESTING=True, RATELIMIT_ENABLED=False
    )
    pages = PdfReader(io.BytesIO(moved.test_client().get(path).data)).pages
    addresses = {note.get_object()["/A"]["/URI"] for note in pages[0]["/Annots"]}
    assert any(address.startswith("https://moved.example/alpha/") for address in addresses)
    # What is older is not kept beside it.
    assert len(list((settings.instance_dir / "cache").glob("*.pdf"))) == 1


def test_where_nothing_can_be_kept_files_are_made_all_the_same(
    visitor: FlaskClient, settings: Settings
) -> None:
    assert visitor.get("/alpha").status_code == 200
    shutil.rmtree(settings.instance_dir / "cache")
    (settings.instance_dir / "cache").write_text("in the way")
    assert visitor.get("/pdfs/roadmaps/alpha.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/rss.xml", "/alpha", "/sitemap.xml", "/robots.txt"])
def test_a_query_that_means_nothing_makes_no_page_anew(app: Flask, visitor: FlaskClient, path: str) -> None:
    cached = app.wsgi_app
    assert isinstance(cached, cache.PageCache)
    whole = visitor.get(path).data
    before = len(cached)
    for number in range(20):
        assert visitor.get(f"{path}?utm_source={number}").data == whole
    assert len(cached) == before


def test_a_view_is_found_among_other_parts_of_a_query(visitor: FlaskClient) -> None:
    assert visitor.get("/alpha?ref=mail&view=list").data == visitor.get("/alpha?view=list").data
    assert visitor.get("/alpha?view=list").data != visitor.get("/alpha").data


def test_a_query_that_is_asked_for_is_answered(visitor: FlaskClient) -> None:
    assert visitor.get("/roadmaps?q=nothing-fits-this").data != visitor.get("/roadmaps").data
