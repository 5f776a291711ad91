"""Guests at the same moment: two tabs, two sign-ins, two answers. One guest remains, and no mark is lost."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.pages import statuses_of
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables

pytestmark = [on_both, pytest.mark.slow, pytest.mark.usefixtures("patient")]

TOPICS = {
    "main-one-000000000001": "/alpha/first-steps@main-one-000000000001",
    "sub-one-0000000000001": "/alpha/alpha--beta@sub-one-0000000000001",
    "main-two-000000000001": "/alpha/second-part@main-two-000000000001",
}
FIRST, SECOND, THIRD = TOPICS
SIGN_IN = {"username": "ada", "password": PASSWORD}


def tab(app: Flask, browser: FlaskClient) -> FlaskClient:
    """Returns a client with a copy of the cookies that a browser has now."""
    made = app.test_client()
    made._cookies.update(browser._cookies)  # type: ignore[union-attr]  # a client with cookies has some
    return made


def mark(client: FlaskClient, topic: str, status: str = "done") -> TestResponse:
    return client.post(f"{TOPICS[topic]}/status", data={"status": status})


def learners(app: Flask) -> list[str]:
    return sorted(row["kind"] for row in rows_of_all_tables(app)["learner"])


def test_first_marks_from_three_tabs_become_one_guests(app: Flask, visitor: FlaskClient) -> None:
    tabs = [tab(app, visitor) for _ in TOPICS]
    answers = in_parallel([partial(mark, t, topic) for t, topic in zip(tabs, TOPICS, strict=True)])
    assert [answer.status_code for answer in answers] == [303] * 3
    # The browser keeps the cookies of all answers; of the same name, the last.
    for t in tabs:
        visitor._cookies.update(t._cookies)  # type: ignore[union-attr]  # as above
    assert statuses_of(visitor) == dict.fromkeys(TOPICS, "done")
    assert learners(app) == ["guest"]
    assert [key for key in visitor._cookies or {} if "first" in key[2]] == []


def test_marks_of_a_known_guest_from_three_tabs_are_one_guests(app: Flask, visitor: FlaskClient) -> None:
    mark(visitor, FIRST, "learning")
    visitor.get("/alpha")
    in_parallel([partial(mark, tab(app, visitor), topic) for topic in TOPICS])
    assert statuses_of(visitor) == dict.fromkeys(TOPICS, "done")
    assert learners(app) == ["guest"]


def test_signing_up_or_in_right_after_brings_all_of_them(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    for way, learner in (("/login", ada), ("/signup", None)):
        browser = app.test_client()
        tabs = [tab(app, browser) for _ in TOPICS]
        in_parallel([partial(mark, t, topic) for t, topic in zip(tabs, TOPICS, strict=True)])
        for t in tabs:
            browser._cookies.update(t._cookies)  # type: ignore[union-attr]  # as above
        data = SIGN_IN if learner else SIGN_IN | {"username": "lin", "email": "lin@example.org"}
        assert browser.post(way, data=data).status_code == 303
        assert statuses_of(learner or browser) == dict.fromkeys(TOPICS, "done")
    assert learners(app) == ["account", "account"]


def test_two_sign_ins_of_one_guest_bring_the_marks_once(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    for topic in TOPICS:
        mark(visitor, topic)
    tabs = [tab(app, visitor) for _ in range(4)]
    answers = in_parallel([partial(t.post, "/login", data=SIGN_IN) for t in tabs])
    assert [answer.status_code for answer in answers] == [303] * 4
    assert statuses_of(ada) == dict.fromkeys(TOPICS, "done")
    rows = rows_of_all_tables(app)
    kinds = Counter(row["kind"] for row in rows["progress_act"])
    assert kinds == {"mark": len(TOPICS), "merge": 1}
    assert learners(app) == ["account"]


def test_two_answers_at_once_merge_once(app: Flask, visitor: FlaskClient, ada: FlaskClient) -> None:
    mark(ada, FIRST, "skipped")
    for topic in TOPICS:
        mark(visitor, topic)
    visitor.post("/login", data=SIGN_IN)
    form = html.fromstring(visitor.get("/me/merge").text).xpath("//main//form")[-1]
    data = {**dict(form.form_values()), "answer": "merge"}
    tabs = [tab(app, visitor) for _ in range(4)]
    answers = in_parallel([partial(t.post, "/me/merge", data=data) for t in tabs])
    assert [answer.status_code for answer in answers] == [303] * 4
    assert statuses_of(ada) == dict.fromkeys(TOPICS, "done")
    kinds = Counter(row["kind"] for row in rows_of_all_tables(app)["progress_act"])
    assert kinds == {"mark": 1 + len(TOPICS), "merge": 1}


def test_two_sign_ups_of_one_guest_make_one_account_with_the_marks(app: Flask, visitor: FlaskClient) -> None:
    for topic in TOPICS:
        mark(visitor, topic)
    tabs = [tab(app, visitor) for _ in range(3)]
    data = [SIGN_IN | {"username": f"lin{n}", "email": f"lin{n}@example.org"} for n in range(3)]
    in_parallel([partial(t.post, "/signup", data=d) for t, d in zip(tabs, data, strict=True)])
    rows = rows_of_all_tables(app)
    assert {row["learner_id"] for row in rows["topic_mark"]} == {"1"}
    assert len(rows["topic_mark"]) == len(TOPICS)
    assert "guest" not in learners(app)


def test_a_mark_while_another_tab_signs_in_is_saved_or_refused(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    mark(visitor, FIRST)
    late = tab(app, visitor)
    key = {"viewer": html.fromstring(late.get("/alpha").text).xpath('//input[@name="viewer"]/@value')[0]}
    marked, _ = in_parallel(
        [
            partial(late.post, f"{TOPICS[SECOND]}/status", data={"status": "done"} | key),
            partial(visitor.post, "/login", data=SIGN_IN),
        ]
    )
    assert marked.status_code in {303, 409}
    expected = {FIRST: "done"} | ({SECOND: "done"} if marked.status_code == 303 else {})
    assert statuses_of(ada) == expected
