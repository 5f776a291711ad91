"""The weekly mail: off until asked for, sent once a week by a real mail server, ended by one click."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mail.servers import MailServer
from tests.mail.servers import mail_server as mail_server  # a fixture
from tests.mails import mailed_links, text_of
from tests.portability.people import sessions
from webapp.app import create_app
from webapp.config import Settings
from webapp.habits.digests import next_digest, unsubscribe_token
from webapp.jobs.worker import Worker
from webapp.mail.queue import KIND, send_queued
from webapp.web.habits.digest_mail import digest_jobs
from webapp.web.site.extensions import db

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
FIRST = "/alpha/first-steps@main-one-000000000001"
CROSS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}


def verify(ada: FlaskClient, settings: Settings) -> None:
    ada.post("/me/settings/email/verify")
    link = mailed_links(settings, "ada@example.org", "/verify-email/")[-1]
    assert ada.post(link).status_code in {200, 303}


def wish(client: FlaskClient, weekly: str = "1") -> int:
    return client.post("/me/settings/notifications", data={"weekly": weekly}).status_code


def week(app: Flask, settings: Settings, server: MailServer, clock: Clock) -> list[str]:
    """Lets a week go by, day by day, with a new worker each day; returns the new mails' texts."""
    before = len(server.arrived)
    mailing = dataclasses.replace(settings, mail_url=server.url)
    for _ in range(7):
        handlers, daily = digest_jobs(app, settings, partial(sessions, app))
        for _ in range(2):
            worker = Worker(partial(sessions, app), {KIND: partial(send_queued, mailing), **handlers}, daily)
            worker._put_daily()
            worker.run_due()
        clock.wait(days=1)
    return [text_of(mail) for mail in server.arrived[before:]]


@on_both
def test_it_is_off_until_asked_for_then_once_a_week_until_one_click(
    app: Flask,
    ada: FlaskClient,
    visitor: FlaskClient,
    settings: Settings,
    mail_server: MailServer,
    clock: Clock,
) -> None:
    assert wish(ada) == 422
    verify(ada, settings)
    ada.post(f"{FIRST}/status", data={"status": "done"})
    assert week(app, settings, mail_server, clock) == []
    ada.post("/login", data={"username": "ada", "password": PASSWORD})
    assert wish(ada) == 303
    texts = week(app, settings, mail_server, clock)
    assert len(texts) == 1
    assert "Next: Alpha & Beta" in texts[0]
    mail = mail_server.arrived[-1]
    assert mail["To"] == "ada@example.org"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path
    assert path in text_of(mail, "html")
    assert "End the weekly mail" in visitor.get(path).text
    assert len(week(app, settings, mail_server, clock)) == 1, "looking ends nothing"
    ended = visitor.post(path, data={"List-Unsubscribe": "One-Click"}, headers=CROSS)
    assert ended.status_code == 200
    assert "Set-Cookie" not in ended.headers
    assert week(app, settings, mail_server, clock) == []


def test_it_stays_away_after_four_weeks_without_learning(
    app: Flask, ada: FlaskClient, settings: Settings, mail_server: MailServer, clock: Clock
) -> None:
    verify(ada, settings)
    ada.post(f"{FIRST}/status", data={"status": "done"})
    wish(ada)
    assert [len(week(app, settings, mail_server, clock)) for _ in range(6)][-2:] == [0, 0]


def test_a_link_of_the_key_of_before_ends_the_mail(app: Flask, settings: Settings, ada: FlaskClient) -> None:
    token = unsubscribe_token(settings.secret_key, 1)
    new = replace(settings, secret_key="a new key of the site 0123456789")
    for known, status in (("", 404), (settings.secret_key, 200)):
        site = create_app(replace(new, secret_key_previous=known), TESTING=True, RATELIMIT_ENABLED=False)
        assert site.test_client().get(f"/unsubscribe/{token}").status_code == status
        with site.app_context():
            db.engine.dispose()


def test_it_names_some_of_the_plan_and_says_how_many_more_there_are(
    app: Flask, ada: FlaskClient, settings: Settings, mail_server: MailServer, clock: Clock
) -> None:
    verify(ada, settings)
    ada.post("/me/plan", data={"roadmap": "alpha", "hours": "40", "starts_on": str(clock.now(UTC).date())})
    wish(ada)
    (text,) = week(app, settings, mail_server, clock)
    assert len(re.findall("^- ", text, re.MULTILINE)) == 5
    assert re.search(r"\b4 more topics in your plan: \S+/me/plan\s", text)
    assert "4 more topics in your plan</a>" in text_of(mail_server.arrived[-1], "html")


def test_a_plan_that_is_not_begun_brings_no_mail_for_ever(
    app: Flask, ada: FlaskClient, settings: Settings, mail_server: MailServer, clock: Clock
) -> None:
    verify(ada, settings)
    ada.post("/me/plan", data={"roadmap": "alpha", "hours": "1", "starts_on": str(clock.now(UTC).date())})
    wish(ada)
    numbers = [len(week(app, settings, mail_server, clock)) for _ in range(7)]
    assert numbers[:3] == [1, 1, 1]
    assert numbers[-2:] == [0, 0]


@pytest.mark.parametrize("token", ["x", "1.", "1." + "0" * 64, "01." + "0" * 64, "1.é", "0"])
def test_a_token_that_is_none_ends_nothing(visitor: FlaskClient, ada: FlaskClient, token: str) -> None:
    assert visitor.get(f"/unsubscribe/{token}").status_code == 404
    assert visitor.post(f"/unsubscribe/{token}").status_code == 404


def test_other_addresses_stay_closed_to_other_sites(ada: FlaskClient) -> None:
    assert ada.post("/me/settings/notifications", data={"weekly": "1"}, headers=CROSS).status_code == 403


@pytest.mark.parametrize(
    ("zone", "now", "monday", "due"),
    [
        ("UTC", "2026-11-26T20:00", date(2026, 11, 30), "2026-11-30T07:00"),
        ("America/New_York", "2026-11-30T11:59", date(2026, 11, 30), "2026-11-30T12:00"),
        ("America/New_York", "2026-11-30T12:01", date(2026, 12, 7), "2026-12-07T12:00"),
        ("Pacific/Kiritimati", "2026-11-29T16:59", date(2026, 11, 30), "2026-11-29T17:00"),
    ],
)
def test_it_comes_on_monday_morning_by_the_learners_clock(
    zone: str, now: str, monday: date, due: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_digest(zone, moment) == (monday, datetime.fromisoformat(due).replace(tzinfo=UTC))
    assert next_digest(zone, moment)[1] - moment < timedelta(days=7, minutes=1)
