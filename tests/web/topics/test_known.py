"""What somebody knows already, on the first visit to a roadmap."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.databases import on_both
from tests.pages import statuses_of, viewer_of
from tests.tables import difference, rows_of_all_tables

pytestmark = on_both

FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"
BELOW_FIRST = tuple(
    f"sub-{name}"
    for name in ("one-0000000000001", "two-0000000000001", "box-1-00000000001", "box-2-00000000001")
)
BELOW_SECOND = ("todo-one-000000000001", "check-a-0000000000001", "check-b-0000000000001")
ALL_FIRST = dict.fromkeys((FIRST, *BELOW_FIRST), "done")
ALL_SECOND = dict.fromkeys((SECOND, *BELOW_SECOND), "done")
HX = {"HX-Request": "true"}


def asked(client: FlaskClient) -> list[str]:
    """Returns the ids of the topics that a page asks about."""
    page = html.fromstring(client.get("/alpha").text)
    return [str(i) for i in page.xpath('//details[@id="known"]//input[@name="topic"]/@value')]


def test_the_main_topics_are_asked_about_until_there_is_a_mark(
    visitor: FlaskClient, ada: FlaskClient
) -> None:
    for client in (visitor, ada):
        found = asked(client)
        assert found[:2] == [FIRST, SECOND]
        assert "sub-one-0000000000001" not in found
    ada.post(f"/alpha/first-steps@{FIRST}/status", data={"status": "learning"})
    assert asked(ada) == []
    assert asked(visitor) == found


def test_a_plain_form_marks_all_ticked_topics_by_one_act(app: Flask, visitor: FlaskClient) -> None:
    form = html.fromstring(visitor.get("/alpha?view=list").text).xpath('//form[@action="/alpha/known"]')[0]
    answer = visitor.post("/alpha/known", data={**dict(form.form_values()), "topic": [FIRST, SECOND]})
    assert (answer.status_code, answer.location) == (303, "/alpha?view=list")
    page = visitor.get("/alpha").text
    assert "9 topics marked as done." in page
    assert statuses_of(visitor) == ALL_FIRST | ALL_SECOND
    assert [row["kind"] for row in rows_of_all_tables(app)["progress_act"]] == ["known"]
    undo = re.search(r"/me/acts/\w+/undo", page)
    assert undo
    visitor.post(undo[0])
    assert statuses_of(visitor) == {}


def test_a_tick_is_saved_at_once_and_so_is_taking_it_back(ada: FlaskClient) -> None:
    viewer = viewer_of(ada)
    tick = {"offered": SECOND, "topic": [FIRST, SECOND], "viewer": viewer}
    answer = ada.post("/alpha/known", data=tick, headers=HX)
    assert answer.status_code == 200
    pieces = {p.get("id"): p for p in html.fragments_fromstring(answer.text.strip())}
    assert pieces[f"known-{SECOND}"].get("checked") is not None
    assert pieces[f"node-{SECOND}"].xpath(".//@data-status") == ["done"]
    assert "4 of 9 done" in pieces["meter-alpha"].text_content()
    assert "Second Part and 3 more: done" in pieces["toasts"].text_content()
    for topic in BELOW_SECOND:
        assert pieces[f"node-{topic}"].xpath(".//@data-status") == ["done"]
    # Only the topic that was offered counts: the other tick is of another request.
    assert statuses_of(ada) == ALL_SECOND
    untick = {"offered": SECOND, "topic": [FIRST], "viewer": viewer}
    again = ada.post("/alpha/known", data=untick, headers=HX)
    pieces = {p.get("id"): p for p in html.fragments_fromstring(again.text.strip())}
    assert pieces[f"known-{SECOND}"].get("checked") is None
    assert statuses_of(ada) == {}


def test_undo_takes_the_tick_away_too(visitor: FlaskClient) -> None:
    answer = visitor.post("/alpha/known", data={"offered": FIRST, "topic": FIRST}, headers=HX)
    undo = re.search(r"/me/acts/\w+/undo", answer.text)
    assert undo
    pieces = html.fragments_fromstring(visitor.post(undo[0], headers=HX).text.strip())
    (tick,) = [p for p in pieces if p.get("id") == f"known-{FIRST}"]
    assert tick.get("checked") is None
    assert statuses_of(visitor) == {}


def test_what_is_skipped_stays_and_taking_a_tick_back_leaves_what_is_being_learnt(ada: FlaskClient) -> None:
    ada.post(f"/alpha/x@{BELOW_SECOND[0]}/status", data={"status": "skipped"})
    ada.post("/alpha/known", data={"offered": SECOND, "topic": SECOND}, headers=HX)
    assert statuses_of(ada) == ALL_SECOND | {BELOW_SECOND[0]: "skipped"}
    ada.post(f"/alpha/x@{BELOW_SECOND[1]}/status", data={"status": "learning"})
    answer = ada.post("/alpha/known", data={"offered": SECOND}, headers=HX)
    assert "Second Part and 1 more: not started" in answer.text
    assert statuses_of(ada) == {BELOW_SECOND[0]: "skipped", BELOW_SECOND[1]: "learning"}


def test_it_is_no_day_of_learning(ada: FlaskClient) -> None:
    before = html.fromstring(ada.get("/me").text).xpath('//*[@class="week__words"]')[0].text_content()
    ada.post("/alpha/known", data={"topic": FIRST})
    assert html.fromstring(ada.get("/me").text).xpath('//*[@class="week__words"]')[0].text_content() == before
    assert ada.get("/me").text.count("week__stone--learnt") == 0
    ada.post(f"/alpha/second-part@{SECOND}/status", data={"status": "learning"})
    assert ada.get("/me").text.count("week__stone--learnt") == 1


@pytest.mark.parametrize("data", [{}, {"offered": []}], ids=["nothing", "nothing offered"])
def test_without_a_tick_nothing_is_stored(app: Flask, visitor: FlaskClient, data: dict[str, str]) -> None:
    before = rows_of_all_tables(app)
    answer = visitor.post("/alpha/known", data=data)
    assert (answer.status_code, answer.location) == (303, "/alpha")
    assert "Set-Cookie" not in answer.headers
    assert difference(before, rows_of_all_tables(app)) == {}


def test_what_is_not_there_is_404(app: Flask, visitor: FlaskClient) -> None:
    # The first unknown name lets the site note the names of its roadmaps.
    visitor.get("/nothing")
    before = rows_of_all_tables(app)
    for path, topic in (("/nothing", FIRST), ("/alpha", "nothing"), ("/alpha", "")):
        assert visitor.post(f"{path}/known", data={"topic": topic}).status_code == 404
    assert difference(before, rows_of_all_tables(app)) == {}


def test_a_key_that_returns_with_other_topics_is_409(ada: FlaskClient) -> None:
    key = {"act_key": "one-key-for-both"}
    assert ada.post("/alpha/known", data={"topic": FIRST, **key}).status_code == 303
    assert ada.post("/alpha/known", data={"topic": FIRST, **key}).status_code == 303
    assert ada.post("/alpha/known", data={"topic": SECOND, **key}).status_code == 409
    assert statuses_of(ada) == ALL_FIRST
