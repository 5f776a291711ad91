"""Signing in with marks that were kept in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from tests.pages import statuses_of, viewer_of
from tests.tables import Rows, difference, rows_of_all_tables
from webapp.config import Settings

pytestmark = on_both

FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"
TOPICS = {FIRST: f"/alpha/first-steps@{FIRST}", SECOND: f"/alpha/second-part@{SECOND}"}
STATUSES = ("pending", "skipped", "learning", "done")
SIGN_IN = {"username": "ada", "password": PASSWORD}


def mark(client: FlaskClient, topic: str, status: str) -> None:
    assert client.post(f"{TOPICS[topic]}/status", data={"status": status}).status_code == 303


def sign_in(client: FlaskClient, back: str = "/alpha") -> str:
    answer = client.post("/login", data=SIGN_IN | {"next": back})
    assert answer.status_code == 303
    return str(answer.location)


def answer_merge(client: FlaskClient, answer: str) -> str:
    """Sends the form of the page as a browser would."""
    form = html.fromstring(client.get("/me/merge?next=/alpha").text).xpath("//main//form")[-1]
    decided = client.post("/me/merge", data={**dict(form.form_values()), "answer": answer})
    assert decided.status_code == 303
    return str(decided.location)


def undo(client: FlaskClient) -> None:
    found = re.search(r"/me/acts/\w+/undo", client.get("/alpha").text)
    assert found
    assert client.post(found[0]).status_code == 303


def marks_in(app: Flask) -> Rows:
    return {
        table: rows for table, rows in rows_of_all_tables(app).items() if table in {"learner", "topic_mark"}
    }


def test_an_account_without_marks_gets_them_at_once_and_can_undo(
    visitor: FlaskClient, ada: FlaskClient
) -> None:
    for topic in TOPICS:
        mark(visitor, topic, "learning")
    assert sign_in(visitor) == "/alpha"
    assert "2 marks from this browser are in your account now." in visitor.get("/me").text
    assert statuses_of(ada) == dict.fromkeys(TOPICS, "learning")
    act = re.search(r"/me/acts/\w+/undo", visitor.get("/me").text)
    assert act
    assert visitor.post(act[0]).status_code == 303
    assert statuses_of(ada) == {}


def test_a_guest_who_has_taken_every_mark_back_is_asked_nothing(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    mark(ada, FIRST, "done")
    for status in ("done", "pending"):
        mark(visitor, SECOND, status)
    assert sign_in(visitor) == "/alpha"
    assert statuses_of(visitor) == {FIRST: "done"}
    assert [row["id"] for row in rows_of_all_tables(app)["learner"]] == ["1"]


def test_an_account_with_marks_shows_both_sides_and_what_becomes_of_them(
    visitor: FlaskClient, ada: FlaskClient
) -> None:
    for topic in TOPICS:
        mark(visitor, topic, "learning")
    mark(ada, FIRST, "done")
    assert sign_in(visitor) == "/me/merge?next=/alpha"
    page = html.fromstring(visitor.get("/me/merge?next=/alpha").text)
    assert [d.text_content() for d in page.xpath("//dl//dd")] == ["2 topics", "1 topic", "2 topics"]
    rows = [[" ".join(c.text_content().split()) for c in row] for row in page.xpath("//tbody/tr")]
    assert rows == [["First Steps Alpha", "Learning", "Done", "Done"]]
    # Until the owner has decided nothing has changed, and the question stays within reach.
    assert statuses_of(ada) == {FIRST: "done"}
    assert "/me/merge" in visitor.get("/me").text
    assert answer_merge(visitor, "merge") == "/alpha"
    assert statuses_of(ada) == {FIRST: "done", SECOND: "learning"}
    assert "/me/merge" not in ada.get("/me").text
    undo(visitor)
    assert statuses_of(ada) == {FIRST: "done"}


def test_the_further_status_wins_for_every_pair_and_one_undo_takes_it_back(
    app: Flask, ada: FlaskClient
) -> None:
    for mine, own in product(STATUSES[1:], repeat=2):
        browser = app.test_client()
        mark(browser, FIRST, mine)
        mark(browser, SECOND, mine)
        mark(ada, FIRST, own)
        sign_in(browser)
        answer_merge(browser, "merge")
        wins = max(mine, own, key=STATUSES.index)
        assert statuses_of(ada) == {FIRST: wins, SECOND: mine}
        undo(browser)
        assert statuses_of(ada) == {FIRST: own}


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        # Who marks first, the browser's status and the account's, and whose date stays.
        ("guest", ("done", "done"), "guest"),
        ("ada", ("done", "done"), "ada"),
        ("guest", ("learning", "done"), "ada"),
        ("ada", ("done", "learning"), "guest"),
    ],
)
def test_the_date_of_the_status_that_wins_stays_and_of_the_same_the_earlier(
    app: Flask,
    visitor: FlaskClient,
    ada: FlaskClient,
    clock: Clock,
    first: str,
    second: tuple[str, str],
    stays: str,
) -> None:
    people = {"guest": (visitor, second[0]), "ada": (ada, second[1])}
    for name in (first, *(set(people) - {first})):
        client, status = people[name]
        mark(client, FIRST, status)
        clock.wait(hours=20)
    dates = {row["learner_id"]: row["marked_at"] for row in rows_of_all_tables(app)["topic_mark"]}
    sign_in(visitor)
    answer_merge(visitor, "merge")
    (row,) = rows_of_all_tables(app)["topic_mark"]
    assert (row["learner_id"], row["status"]) == ("1", "done")
    assert row["marked_at"] == dates["2" if stays == "guest" else "1"]


def test_a_merge_is_one_act_whose_events_have_the_days_of_the_marks(
    app: Flask, visitor: FlaskClient, ada: FlaskClient, clock: Clock
) -> None:
    mark(visitor, FIRST, "done")
    clock.wait(days=3)
    mark(visitor, SECOND, "done")
    sign_in(visitor)
    rows = rows_of_all_tables(app)
    acts = {row["id"]: row for row in rows["progress_act"]}
    assert sorted(act["kind"] for act in acts.values()) == ["mark", "mark", "merge"]
    assert {row["learner_id"] for row in [*acts.values(), *rows["progress_event"]]} == {"1"}
    (merge,) = (act for act in acts.values() if act["kind"] == "merge")
    events = [row for row in rows["progress_event"] if row["act_id"] == merge["id"]]
    days = {row["topic_id"]: row["at"][:10] for row in events}
    assert days[FIRST] < days[SECOND] == merge["at"][:10]


@pytest.mark.parametrize(("mine", "own"), [*product(STATUSES[1:], repeat=2)])
@pytest.mark.parametrize("guest_is_first", [True, False])
def test_an_undo_gives_back_each_status_with_its_date(
    app: Flask,
    visitor: FlaskClient,
    ada: FlaskClient,
    clock: Clock,
    mine: str,
    own: str,
    guest_is_first: bool,
) -> None:
    sides = [(visitor, mine), (ada, own)]
    for client, status in sides if guest_is_first else reversed(sides):
        mark(client, FIRST, status)
        clock.wait(hours=20)
    mark(visitor, SECOND, mine)
    before = [row for row in rows_of_all_tables(app)["topic_mark"] if row["learner_id"] == "1"]
    sign_in(visitor)
    answer_merge(visitor, "merge")
    after = rows_of_all_tables(app)["topic_mark"]
    assert replayed(app) == {row["topic_id"]: row["status"] for row in after}
    for expected in (before, after, before):
        events = rows_of_all_tables(app)["progress_event"]
        newest = max(events, key=lambda row: int(row["number"]))["act_id"]
        assert visitor.post(f"/me/acts/{newest}/undo").status_code == 303
        assert rows_of_all_tables(app)["topic_mark"] == expected
        assert replayed(app) == {row["topic_id"]: row["status"] for row in expected}


def replayed(app: Flask) -> dict[str, str]:
    """What the journal gives, from its first event on."""
    events = sorted(rows_of_all_tables(app)["progress_event"], key=lambda row: int(row["number"]))
    last = {row["topic_id"]: row["after"] for row in events}
    return {topic: status for topic, status in last.items() if status != "pending"}


def test_an_undo_over_two_roadmaps_renews_the_page(visitor: FlaskClient, ada: FlaskClient) -> None:
    mark(visitor, FIRST, "done")
    other = html.fromstring(visitor.get("/beta").text).xpath("//a[@data-node-id and @data-status]/@href")[0]
    visitor.post(f"{other}/status", data={"status": "done"})
    sign_in(visitor)
    found = re.search(r"/me/acts/\w+/undo", visitor.get("/alpha").text)
    assert found
    answer = visitor.post(found[0], headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["Milepost-Stale"]) == (200, "1")
    assert "Undone." in answer.text
    assert statuses_of(visitor) == statuses_of(visitor, "/beta") == {}


def test_what_is_left_out_is_removed_and_the_account_stays(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    mark(ada, FIRST, "done")
    before = marks_in(app)
    mark(visitor, SECOND, "learning")
    sign_in(visitor)
    assert answer_merge(visitor, "discard") == "/alpha"
    assert "were left out" in visitor.get("/alpha").text
    assert difference(before, marks_in(app)) == {}


def test_a_second_answer_changes_nothing(app: Flask, visitor: FlaskClient, ada: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    mark(visitor, SECOND, "learning")
    sign_in(visitor)
    assert visitor.post("/me/merge", data={"answer": "maybe"}).status_code == 422
    answer_merge(visitor, "merge")
    before = marks_in(app)
    for answer in ("merge", "discard"):
        again = visitor.post("/me/merge", data={"answer": answer, "next": "/alpha"})
        assert (again.status_code, again.location) == (303, "/alpha")
        assert "decided before" in visitor.get("/alpha").text
    assert visitor.get("/me/merge").location == "/me"
    assert difference(before, marks_in(app)) == {}


def test_nobody_else_decides_about_a_guests_marks(
    visitor: FlaskClient, ada: FlaskClient, grace: FlaskClient
) -> None:
    mark(ada, FIRST, "done")
    mark(visitor, SECOND, "learning")
    sign_in(visitor)
    visitor.post("/logout")
    visitor.post("/login", data=SIGN_IN | {"username": "grace"})
    assert visitor.get("/me/merge").location == "/me"
    visitor.post("/me/merge", data={"answer": "merge"})
    assert statuses_of(visitor) == {}
    assert statuses_of(ada) == {FIRST: "done"}


def test_the_guests_cookie_is_of_no_use_after_signing_in(
    app: Flask, visitor: FlaskClient, ada: FlaskClient
) -> None:
    mark(ada, FIRST, "done")
    mark(visitor, SECOND, "learning")
    old = visitor.get_cookie("milepost")
    assert old
    sign_in(visitor)
    thief = app.test_client()
    thief.set_cookie("milepost", old.value)
    assert thief.get("/me").status_code == 303


def test_a_wrong_password_leaves_the_guest_as_it_is(visitor: FlaskClient, ada: FlaskClient) -> None:
    mark(visitor, SECOND, "learning")
    assert visitor.post("/login", data=SIGN_IN | {"password": "wrong"}).status_code == 422
    assert statuses_of(visitor) == {SECOND: "learning"}


def test_a_new_password_by_mail_brings_the_marks_too(
    visitor: FlaskClient, ada: FlaskClient, settings: Settings
) -> None:
    mark(visitor, SECOND, "learning")
    visitor.post("/forgot-password", data={"email": "ada@example.org"})
    (link,) = mailed_links(settings)
    assert visitor.post(link, data={"password": "another password"}).status_code == 303
    assert statuses_of(visitor) == {SECOND: "learning"}
    assert "Sign out" in visitor.get("/alpha").text


@pytest.mark.parametrize("begin", [sign_in, lambda client: client.get("/me/settings")], ids=["old", "none"])
def test_the_page_is_for_accounts_with_something_to_decide(
    visitor: FlaskClient, ada: FlaskClient, begin: Callable[[FlaskClient], object]
) -> None:
    assert visitor.get("/me/merge").location == "/login?next=/me/merge"
    begin(ada)
    assert ada.get("/me/merge?next=/alpha").location == "/alpha"
    assert viewer_of(ada)
