"""A machine's clock that is wrong for a while and is then set right, by hours or days, ahead or back."""

from __future__ import annotations

import dataclasses
import re
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.faults.writers import TOPIC
from tests.jobs.conftest import Sessions
from tests.jobs.conftest import sessions as sessions  # a fixture
from tests.mail.servers import MailServer
from tests.mail.servers import mail_server as mail_server  # a fixture
from webapp.accounts.limits import PER_ACCOUNT_AND_NETWORK
from webapp.config import Settings
from webapp.jobs.worker import Worker
from webapp.mail.queue import KIND, send_queued

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HX = {"HX-Request": "true"}
both_ways = pytest.mark.parametrize("hours", [26, 1, -1, -26])


def mark(client: FlaskClient, status: str) -> str:
    """Marks the topic, and returns the address that undoes it."""
    answer = client.post(f"{TOPIC}/status", data={"status": status}, headers=HX)
    assert answer.status_code == 200
    found = re.search(r"/me/acts/\w+/undo", answer.text)
    assert found
    return found[0]


def status(client: FlaskClient) -> str:
    page = html.fromstring(client.get(TOPIC).text)
    return str(page.xpath('string(//button[@name="status"][@aria-pressed="true"]/@value)'))


@on_both
@both_ways
def test_marks_their_undo_and_the_pages_of_days_go_on(ada: FlaskClient, clock: Clock, hours: int) -> None:
    mark(ada, "learning")
    clock.wait(hours=hours)
    mark(ada, "done")
    clock.wait(hours=-hours)
    undo = mark(ada, "skipped")
    assert status(ada) == "skipped"
    assert ada.post(undo).status_code in (200, 303)
    assert status(ada) == "done"
    for path in ("/me", "/me/history", "/me/streak", "/me/year"):
        assert ada.get(path).status_code == 200, path
    assert "Streak: " in ada.get("/me").text


@both_ways
def test_a_session_outlasts_it(ada: FlaskClient, clock: Clock, hours: int) -> None:
    clock.wait(hours=hours)
    assert ada.get("/me").status_code == 200
    clock.wait(hours=-hours)
    assert ada.get("/me").status_code == 200


def test_who_was_signed_out_by_a_clock_ahead_is_signed_in_once_it_is_right(
    ada: FlaskClient, clock: Clock
) -> None:
    clock.wait(days=3)
    assert ada.get("/me").status_code == 303
    clock.wait(days=-3)
    assert ada.get("/me").status_code == 200


@on_both
def test_wrong_passwords_of_a_wrong_clock_lock_nobody_out(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    clock.wait(hours=1)
    visitor = app.test_client()
    for _ in range(PER_ACCOUNT_AND_NETWORK):
        visitor.post("/login", data={"username": "ada", "password": "not the one"})
    own = {"username": "ada", "password": PASSWORD}
    assert visitor.post("/login", data=own).status_code == 429
    clock.wait(hours=-1)
    assert visitor.post("/login", data=own).status_code == 303


def test_mail_of_a_clock_ahead_is_sent_when_its_time_comes(
    app: Flask,
    ada: FlaskClient,
    settings: Settings,
    sessions: Sessions,
    mail_server: MailServer,
    clock: Clock,
) -> None:
    worker = Worker(
        sessions,
        {KIND: partial(send_queued, dataclasses.replace(settings, mail_url=mail_server.url))},
    )
    worker.run_due()
    before = len(mail_server.arrived)
    clock.wait(minutes=30)
    assert app.test_client().post("/forgot-password", data={"email": "ada"}).status_code == 200
    clock.wait(minutes=-30)
    worker.run_due()
    assert len(mail_server.arrived) == before
    clock.wait(minutes=30)
    worker.run_due()
    assert len(mail_server.arrived) == before + 1
