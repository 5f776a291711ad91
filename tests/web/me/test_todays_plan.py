"""What is planned for today, on today's page."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect

from tests.browsing import sign_up
from tests.clock import Clock
from tests.databases import on_both
from tests.web.me.test_today import page_of, words
from tests.web.roadmaps.test_pages import queries

FIRST = "/alpha/first-steps@main-one-000000000001"
ROWS = '//section[@aria-labelledby="todays-plan"]//li'


def plan(client: FlaskClient, clock: Clock, hours: str = "1", slug: str = "alpha", days: int = 0) -> None:
    begins = clock.now(UTC).date() + timedelta(days=days)
    client.post("/me/plan", data={"roadmap": slug, "hours": hours, "starts_on": str(begins)})


def said(client: FlaskClient) -> str:
    return words(page_of(client), '//*[@class="todays__words"]')[0].removesuffix("Open the plan")


@on_both
def test_it_says_how_many_of_how_many_and_how_long(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    assert page_of(ada).xpath(ROWS) == []
    plan(ada, clock, hours="1.5")
    page = page_of(ada)
    assert said(ada).startswith("0 of 4 topics done, about 13 minutes left")
    assert page.xpath(f"{ROWS}//button/@value") == ["done"] * 4
    ada.post(f"{FIRST}/status", data={"status": "done", "next": "/me"})
    with queries(app) as seen:
        page = page_of(ada)
    assert len(seen) <= 3, seen
    assert said(ada).startswith("1 of 4 topics done, about 3 minutes left")
    assert page.xpath(f"{ROWS}//button/@value") == ["pending", "done", "done", "done"]
    assert words(page, f"{ROWS}//button")[0] == "Mark not started: First Steps"
    assert words(page, f"{ROWS}/a")[0] == "First Steps"


def test_what_was_known_before_or_undone_is_not_done_today(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, clock, hours="1.5")
    ada.post(f"{FIRST}/status", data={"status": "done"})
    (action, *_) = page_of(ada).xpath('//form[contains(@action, "/undo")]/@action')
    ada.post(action)
    assert said(ada).startswith("0 of 4 topics done")
    ada.post("/alpha/known", data={"known": "main-one-000000000001", "shown": "main-one-000000000001"})
    assert said(ada).startswith("0 of 4 topics done")


def test_who_has_done_all_of_today_is_told_so(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, clock, hours="0.5")
    ada.post(f"{FIRST}/status", data={"status": "done"})
    assert said(ada) == "1 topic done. That is all for today."


def test_of_many_topics_the_first_have_rows(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, clock, hours="60")
    page = page_of(ada)
    assert len(page.xpath(ROWS)) == 6
    assert words(page, '//*[@class="todays__words"]/a') == ["3 more in the plan"]


def test_a_plan_that_begins_later_says_when(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, clock, days=3)
    assert said(ada).startswith("Nothing is planned for today. Next: ")
    assert page_of(ada).xpath(ROWS) == []


def test_rows_of_two_roadmaps_name_them(ada: FlaskClient, clock: Clock) -> None:
    plan(ada, clock, hours="0.5")
    plan(ada, clock, hours="0.5", slug="beta")
    assert [text.split(",")[0] for text in words(page_of(ada), f'{ROWS}/*[@class="tick__facts"]')] == [
        "Alpha",
        "Beta",
        "Beta",
    ]


def test_a_tick_leads_back_without_scripts_and_renews_the_page_with_them(
    ada: FlaskClient, clock: Clock
) -> None:
    plan(ada, clock, hours="1.5")
    (form, *_) = [f for f in page_of(ada).forms if f.action == f"{FIRST}/status"]
    data = {"status": "done", **dict(form.fields)}
    answer = ada.post(form.action, data=data)
    assert (answer.status_code, answer.location) == (303, "/me")
    answer = ada.post(form.action, data=data | {"status": "pending"}, headers={"HX-Request": "true"})
    assert answer.headers["Milepost-Stale"] == "1"
    assert "First Steps: not started" in html.fromstring(answer.text).text_content()


@pytest.mark.slow
def test_a_press_on_a_sign_keeps_the_place_and_the_focus(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 500})
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/me/plan")
    page.fill("#hours-new", "1.5")
    page.click("text=Make a plan")
    page.wait_for_url("**/me/plan")
    page.goto(f"{site}/me")
    button = page.locator(".tick__button").first
    button.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    button.click()
    expect(page.locator(".todays__words")).to_contain_text("1 of 4 topics done")
    expect(button).to_be_focused()
    assert abs(page.evaluate("scrollY") - place) < 40
    context.close()
