"""Who a request comes from, and where somebody is sent who has to sign in."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Unauthorized

from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site import visitor as module
from webapp.web.site.extensions import db
from webapp.web.site.visitor import learner_or_address, send_to_sign_in, signed_in, viewer, viewer_key

TOPIC = "/alpha/first-steps@main-one-000000000001"
FRAGMENT = {"HX-Request": "true"}
GONE = OperationalError("SELECT", {}, Exception("gone"))


def test_a_guest_is_sent_to_sign_in_and_back_to_the_page(visitor: FlaskClient) -> None:
    assert visitor.get("/me/settings").location == "/login?next=/me/settings"
    with visitor.application.test_request_context("/search?q=a&x=b"):
        assert send_to_sign_in().location == "/login?next=/search?q%3Da%26x%3Db"
    # What was posted is not posted again: afterwards the dashboard is shown.
    assert visitor.post("/me/settings/sessions/end").location == "/login?next=/me"


def test_the_head_of_a_roadmap_or_topic_leads_back_to_it(visitor: FlaskClient) -> None:
    for path in ("/alpha", TOPIC, "/alpha/route"):
        links = html.fromstring(visitor.get(path).text).xpath("//header//a/@href")
        back = {"next": [path]}
        assert [parse_qs(urlsplit(link).query) for link in links if link.startswith("/login")] == [back]
        assert [parse_qs(urlsplit(link).query) for link in links if link.startswith("/signup")] == [back]
    head = html.fromstring(visitor.get("/").text).xpath("//header//a/@href")
    assert "/login" in head


def test_a_guests_fragment_sends_the_whole_page_to_sign_in(visitor: FlaskClient) -> None:
    answer = visitor.get("/me/settings", headers=FRAGMENT)
    assert (answer.status_code, answer.data) == (401, b"")
    assert answer.headers["HX-Redirect"] == "/login?next=/me/settings"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Location" not in answer.headers


def test_a_view_of_learners_refuses_guests_whatever_is_forgotten_in_front_of_it(app: Flask) -> None:
    with app.test_request_context("/me"), pytest.raises(Unauthorized):
        signed_in()


def test_a_learner_is_counted_by_number_and_a_guest_by_network(app: Flask, ada: FlaskClient) -> None:
    cookie = ada.get_cookie("milepost")
    assert cookie
    with app.test_request_context("/me", headers={"Cookie": f"milepost={cookie.value}"}):
        assert learner_or_address() == "learner 1"
        who = signed_in()
        assert (who.learner_id, who.username, who.token) == (1, "ada", cookie.value)
        assert who.get_id() == "1"
        assert len(who.session_id) == 32
        shown = viewer()
        assert shown
        assert (shown.username, shown.key) == ("ada", viewer_key(1))
    with app.test_request_context("/me", environ_base={"REMOTE_ADDR": "2001:db8::7"}):
        assert learner_or_address() == "2001:db8::/64"
        assert viewer() is None


def test_the_key_of_a_learners_page_is_another_on_every_site(app: Flask, settings: Settings) -> None:
    other = create_app(replace(settings, secret_key="another secret key of a site"), TESTING=True)
    keys = []
    for site in (app, other):
        with site.app_context():
            keys += [viewer_key(1), viewer_key(2)]
            db.engine.dispose()
    assert len(set(keys)) == 4
    assert {len(key) for key in keys} == {16}


def test_a_token_that_is_too_long_is_not_looked_up(visitor: FlaskClient) -> None:
    visitor.set_cookie("milepost", "1." + "x" * 300)
    assert visitor.get("/me").status_code == 303


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_while_the_database_is_away_nobody_is_taken_for_a_guest(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    def away(*_: object, **__: object) -> None:
        raise GONE

    with monkeypatch.context() as patched:
        patched.setattr(module, "find_session_and", away)
        assert ada.get("/alpha").status_code == 200
        for answer in (
            ada.get("/me", headers=headers),
            ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=headers),
            ada.post("/me/settings/sessions/end", data={"viewer": "x"}, headers=headers),
            ada.post("/logout", data={"viewer": "x"}, headers=headers),
            ada.post("/logout", headers=headers),
        ):
            assert answer.status_code == 503
            assert not [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("milepost=")]
    assert ada.get("/me").status_code == 200


def test_a_session_that_cannot_be_noted_as_seen_still_says_who_it_is(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise GONE

    monkeypatch.setattr(module, "is_touch_due", lambda *_: True)
    monkeypatch.setattr(module, "touch_session", away)
    assert ada.get("/me").status_code == 200
