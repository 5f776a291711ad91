"""The page that leads to all settings says how each of them is now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import insert, update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.web.account.test_email import verify
from tests.web.roadmaps.test_pages import queries
from webapp.accounts.models import LearnerSession
from webapp.accounts.second_step_models import Passkey, SecondStep
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
HERE = "/me/settings"
ADA = 1


def states(client: FlaskClient) -> dict[str, str]:
    page = html.fromstring(client.get(HERE).text)
    rows = page.xpath('//li[@class="settings__row"]')
    return {row.find("a").text_content(): row.find("p").text_content() for row in rows}


def test_a_new_account_is_told_what_is_missing(ada: FlaskClient) -> None:
    assert states(ada) == {
        "Username": "ada",
        "E-mail": "ada@example.org, not confirmed yet",
        "Password": "Set",
        "Passkeys": "None yet",
        "Second step": "Off",
        "Where you are signed in": "In this browser alone",
        "Public profile": "Closed: nobody else can see it",
        "Links and badges": "None in use",
        "Weekly mail": "Off: it needs a confirmed address",
        "Your days": "They end at 00:00",
        "Take your data along": "Everything that this site keeps of you, as files, whenever you like",
        "Bring data here": "From another Milepost, as a file",
        "Delete your account": "You have 14 days to come back",
    }


def test_it_says_what_was_set_up(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, settings: Settings
) -> None:
    now = datetime.now(UTC)
    verify(ada, settings, "ada@example.org")
    ada.post(f"{HERE}/notifications", data={"weekly": "1"})
    ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    ada.post(f"{HERE}/profile", data={"is_open": "y", "roadmap": "alpha"})
    ada.post(f"{HERE}/links", data={"roadmap": "alpha", "lasting": "7"})
    ada.post("/me/streak", data={"day_begins": "3", "rest": ["5", "6"]})
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    with app.app_context(), writing(db.session()) as session:
        for number in (1, 2):
            names = (
                "id",
                "credential_hash",
                "credential_id",
                "public_key",
                "user_handle",
                "name",
                "transports",
            )
            row = dict.fromkeys(names, f"key {number}")
            session.execute(insert(Passkey).values(learner_id=ADA, sign_count=0, created_at=now, **row))
        session.execute(insert(SecondStep).values(learner_id=ADA, since=now))
    found = states(ada)
    assert found["E-mail"] == "ada@example.org"
    assert found["Passkeys"] == "2 passkeys"
    assert found["Second step"] == "On"
    assert found["Where you are signed in"] == "In 2 browsers"
    assert found["Public profile"] == "Open, with 1 roadmap"
    assert found["Links and badges"] == "1 in use"
    assert found["Weekly mail"] == "On Mondays"
    assert found["Your days"] == "They end at 03:00. Days of rest: Saturday, Sunday"


def test_a_session_that_was_not_used_for_long_is_no_browser(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    assert states(ada)["Where you are signed in"] == "In 2 browsers"
    with app.app_context(), writing(db.session()) as session:
        newest = session.query(LearnerSession).order_by(LearnerSession.created_at.desc()).first()
        assert newest
        idle = {"last_seen_at": datetime.now(UTC) - timedelta(days=2, hours=1), "remember": False}
        session.execute(update(LearnerSession).where(LearnerSession.id == newest.id).values(**idle))
    assert states(ada)["Where you are signed in"] == "In this browser alone"


def test_each_row_leads_to_a_page_and_a_place_on_it(ada: FlaskClient) -> None:
    page = html.fromstring(ada.get(HERE).text)
    for href in page.xpath('//a[@class="settings__link"]/@href'):
        path, _, place = href.partition("#")
        answer = ada.get(path)
        assert answer.status_code == 200, href
        if place:
            assert html.fromstring(answer.text).xpath("//*[@id=$place]", place=place), href


def test_it_takes_five_queries(app: Flask, ada: FlaskClient) -> None:
    ada.get(HERE)
    with queries(app) as seen:
        ada.get(HERE)
    assert len(seen) == 5, seen
