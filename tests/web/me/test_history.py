"""The journal, page by page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import PASSWORD
from tests.databases import on_both
from webapp.db.unit_of_work import writing
from webapp.progress.acts import acts_page
from webapp.progress.marks import set_marks
from webapp.web.site.extensions import db

ADA = 1
THEN = datetime(2026, 3, 1, tzinfo=UTC)


def learn(app: Flask, acts: int, changes: int = 1) -> None:
    """Several acts have the same moment."""
    with app.app_context():
        for number in range(acts):
            marks = [("alpha", f"t{number}-{change}", "done") for change in range(changes)]
            with writing(db.session()) as session:
                set_marks(session, ADA, marks, THEN + timedelta(hours=number // 3))


@on_both
def test_every_act_is_on_one_page(app: Flask, ada: FlaskClient) -> None:
    learn(app, 25)
    seen: list[str] = []
    with app.app_context():
        before = ""
        while True:
            found = acts_page(db.session(), ADA, 7, before)
            seen += [act.id for act in found.acts]
            before = found.older
            if not before:
                break
    assert len(seen) == len(set(seen)) == 25


@on_both
def test_an_act_of_many_changes_is_whole_on_its_page(app: Flask, ada: FlaskClient) -> None:
    learn(app, 5, changes=900)
    with app.app_context():
        first = acts_page(db.session(), ADA, 300)
        second = acts_page(db.session(), ADA, 300, first.older)
    assert [len(act.changes) for act in [*first.acts, *second.acts]] == [900] * 5
    assert second.older == ""


def test_a_link_leads_to_older_changes_to_the_end(app: Flask, ada: FlaskClient) -> None:
    learn(app, 310)
    page = ada.get("/me/history").text
    older = re.search(r'href="(/me/history\?before=\w+)"', page)
    assert older
    rest = ada.get(older[1]).text
    assert page.count('class="act"') == 300
    assert rest.count('class="act"') == 10
    assert "Older changes" not in rest


def test_a_page_before_nothing_is_empty_and_no_error(ada: FlaskClient) -> None:
    for before in ("0" * 32, "x", "%00", "'"):
        assert ada.get(f"/me/history?before={before}").status_code == 200


def test_a_merge_is_told_as_one_without_naming_a_topic(ada: FlaskClient, visitor: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    for topic in ("first-steps@main-one-000000000001", "alpha--beta@sub-one-0000000000001"):
        visitor.post(f"/alpha/{topic}/status", data={"status": "done"})
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    form = html.fromstring(visitor.get("/me/merge").text).xpath("//main//form")[-1]
    visitor.post("/me/merge", data={**dict(form.form_values()), "answer": "merge"})
    page = html.fromstring(visitor.get("/me/history").text)
    said = [" ".join(p.text_content().split()) for p in page.xpath('//*[@class="act__words"]')]
    (merge,) = [words for words in said if words.startswith("Brought along")]
    assert merge.startswith("Brought along: marks on 2 topics ")
    assert len([words for words in said if words.startswith("First Steps: Done")]) == 1
    undo = page.xpath('//button[contains(., "Brought along: marks on 2 topics")]/text()')
    assert undo == ["Undo"]
