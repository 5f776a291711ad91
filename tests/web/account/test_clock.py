"""What time does to sessions, links and waiting marks."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from tests.pages import viewer_of
from tests.tables import difference, rows_of_all_tables
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

TOPIC = "/alpha/first-steps@main-one-000000000001"
SIGN_IN = {"username": "ada", "password": PASSWORD}


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("remember", "idle", "whole"), [("", 2, 7), ("y", 30, 90)], ids=["plain", "remembered"]
)
def test_a_session_ends_after_idle_days_and_when_its_time_is_up(
    ada: FlaskClient, clock: Clock, remember: str, idle: int, whole: int
) -> None:
    ada.post("/login", data=SIGN_IN | {"remember": remember})
    clock.wait(days=idle, seconds=-30)
    assert is_signed_in(ada)
    clock.wait(days=idle, seconds=1)
    assert not is_signed_in(ada)
    ada.post("/login", data=SIGN_IN | {"remember": remember})
    for _ in range(whole - 1):
        clock.wait(days=1)
        assert is_signed_in(ada)
    clock.wait(hours=23, minutes=59)
    assert is_signed_in(ada)
    clock.wait(minutes=2)
    assert not is_signed_in(ada)


@on_both
def test_being_seen_is_noted_every_ten_minutes_and_changes_nothing_else(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock
) -> None:
    assert is_signed_in(ada)
    before = rows_of_all_tables(app)
    clock.wait(minutes=9)
    assert is_signed_in(ada)
    assert difference(before, rows_of_all_tables(app)) == {}
    clock.wait(minutes=2)
    assert is_signed_in(ada)
    rows = difference(before, rows_of_all_tables(app))
    (new,), (old,) = rows["session"], rows["-session"]
    assert set(rows) == {"session", "-session"}
    assert {name for name in new if new[name] != old[name]} == {"last_seen_at"}
    assert new["learner_id"] == "1"
    seen, known = (datetime.fromisoformat(row["last_seen_at"]) for row in (new, old))
    assert timedelta(minutes=11) <= seen - known < timedelta(minutes=12)


def test_sessions_that_have_ended_are_swept_when_the_learner_signs_in(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock
) -> None:
    before = rows_of_all_tables(app)
    clock.wait(days=8)
    app.test_client().post("/login", data=SIGN_IN)
    rows = difference(before, rows_of_all_tables(app))
    assert [row["learner_id"] for row in rows["-session"]] == ["1"]
    assert [row["learner_id"] for row in rows["session"]] == ["1"]


@pytest.mark.parametrize(("minutes", "is_set"), [(59, True), (61, False)])
def test_a_mark_waits_an_hour_for_its_learner_to_sign_in_again(
    ada: FlaskClient, clock: Clock, minutes: int, is_set: bool
) -> None:
    viewer = viewer_of(ada)
    ada.post("/logout")
    address = ada.post(f"{TOPIC}/status", data={"status": "done", "viewer": viewer}).location
    want = parse_qs(urlsplit(address).query)["want"][0]
    clock.wait(minutes=minutes)
    ada.post("/login", data=SIGN_IN | {"want": want})
    assert is_signed_in(ada)
    assert ('data-status="done"' in ada.get("/alpha").text) is is_set


def test_a_link_for_a_new_password_is_good_for_an_hour(
    visitor: FlaskClient, ada: FlaskClient, settings: Settings, clock: Clock
) -> None:
    visitor.post("/forgot-password", data={"email": "ada"})
    (link,) = mailed_links(settings)
    clock.wait(minutes=59)
    assert visitor.get(link).status_code == 200
    clock.wait(minutes=2)
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, data={"password": "brand new password"}).status_code == 410
    assert is_signed_in(ada)
    visitor.post("/forgot-password", data={"email": "ada"})
    assert visitor.get(mailed_links(settings)[-1]).status_code == 200


def test_who_tried_too_often_may_try_again_after_a_quarter_of_an_hour(
    app: Flask, ada: FlaskClient, clock: Clock
) -> None:
    for _ in range(10):
        app.test_client().post("/login", data=SIGN_IN | {"password": "wrong"})
    clock.wait(minutes=14)
    assert app.test_client().post("/login", data=SIGN_IN).status_code == 429
    clock.wait(minutes=2)
    assert app.test_client().post("/login", data=SIGN_IN).status_code == 303
    # What no longer counts is not kept either; codes count for a day.
    clock.wait(days=1)
    app.test_client().post("/login", data=SIGN_IN)
    assert rows_of_all_tables(app)["sign_in_try"] == []


def test_feeds_keep_their_date_over_restarts(app: Flask, settings: Settings, clock: Clock) -> None:
    first = app.test_client().get("/rss.xml").headers["Last-Modified"]
    clock.wait(days=3)
    again = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    assert again.test_client().get("/rss.xml").headers["Last-Modified"] == first
    (settings.instance_dir / "cache" / "since").write_text("another version\n")
    third = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    assert third.test_client().get("/rss.xml").headers["Last-Modified"] != first
    for made in (again, third):
        with made.app_context():
            db.engine.dispose()
