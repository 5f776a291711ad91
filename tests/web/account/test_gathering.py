"""Guests of one browser become one with its next request, whatever cookies come with it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event

from tests.databases import on_both
from tests.tables import rows_of_all_tables
from webapp.db.learners import Learner
from webapp.progress import limits
from webapp.web.site.extensions import db
from webapp.web.site.session_cookies import MOST_FIRST

pytestmark = on_both
TOPIC = "/alpha/first-steps@main-one-000000000001"


def first_marks(app: Flask, count: int) -> FlaskClient:
    """Returns a browser with the cookies of answers to first marks that came at the same moment."""
    browser = app.test_client()
    for _ in range(count):
        tab = app.test_client()
        assert tab.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
        browser._cookies.update(tab._cookies)  # type: ignore[union-attr]  # a client with cookies has some
    return browser


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("milepost")
    assert cookie is not None
    return cookie.value


def guests(app: Flask) -> int:
    return len(rows_of_all_tables(app)["learner"])


def test_more_than_one_request_can_take_are_brought_by_the_next(app: Flask) -> None:
    browser = first_marks(app, MOST_FIRST + 3)
    browser.get("/alpha")
    browser.get("/alpha")
    assert guests(app) == 1
    assert not [key for key in browser._cookies or {} if "first" in key[2]]


def test_an_act_too_many_leaves_them_for_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = first_marks(app, 2)
    token = token_of(browser)
    other = "/alpha/alpha--beta@sub-one-0000000000001/status"
    stray = app.test_client()
    stray.post(other, data={"status": "done"})
    browser.set_cookie("milepost-first-00000000", token_of(stray))
    monkeypatch.setattr(limits, "LIMITS", ((1, limits.LIMITS[0][1]),))
    assert browser.get("/alpha").status_code == 200
    assert token_of(browser) == token
    monkeypatch.undo()
    assert b"2 of 9 done" in browser.get("/alpha").data
    assert guests(app) == 1


def test_a_guest_who_is_gone_meanwhile_is_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests may bring the same two guests together, each into its own."""
    browser = first_marks(app, 2)
    own = int(token_of(browser).partition(".")[0])

    def remove(*_: object) -> list[int]:
        with db.engine.begin() as connection:
            connection.execute(delete(Learner).where(Learner.id == own))
        return [own - 1]

    monkeypatch.setattr("webapp.web.site.visitor.find_guests", remove)
    answer = browser.get("/alpha")
    assert answer.status_code == 200
    assert b"1 of 9 done" not in answer.data


def test_invented_cookies_cost_one_query_and_write_nothing(app: Flask) -> None:
    browser = first_marks(app, 1)
    browser.get("/alpha")
    for number in range(200):
        browser.set_cookie(f"milepost-first-{number:08x}", f"{number + 1}.{'A' * 43}")
    browser.set_cookie("milepost-first-zz", "junk\0")
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    assert browser.get("/alpha").status_code == 200
    assert len(statements) <= 3
    assert not [text for text in statements if not text.startswith("SELECT")]
    assert guests(app) == 1
