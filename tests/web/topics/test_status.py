"""Setting a status: with HTMX, without, on what is not there, with a bad value; and undoing
it.
"""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.databases import on_both
from tests.web.roadmaps.test_pages import queries

pytestmark = on_both

TOPIC = "/alpha/first-steps@main-one-000000000001"
HX = {"HX-Request": "true"}


def status_of(client: FlaskClient, address: str = "/alpha", topic: str = "main-one-000000000001") -> str:
    return str(
        html.fromstring(client.get(address).text).xpath(f'//a[@data-node-id="{topic}"]/@data-status')[0]
    )


def test_a_plain_form_sets_it_and_leads_back(ada: FlaskClient) -> None:
    answer = ada.post(f"{TOPIC}/status", data={"status": "done", "next": "/alpha?view=list"})
    assert (answer.status_code, answer.location) == (303, "/alpha?view=list")
    page = ada.get("/alpha?view=list").text
    assert status_of(ada) == "done"
    assert "First Steps: done" in page
    assert "1 of 9 done" in page


def test_htmx_gets_the_changed_pieces(ada: FlaskClient) -> None:
    answer = ada.post(f"{TOPIC}/status", data={"status": "learning"}, headers=HX)
    assert answer.status_code == 200
    pieces = html.fragments_fromstring(answer.text.strip())
    swapped = {p.get("id") for p in pieces if p.get("hx-swap-oob") == "true"}
    topic = "main-one-000000000001"
    assert swapped == {
        f"node-{topic}", f"status-{topic}", f"go-on-{topic}", f"known-{topic}", f"elsewhere-{topic}", "section-0", "index-section-0", "crumb-section-0",
        "walked", "continue", f"found-alpha-{topic}", "meter-alpha", "ending", "end-stone", "toasts",
    }  # fmt: skip
    assert "0 of 9 done, 1 learning" in answer.text
    assert "Undo" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_mark_costs_six_statements(app: Flask, ada: FlaskClient) -> None:
    ada.get("/alpha")
    for number, status in enumerate(("learning", "done", "pending")):
        with queries(app) as seen:
            answer = ada.post(
                f"{TOPIC}/status", data={"status": status, "act_key": f"key-{number:08}"}, headers=HX
            )
        assert answer.status_code == 200
        # Who it is, the lock, the head of the journal, the act, its event, and the mark.
        assert len(seen) == 6, seen
        assert [text.split()[0] for text in seen[2:]] == ["SELECT", "INSERT", "INSERT", seen[5].split()[0]]


def test_an_unknown_topic_is_404(ada: FlaskClient) -> None:
    assert ada.post("/alpha/x@nothing/status", data={"status": "done"}).status_code == 404
    assert ada.post("/nothing/x@main-one-000000000001/status", data={"status": "done"}).status_code == 404


def test_a_key_that_returns_with_another_deed_is_409_and_the_control_shows_the_truth(
    ada: FlaskClient,
) -> None:
    key = {"act_key": "one-key-for-both"}
    other = "/alpha/second-part@main-two-000000000001"
    assert ada.post(f"{TOPIC}/status", data={"status": "done", **key}, headers=HX).status_code == 200
    refused = ada.post(f"{other}/status", data={"status": "skipped", **key}, headers=HX)
    assert refused.status_code == 409
    assert "was not saved" in refused.text
    assert 'data-status="pending"' in refused.text
    assert ada.post(f"{other}/status", data={"status": "skipped", **key}).status_code == 409
    assert ada.post(f"{TOPIC}/status", data={"status": "done", **key}, headers=HX).status_code == 200
    assert "1 of 9 done" in ada.get("/alpha").text


def test_a_bad_value_is_422_and_changes_nothing(ada: FlaskClient) -> None:
    for bad in ({"status": "finished"}, {"status": ""}, {}, {"status": "done\x00"}):
        assert ada.post(f"{TOPIC}/status", data=bad).status_code == 422
    assert status_of(ada) == "pending"


def test_skipped_is_not_done(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "skipped"})
    assert "0 of 9 done, 1 skipped" in ada.get("/alpha").text


def test_every_change_can_be_undone_from_its_message(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "learning"})
    page = html.fromstring(ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).text)
    undo = page.xpath('//form[starts-with(@action,"/me/acts/")]/@action')[0]
    answer = ada.post(undo, headers=HX)
    assert 'data-status="learning"' in answer.text
    assert status_of(ada) == "learning"
    assert ada.post(undo).status_code == 303
    assert status_of(ada) == "learning"


def test_nobody_undoes_or_sees_what_is_somebody_elses(ada: FlaskClient, grace: FlaskClient) -> None:
    fragment = ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).text
    undo = re.search(r"/me/acts/\w+/undo", fragment)
    assert undo
    assert grace.post(undo[0]).status_code == 404
    assert status_of(ada) == "done"
    assert status_of(grace) == "pending"


def test_the_dashboard_is_for_learners(visitor: FlaskClient) -> None:
    assert visitor.get("/me").location == "/login?next=/me"
