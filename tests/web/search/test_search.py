"""What a visitor finds by words, on the page of the search and in its dialog."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.web.roadmaps.test_pages import queries

HX = {"HX-Request": "true"}
TOPIC = "/alpha/first-steps@main-one-000000000001"


def found(client: FlaskClient, query: str) -> list[str]:
    answer = client.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    links = html.fromstring(answer.text).xpath('//main//li//a[@class="found__link"]')
    return [link.text_content() for link in links]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_topics_are_found_by_label_best_first(visitor: FlaskClient) -> None:
    assert found(visitor, "first STEPS") == ["First Steps"]
    assert "Alpha & Beta" in found(visitor, "alpha")


def test_roadmaps_are_found_by_what_they_say(visitor: FlaskClient) -> None:
    assert "Alpha" in found(visitor, "every node")


def test_a_result_says_where_it_is_and_shows_the_sentence_with_the_match(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/search?q=alpha", headers=HX).text)
    assert page.get("id") == "found"
    by_path = {li.find("a").get("href"): li for li in page.xpath('//li[@class="found__result"]')}
    topic = by_path[TOPIC]
    assert words(topic.xpath('p[@class="found__crumbs"]')[0]) == "Topic Alpha"
    (sentence,) = topic.xpath('p[@class="found__sentence"]')
    assert "alpha" in words(sentence)
    assert [m.text for m in sentence.findall("mark")] == ["alpha"]
    roadmap = by_path["/alpha"]
    assert words(roadmap.xpath('p[@class="found__crumbs"]')[0]) == "Roadmap"
    assert [m.text for m in roadmap.find("a").findall("mark")] == ["Alpha"]
    below = by_path["/alpha/alpha--beta@sub-one-0000000000001"]
    assert words(below.xpath('p[@class="found__crumbs"]')[0]) == "Topic Alpha / First Steps"


@pytest.mark.parametrize("query", ["zzzz", "<script>alert(1)</script>", "zz\x00zz", "%", "' OR 1=1 --"])
def test_nothing_fits_is_said_in_words(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get("/search", query_string={"q": query})
    assert "Nothing fits" in answer.text
    assert "\x00" not in answer.text
    assert "<script>alert" not in answer.text
    assert 'content="noindex"' in answer.text


def test_where_nothing_fits_names_like_it_are_offered(visitor: FlaskClient) -> None:
    assert found(visitor, "frist stesp") == ["First Steps"]
    assert found(visitor, "alhpa") == ["Alpha"]
    assert found(visitor, "x" * 200) == []


def test_page_and_dialog_have_one_markup(visitor: FlaskClient) -> None:
    page = visitor.get("/search?q=steps").text
    fragment = visitor.get("/search?q=steps", headers=HX).text
    assert "<html" not in fragment
    assert fragment.strip() in page


def test_before_anything_is_typed_somebody_unknown_sees_roadmaps(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/search").text)
    assert page.xpath("//main//h2/text()") == ["Roadmaps"]
    assert "/alpha" in page.xpath('//main//a[@class="found__link"]/@href')


def test_before_anything_is_typed_a_learner_sees_what_is_next_and_recent(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    ada.post("/alpha/in-the-box@sub-box-1-00000000001/status", data={"status": "skipped"})
    page = html.fromstring(ada.get("/search").text)
    groups = {
        section.findtext("h2"): [words(link) for link in section.iter("a")]
        for section in page.xpath('//main//section[@class="found__group"]')
    }
    assert groups == {"Next": ["Alpha & Beta"], "Recent": ["In the Box", "First Steps"]}
    # What was taken back is not recent.
    undo = html.fromstring(ada.get("/me").text).xpath('//form[contains(@action, "/undo")]/@action')
    ada.post(undo[0])
    ada.get("/me")
    assert "In the Box" not in ada.get("/search").text


def test_a_learners_status_stands_beside_and_is_set_from_there(app: Flask, ada: FlaskClient) -> None:
    fragment = html.fromstring(ada.get("/search?q=first+steps", headers=HX).text)
    (form,) = fragment.forms
    assert words(form) == "not started Mark done: First Steps"
    fields = dict(form.form_values())
    answer = ada.post(form.action, data={**fields, "status": "done"})
    assert (answer.status_code, answer.location) == (303, "/search?q=first+steps")
    (form,) = html.fromstring(ada.get("/search?q=first+steps", headers=HX).text).forms
    assert words(form) == "done Mark not started: First Steps"
    (roadmap,) = html.fromstring(ada.get("/search?q=every+node", headers=HX).text).xpath("//li")
    assert "1 of 9 done" in words(roadmap)


def test_by_htmx_the_result_alone_is_swapped(ada: FlaskClient) -> None:
    answer = ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX)
    assert answer.headers["Milepost-Roadmap"] == "alpha"
    pieces = {p.get("id"): p for p in html.fragments_fromstring(answer.text.strip())}
    piece = pieces["found-alpha-main-one-000000000001"]
    assert words(piece) == "done Mark not started: First Steps"
    shown = html.fromstring(ada.get("/search?q=first+steps").text)
    assert shown.xpath('//*[@id="found-alpha-main-one-000000000001"]')


def test_somebody_unknown_has_no_status_and_gets_the_same_bytes_as_all(app: Flask) -> None:
    for path in ("/search", "/search?q=alpha"):
        for headers in ({}, HX):
            first, second = (app.test_client().get(path, headers=headers) for _ in range(2))
            assert first.data == second.data
            assert "public" in first.headers["Cache-Control"]
            assert "HX-Request" in first.headers["Vary"]
            assert "not started<" not in first.text
            assert 'name="viewer"' not in first.text


def test_a_search_asks_the_database_three_times_at_most(app: Flask, ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    for path in ("/search", "/search?q=alpha"):
        with queries(app) as seen:
            assert ada.get(path).status_code == 200
        assert len(seen) <= 3, seen


def test_a_page_that_is_not_there_has_a_field_to_search(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/nothing-here").text)
    (form,) = page.xpath("//main//form[@role='search']")
    assert (form.method, form.action) == ("GET", "/search")
    assert list(form.fields) == ["q"]
