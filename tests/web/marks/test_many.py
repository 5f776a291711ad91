"""Many topics at once: by a form, by HTMX, by guests, asked about when they are many."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from tests.databases import on_both
from tests.pages import statuses_of, toast_of, viewer_of
from tests.tables import difference, rows_of_all_tables
from webapp.config import ROOT
from webapp.web.marks.pages import MANY

FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"
HX = {"HX-Request": "true"}


def order_of(client: FlaskClient) -> list[str]:
    page = html.fromstring(client.get("/alpha?view=list").text)
    return list(
        dict.fromkeys(str(i) for i in page.xpath("//a[@data-node-id and @data-status]/@data-node-id"))
    )


@on_both
def test_a_guest_marks_chosen_topics_as_one_act(app: Flask, visitor: FlaskClient) -> None:
    answer = visitor.post("/alpha/marks", data={"status": "done", "topic": [FIRST, SECOND, FIRST]})
    assert (answer.status_code, answer.location) == (303, "/alpha")
    assert statuses_of(visitor) == {FIRST: "done", SECOND: "done"}
    rows = rows_of_all_tables(app)
    assert [row["kind"] for row in rows["progress_act"]] == ["mark"]
    assert len(rows["progress_event"]) == 2


@on_both
def test_a_whole_roadmap_is_marked_and_one_undo_restores_it(ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "skipped", "topic": SECOND})
    before = statuses_of(ada)
    ada.post("/alpha/marks", data={"status": "done", "all": "1"})
    assert statuses_of(ada) == dict.fromkeys(order_of(ada), "done")
    ada.post("/alpha/marks", data={"status": "pending", "all": "1"})
    assert statuses_of(ada) == {}
    undo = html.fromstring(ada.get("/me/history").text).xpath('//form[contains(@action, "/undo")]/@action')
    for address in undo[:2]:
        ada.post(str(address))
    assert statuses_of(ada) == before


@on_both
def test_the_rest_leaves_out_what_is_done_or_skipped(ada: FlaskClient) -> None:
    order = order_of(ada)
    ada.post("/alpha/marks", data={"status": "skipped", "topic": order[0]})
    ada.post("/alpha/marks", data={"status": "learning", "topic": order[1]})
    twice = {"status": "done", "all": "1", "rest": "1", "act_key": "the-rest-1"}
    for _ in range(2):
        assert ada.post("/alpha/marks", data=twice).status_code == 303
    assert statuses_of(ada) == dict.fromkeys(order, "done") | {order[0]: "skipped"}
    # The same key returns with another deed.
    assert ada.post("/alpha/marks", data={**twice, "status": "skipped"}).status_code == 409


def test_a_section_is_the_topic_and_all_below_it(ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "done", "section": FIRST})
    marked = set(statuses_of(ada))
    assert FIRST in marked
    assert SECOND not in marked
    assert len(marked) > 1


def test_what_was_known_is_an_act_of_its_own_kind(app: Flask, ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "known", "section": FIRST})
    assert {row["kind"] for row in rows_of_all_tables(app)["progress_act"]} == {"known"}
    assert set(statuses_of(ada).values()) == {"done"}
    assert "of learning" not in ada.get("/me").text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"status": "finished", "all": "1"}, 422),
        ({"all": "1"}, 422),
        ({"status": "done"}, 422),
        ({"status": "done", "all": "2"}, 422),
        ({"status": "done", "topic": [FIRST, "nowhere"]}, 404),
        ({"status": "done", "section": "nowhere"}, 404),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    app: Flask, ada: FlaskClient, data: dict[str, str], status: int
) -> None:
    before = rows_of_all_tables(app)
    assert ada.post("/alpha/marks", data=data).status_code == status
    assert difference(before, rows_of_all_tables(app)) == {}


def test_an_unknown_roadmap_and_one_without_topics_have_no_marks(visitor: FlaskClient) -> None:
    for slug in ("nowhere", "gamma"):
        assert visitor.get(f"/{slug}/marks?all=1").status_code == 404
        assert visitor.post(f"/{slug}/marks", data={"all": "1", "status": "done"}).status_code == 404


def test_the_page_of_a_branch_says_how_many_each_choice_changes(ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "done", "topic": FIRST})
    page = html.fromstring(ada.get("/alpha/marks?all=1").text)
    choices = [
        " ".join(e.text_content().split()) for e in page.xpath('//*[contains(@class, "many__choice ")]')
    ]
    assert choices == [
        "Done 8 topics You learnt it just now. It counts for your week.",
        "Known 8 topics You knew it before. It does not count for your week.",
        "Skip 8 topics You do not need it. It no longer comes next.",
        "Start over 1 topic All marks here are cleared.",
    ]
    assert page.xpath("string(//h1)") == "Mark the rest of Alpha"
    assert "9 topics: 1 done, 8 not started" in page.xpath("string(//main)")
    form = next(f for f in page.forms if "Skip" in f.text_content())
    ada.post(form.action, data=MultiDict(form.form_values()))
    assert toast_of(ada) == "8 topics: skipped"
    assert sorted(set(statuses_of(ada).values())) == ["done", "skipped"]


def test_where_everything_is_marked_it_can_be_started_over(ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "skipped", "all": "1"})
    page = html.fromstring(ada.get("/alpha/marks?all=1").text)
    assert page.xpath("string(//h1)") == "Start over with Alpha"


def test_many_are_asked_about_and_a_few_are_not(ada: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.web.marks.pages.MANY", 5)
    page = html.fromstring(ada.get("/alpha/marks?all=1&next=/alpha%3Fview%3Dlist").text)
    (ask,) = [str(a) for a in page.xpath('//a[contains(@class, "many__choice--skipped")]/@href')]
    question = html.fromstring(ada.get(ask).text)
    assert question.xpath("string(//h1)") == "Mark 9 topics as skipped?"
    assert statuses_of(ada) == {}
    (form,) = [f for f in question.forms if f.action == "/alpha/marks"]
    answer = ada.post(form.action, data=MultiDict(form.form_values()))
    assert (answer.status_code, answer.location) == (303, "/alpha?view=list")
    assert len(statuses_of(ada)) == 9


def test_chosen_topics_are_asked_about_by_the_form_itself(ada: FlaskClient) -> None:
    asked = ada.post(
        "/alpha/marks", data={"status": "done", "topic": [FIRST, SECOND], "ask": "1"}, headers=HX
    )
    assert statuses_of(ada) == {}
    (form,) = html.fromstring(asked.text).forms
    ada.post(form.action, data=MultiDict(form.form_values()))
    assert set(statuses_of(ada)) == {FIRST, SECOND}


def test_the_pieces_of_the_map_come_with_the_answer(ada: FlaskClient) -> None:
    viewer = viewer_of(ada)
    answer = ada.post(
        "/alpha/marks", data={"status": "done", "topic": [FIRST, SECOND], "viewer": viewer}, headers=HX
    )
    pieces = {p.get("id") for p in html.fragments_fromstring(answer.text.strip())}
    assert {f"node-{FIRST}", f"node-{SECOND}", "meter-alpha", "toasts"} <= pieces
    assert "2 topics: done" in answer.text
    assert re.search(r"/me/acts/\w+/undo", answer.text)


def test_a_page_that_has_too_many_pieces_is_told_to_renew_itself(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.web.topics.changes.FEW", 3)
    answer = ada.post("/alpha/marks", data={"status": "done", "all": "1"}, headers=HX)
    assert (answer.status_code, answer.headers["Milepost-Stale"]) == (200, "1")
    assert "9 topics: done" in answer.text
    assert "9 topics" not in toast_of(ada)


def test_a_selection_asks_from_as_many_topics_on_as_the_page_does() -> None:
    script = (ROOT / "static/js/select.js").read_text("utf-8")
    assert re.findall(r"^const MANY = (\d+);$", script, re.M) == [str(MANY)]


def test_nothing_to_change_says_so(ada: FlaskClient) -> None:
    answer = ada.post("/alpha/marks", data={"status": "pending", "all": "1"}, headers=HX)
    assert "Nothing had to be changed." in answer.text
    assert "/undo" not in answer.text


def test_the_page_of_an_ended_session_leads_to_sign_in(app: Flask, visitor: FlaskClient) -> None:
    before = rows_of_all_tables(app)
    answer = visitor.post("/alpha/marks", data={"status": "done", "all": "1", "viewer": "somebody"})
    assert answer.status_code == 303
    assert answer.location.startswith("/login")
    assert difference(before, rows_of_all_tables(app)) == {}


def test_the_way_back_stays_on_the_site(ada: FlaskClient) -> None:
    for target in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = ada.post("/alpha/marks", data={"status": "done", "topic": FIRST, "next": target})
        assert answer.location == "/alpha"
    page = ada.get("/alpha/marks?all=1", headers={"Referer": "http://evil.example/alpha/x"}).text
    assert "evil" not in page
