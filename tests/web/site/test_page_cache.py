"""Answers that are kept for guests, and files that are made once."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import Client

from tests.parallel import in_parallel
from webapp.app import create_app
from webapp.config import Settings
from webapp.drawing import pdf, typesetting
from webapp.exports import generated_files as files
from webapp.web.site import page_cache as cache
from webapp.web.site.page_cache import page_cache_of
from webapp.web.site.responses import CACHEABLE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATHS = ("/", "/alpha", "/beta", "/roadmaps", "/alpha?view=list", "/alpha?view=map")


def test_a_page_is_ready_once_somebody_has_asked_for_it_in_an_encoding(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    kept = page_cache_of(app)
    assert isinstance(kept, cache.PageCache)

    def is_ready(encoding: str, cookie: str = "") -> bool:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/alpha", "HTTP_ACCEPT_ENCODING": encoding}
        return kept.is_ready({**environ, "HTTP_COOKIE": cookie})

    ada.get("/alpha")
    assert not is_ready("gzip")
    visitor.get("/alpha", headers={"Accept-Encoding": "gzip"})
    assert is_ready("gzip")
    assert is_ready("")
    assert not is_ready("br, gzip")
    visitor.get("/alpha", headers={"Accept-Encoding": "br"})
    assert is_ready("br, gzip")
    assert not is_ready("br, gzip", cookie="milepost=1.x")


def test_kept_pages_take_a_bounded_room_and_stay_right(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = page_cache_of(app)
    assert isinstance(kept, cache.PageCache)
    monkeypatch.setattr(cache, "MOST_BYTES", 60_000)
    first = {}
    for path in (*PATHS, *PATHS):
        assert visitor.get(path).data == first.setdefault(path, visitor.get(path).data)
        assert 0 < kept.size <= 60_000
    assert 0 < len(kept) < len(PATHS)


def test_a_page_is_kept_once_whatever_a_visitor_calls_the_request(app: Flask, visitor: FlaskClient) -> None:
    kept = page_cache_of(app)
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
        waiting = visitor.get("/roadmaps/alpha.png")
        assert waiting.status_code == 503
        assert waiting.headers["Retry-After"] == waiting.headers["Refresh"]
        assert "This file is being made" in waiting.text
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
    cached = page_cache_of(app)
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


def test_many_files_at_once_hold_two_threads_and_another_process_waits_too(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()
    made: list[str] = []

    def slow(*arguments: object) -> bytes:
        made.append(str(arguments[0]))
        begun.set()
        done.wait(20)
        return b"%PDF"

    monkeypatch.setattr(pdf, "typeset", slow)
    first = threading.Thread(target=app.test_client().get, args=("/pdfs/roadmaps/alpha.pdf",))
    first.start()
    try:
        assert begun.wait(20)
        second = threading.Thread(target=app.test_client().get, args=("/pdfs/roadmaps/alpha.pdf",))
        second.start()
        time.sleep(0.2)
        began = time.monotonic()
        answers = in_parallel([lambda: app.test_client().get("/pdfs/roadmaps/beta.pdf").status_code] * 8)
        assert answers == [503] * 8
        assert time.monotonic() - began < 2
        # As a worker of the same server, which shares the folder.
        other = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
        monkeypatch.setattr(files, "LONGEST_WAIT", 0.2)
        assert other.test_client().get("/pdfs/roadmaps/beta.pdf").status_code == 503
        assert len(made) == 1
    finally:
        done.set()
        first.join()
        second.join()
    assert app.test_client().get("/pdfs/roadmaps/beta.pdf").status_code == 200
    assert len(made) == 2


def test_a_map_of_six_megabytes_is_rendered_once_and_kept() -> None:
    rendered: list[str] = []
    words = "".join(f"<li><a href='/x/{n:x}'>Topic {n * 7919 % 10007}</a></li>" for n in range(150_000))

    def large(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        rendered.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html"), ("ETag", '"x"'), (CACHEABLE, "1")])
        return [words.encode()]

    kept = cache.PageCache(large, ("milepost",), lambda: "1")
    assert len(words) > 6_000_000
    for encoding in ("br", "gzip", "", "br"):
        answer = Client(kept).get("/large", headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding", "") == encoding
        if not encoding:
            assert answer.text == words
    assert rendered == ["/large"]
    assert kept.size < 4_000_000


@pytest.mark.parametrize(
    ("deed", "words"),
    [("/logout", "You are signed out."), ("/me/forget", "Your marks are removed.")],
)
def test_a_message_on_a_page_for_everybody_is_shown_once_to_its_reader(
    app: Flask, visitor: FlaskClient, sign_up: Callable[[str], FlaskClient], deed: str, words: str
) -> None:
    for_everybody = visitor.get("/").data
    leaving = sign_up("ada") if deed == "/logout" else app.test_client()
    if deed == "/me/forget":
        leaving.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    leaving.get("/me")
    answer = leaving.post(deed)
    assert answer.location == "/"
    fragment = leaving.get("/search?q=box", headers={"HX-Request": "true"})
    assert words not in fragment.text
    said = leaving.get("/")
    assert words in said.text
    assert said.headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/").data == for_everybody
    assert leaving.get("/").data == for_everybody
