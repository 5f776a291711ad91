"""A plan that flows on from today, and its calendar as two other libraries read it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, date, timedelta

import ics
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.databases import on_both
from tests.tables import rows_of_all_tables

FIRST = "/alpha/first-steps@main-one-000000000001"
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")


def plan(client: FlaskClient, hours: str = "1", starts_on: str | date = "", **also: str) -> int:
    data = {"roadmap": "alpha", "hours": hours, "starts_on": str(starts_on)} | also
    return client.post("/me/plan", data=data).status_code


def address_of(client: FlaskClient) -> str:
    page = html.fromstring(client.post("/me/plan/calendar").text)
    (address,) = page.xpath('//a[@class="plan__address"]/@href')
    return str(address).removeprefix("http://127.0.0.1:8000").partition("localhost")[0]


def days(visitor: FlaskClient, address: str) -> dict[str, tuple[date, str]]:
    """The day and the title of each event by UID, as two libraries agree on them."""
    answer = visitor.get(address)
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.text)
    found = {
        str(event.uid.value): (event.dtstart.value, str(event.summary.value))
        for event in getattr(calendar, "vevent_list", [])
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        others = ics.Calendar(answer.text).events
    assert {event.uid: (event.begin.date(), event.name) for event in others} == found
    assert all(event.all_day for event in others)
    return found


@on_both
def test_every_topic_has_its_day_and_what_slips_moves_on(
    ada: FlaskClient, visitor: FlaskClient, clock: Clock
) -> None:
    today = clock.now(UTC).date()
    assert plan(ada, "0.5", today) == 303
    address = address_of(ada)
    first = days(visitor, address)
    assert len(first) == 9
    assert min(day for day, _ in first.values()) == today
    assert visitor.get(address).data == visitor.get(address).data
    clock.wait(days=20)
    slipped = days(visitor, address)
    assert slipped.keys() == first.keys(), "UIDs are stable"
    assert min(day for day, _ in slipped.values()) == today + timedelta(days=20)


@on_both
def test_what_is_done_leaves_and_a_plan_is_changed_and_removed(
    ada: FlaskClient, visitor: FlaskClient, clock: Clock
) -> None:
    today = clock.now(UTC).date()
    plan(ada, "1", today)
    address = address_of(ada)
    ada.post(f"{FIRST}/status", data={"status": "done"})
    assert "First Steps" not in {title for _, title in days(visitor, address).values()}
    plan(ada, "60", today + timedelta(days=30))
    assert {day for day, _ in days(visitor, address).values()} == {today + timedelta(days=30)}
    assert ada.post("/me/plan/remove", data={"roadmap": "alpha"}).status_code == 303
    assert days(visitor, address) == {}
    assert 'value="alpha"' in ada.get("/me/plan").text


def test_days_of_rest_have_no_topics(ada: FlaskClient, visitor: FlaskClient, clock: Clock) -> None:
    ada.post("/me/streak", data={"day_begins": "0", "rest": ["0", "1", "2", "3", "4", "5"]})
    plan(ada, "0.5", clock.now(UTC).date())
    assert {day.weekday() for day, _ in days(visitor, address_of(ada)).values()} == {6}


@on_both
def test_an_address_works_until_it_is_ended_or_replaced(
    app: Flask, ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient
) -> None:
    old = address_of(ada)
    token = old.removeprefix("/me/calendar/").removesuffix(".ics")
    assert token not in str(rows_of_all_tables(app)), "only a hash is stored"
    new = address_of(ada)
    assert [visitor.get(path).status_code for path in (old, new)] == [404, 200]
    grace.post("/me/plan/calendar/remove")
    assert visitor.get(new).status_code == 200
    ada.post("/me/plan/calendar/remove")
    assert visitor.get(new).status_code == 404


def test_a_plan_is_ones_own(ada: FlaskClient, grace: FlaskClient, clock: Clock) -> None:
    plan(ada, "2", clock.now(UTC).date())
    assert "Change this plan" in ada.get("/me/plan").text
    assert "Change this plan" not in grace.get("/me/plan").text


@pytest.mark.parametrize(
    ("hours", "starts_on"),
    [("0", "2026-11-26"), ("61", "2026-11-26"), ("nan", "2026-11-26"), ("inf", "2026-11-26"), ("2", "9999-12-31"),
     ("2", "0001-01-01"), ("x", "2026-11-26"), ("2", ""), ("2", "26.11.2026")],
)  # fmt: skip
def test_what_cannot_be_is_explained(ada: FlaskClient, hours: str, starts_on: str) -> None:
    assert plan(ada, hours, starts_on) == 422


def test_a_calendar_of_an_account_on_its_way_out_is_gone(
    sign_up: Callable[[str], FlaskClient], visitor: FlaskClient
) -> None:
    ada = sign_up("ada")
    address = address_of(ada)
    ada.post("/me/settings/data/delete", data={"username": "ada"})
    assert visitor.get(address).status_code == 404


def test_today_is_open_with_its_signs_and_the_weeks_are_folded(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, "0.5", clock.now(UTC).date())
    page = html.fromstring(ada.get("/me/plan").text)
    assert page.xpath('//main//a[@class="tick__topic"]/text()') == ["First Steps"]
    assert page.xpath('//li[@class="tick"]//input[@name="next"]/@value') == ["/me/plan"]
    assert page.xpath('//a[@class="tick__topic"]/ancestor::details') == []
    weeks = page.xpath('//details[@class="journal__day"]')
    assert weeks
    assert all(week.get("open") is None for week in weeks)
    titles = [week.xpath('string(.//*[@class="journal__title"])') for week in weeks]
    assert titles[0] in {"The rest of this week", "Next week"}
    assert len(page.xpath('//ul[@class="plan__topics"]//a')) == 8
    ada.post(f"{FIRST}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/me/plan").text)
    assert page.xpath('//li[@class="tick"]//button/@value') == ["pending"]
    assert "1 topic done. That is all for today." in page.text_content()


def test_the_forms_are_open_only_where_there_is_no_plan(ada: FlaskClient, clock: Clock) -> None:
    forms = '//form[contains(@class, "form")]'
    page = html.fromstring(ada.get("/me/plan").text)
    assert len(page.xpath(forms)) == 1
    assert page.xpath(f"{forms}/ancestor::details") == []
    plan(ada, "1", clock.now(UTC).date())
    page = html.fromstring(ada.get("/me/plan").text)
    assert len(page.xpath(f"{forms}[ancestor::details]")) == len(page.xpath(forms)) == 3
