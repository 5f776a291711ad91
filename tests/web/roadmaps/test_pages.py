"""What a visitor, a search engine and a screen reader find on the pages."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event

PAGES = ["/", "/roadmaps", "/alpha", "/alpha?view=map", "/beta", "/gamma", "/tags/letters", "/login", "/signup", "/forgot-password",
         "/alpha/first-steps@main-one-000000000001", "/nothing",
         "/alpha/route", "/alpha/route?to=main-two-000000000001", "/alpha/route?to=main-two-000000000001&view=map"]  # fmt: skip

STYLES = Path(__file__).parents[3] / "static/css"


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    from webapp.web.site.extensions import db

    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_html_is_valid_and_has_one_heading(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.text)
    assert [e for e in parser.errors if e[1] not in {"unexpected-self-closing"}] == []
    page = html.fromstring(answer.text)
    assert len(page.xpath("//h1")) == 1
    assert 5 <= len(page.findtext(".//title")) <= 80
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath(
        "//*[@style or @onclick]|//script[not(@src) and not(@type='application/ld+json')]|//style"
    )


@pytest.mark.parametrize("path", PAGES)
def test_what_styles_hide_while_it_is_empty_has_no_space_in_it(visitor: FlaskClient, path: str) -> None:
    page = html.fromstring(visitor.get(path).text)
    styles = "".join(file.read_text(encoding="utf-8") for file in STYLES.glob("*.css"))
    for name in set(re.findall(r"\.([\w-]+):empty", styles)):
        for place in page.find_class(name):
            assert len(place) or place.text is None or place.text.strip(), name


def test_each_key_does_one_thing(visitor: FlaskClient) -> None:
    keys = html.fromstring(visitor.get("/alpha").text).xpath("//dialog[@id='keys']//kbd/text()")
    assert {"r", "l", "d", "s", "g", "n", "p", "u"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_the_map_is_in_the_first_response(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/alpha").text)
    links = page.xpath("//div[@class='map__frame']/ol//a[@data-status]")
    assert [a.get("data-node-id") for a in links] == [
        "main-one-000000000001", "sub-one-0000000000001", "sub-two-0000000000001", "sub-box-1-00000000001", "sub-box-2-00000000001",
        "main-two-000000000001", "todo-one-000000000001", "check-a-0000000000001", "check-b-0000000000001",
    ]  # fmt: skip
    assert links[0].get("href") == "/alpha/first-steps@main-one-000000000001"
    assert links[0].text_content() == "First Steps, recommended, not started"
    assert len(page.xpath("//svg//path[@data-edge-id]")) == 6
    assert page.xpath("//a[@data-type='button'][text()='Beta']/@href") == ["/beta"]
    assert "never drawn" not in page.text_content()


def test_content_cannot_inject(visitor: FlaskClient) -> None:
    for path in ("/alpha", "/alpha/first-steps@main-one-000000000001", "/", "/roadmaps", "/rss.xml"):
        text = visitor.get(path).text
        for bad in ("<script>alert", "onclick", 'hx-get="/x"', "javascript:"):
            assert bad not in text, (path, bad)


def test_a_topic_is_a_page_and_a_panel(visitor: FlaskClient) -> None:
    path = "/alpha/first-steps@main-one-000000000001"
    page = html.fromstring(visitor.get(path).text)
    assert page.xpath("//ul[@class='resources__list']/li/a/@href") == [
        "https://example.org/manual_(v2)",
        "https://example.org/film",
    ]
    assert "Topic 1 of 9" in page.text_content()
    assert page.xpath("//a[@rel='next']/@href") == ["/alpha/alpha--beta@sub-one-0000000000001"]
    panel = visitor.get(path, headers={"HX-Request": "true"}).text
    assert panel.strip().startswith("<article")
    for whole in ({"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}):
        assert "<!doctype html>" in visitor.get(path, headers={"HX-Request": "true", **whole}).text


def test_a_topic_says_what_it_builds_on(visitor: FlaskClient) -> None:
    page = visitor.get("/alpha/second-part@main-two-000000000001").text
    first = page.partition('<p class="first"')[2].partition("</p>")[0]
    assert first.count("<a ") == 1
    assert 'href="/alpha/alpha--beta@sub-one-0000000000001"' in first
    assert '<p class="first"' not in visitor.get("/alpha/first-steps@main-one-000000000001").text


def test_a_stale_address_leads_to_the_present_one(visitor: FlaskClient) -> None:
    answer = visitor.get("/alpha/old-name@main-one-000000000001")
    assert (answer.status_code, answer.location) == (301, "/alpha/first-steps@main-one-000000000001")


def test_front_matter_shows_on_the_page(visitor: FlaskClient) -> None:
    text = visitor.get("/alpha").text
    for words in (
        "Helped by a friend",
        "Read <strong>this</strong> first",
        "Letters for all",
        "What is <strong>Alpha</strong>?",
        "4 March 2026",
    ):
        assert words in text
    page = html.fromstring(text)
    assert page.findtext(".//title") == "Alpha roadmap for everybody · Milepost"
    assert page.xpath("//meta[@property='og:image']/@content") == ["http://127.0.0.1:8000/roadmaps/alpha.png"]
    assert page.xpath("//meta[@name='keywords']/@content") == ["alpha, letters"]
    assert page.xpath("//*[@id='shelf-related']/following::h3/a/text()") == ["Beta", "Gamma"]


def test_structured_data_says_what_the_page_says(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/alpha").text)
    data = {
        d["@type"]: d for d in map(json.loads, page.xpath("//script[@type='application/ld+json']/text()"))
    }
    assert set(data) == {"LearningResource", "BreadcrumbList", "FAQPage", "ItemList"}
    assert data["LearningResource"]["dateModified"] == "2026-03-04"
    assert [i["name"] for i in data["ItemList"]["itemListElement"]][1:3] == [
        "Alpha & Beta",
        "<script>alert(2)</script>",
    ]


def test_guests_get_the_same_bytes_compressed_and_conditionally(visitor: FlaskClient, app: Flask) -> None:
    first, second = (visitor.get("/alpha", headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert first.data == second.data
    assert first.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data) == visitor.get("/alpha").data
    assert "public" in first.headers["Cache-Control"]
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    again = visitor.get("/alpha", headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.head("/alpha").data == b""


def test_a_guest_costs_no_query_and_a_learner_one_or_two(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    ada.get("/alpha")
    with queries(app) as seen:
        visitor.get("/alpha")
        visitor.get("/alpha/first-steps@main-one-000000000001")
    assert seen == []
    # A topic also asks for notes, ticks and favorites.
    for path, count in (("/alpha", 1), ("/alpha/first-steps@main-one-000000000001", 2), ("/", 2)):
        with queries(app) as seen:
            assert ada.get(path).status_code == 200
        assert len(seen) == count, seen


def test_personal_pages_are_private(ada: FlaskClient) -> None:
    for path in ("/alpha", "/me", "/me/settings", "/"):
        assert "private" in ada.get(path).headers["Cache-Control"]


def test_files_that_front_matter_names_answer(visitor: FlaskClient) -> None:
    assert visitor.get("/jsons/roadmaps/alpha.json").json["nodes"]
    assert visitor.get("/pdfs/roadmaps/alpha.pdf").data.startswith(b"%PDF")
    assert visitor.get("/roadmaps/alpha.png").data.startswith(b"\x89PNG")
    assert visitor.get("/pdfs/roadmaps/beta.pdf").data.startswith(b"%PDF")
    assert visitor.get("/roadmaps/gamma.png").data.startswith(b"\x89PNG")


def test_addresses_have_one_form(visitor: FlaskClient) -> None:
    for twin in ("/alpha/", "/ALPHA", "//alpha", "/roadmaps/", "/alpha//first-steps@main-one-000000000001"):
        assert visitor.get("/", environ_overrides={"PATH_INFO": twin}).status_code in {301, 308, 404}, twin
    page = html.fromstring(visitor.get("/alpha?utm_source=x").text)
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://127.0.0.1:8000/alpha"]


def test_what_is_not_there_suggests_what_is(visitor: FlaskClient) -> None:
    answer = visitor.get("/alpah")
    assert answer.status_code == 404
    assert 'href="/alpha"' in answer.text
    assert "first-steps" in visitor.get("/alpha/first-step@nothing").text


def test_the_catalog_filters(visitor: FlaskClient) -> None:
    assert "Beta" not in html.fromstring(visitor.get("/roadmaps?q=first+steps").text).xpath("string(//main)")
    assert "Nothing fits" in visitor.get("/roadmaps?q=zzzz").text
    assert visitor.get("/tags/unknown").status_code == 404


def test_upcoming_is_announced_and_not_indexed(visitor: FlaskClient) -> None:
    text = visitor.get("/gamma").text
    assert "being written" in text
    assert 'name="robots" content="noindex"' in text


def test_the_address_of_a_topic_stands_in_its_link_and_in_its_button_only(visitor: FlaskClient) -> None:
    page = visitor.get("/alpha").text
    node = page.partition('id="node-main-one-000000000001"')[2].partition("</button>")[0]
    assert node.count("/alpha/first-steps@main-one-000000000001") == 2
