"""The heat map of a year and the growth of a roadmap, each with the table behind it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.databases import on_both
from tests.portability.people import sessions
from webapp.db.unit_of_work import writing
from webapp.progress.marks import set_marks

FIRST = "/alpha/first-steps@main-one-000000000001"
SECOND = "/alpha/alpha--beta@sub-one-0000000000001"


@on_both
def test_a_day_of_the_year_says_how_many_and_opens_them(ada: FlaskClient) -> None:
    for topic in (FIRST, SECOND):
        ada.post(f"{topic}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/me/year").text)
    (cell,) = page.xpath('//svg//a[starts-with(@href, "/me/day")]')
    assert cell.xpath("string(title)").endswith(": 2 topics")
    (row,) = page.xpath("//table//tr[th/a]")
    assert [row.xpath("string(td)"), row.xpath("string(th/a/@href)")] == ["2", cell.get("href")]
    day = html.fromstring(ada.get(cell.get("href")).text)
    assert len(day.xpath('//li[contains(@class, "act")]')) == 2
    assert page.xpath('//a[@href="/me/year/alpha"]')


@on_both
def test_a_roadmap_grows_and_shrinks_by_the_day(ada: FlaskClient, clock: Clock) -> None:
    assert "Nothing is done yet." in ada.get("/me/year/alpha").text
    first = clock.now(UTC).date()
    ada.post(f"{FIRST}/status", data={"status": "done"})
    ada.post(f"{SECOND}/status", data={"status": "learning"})
    clock.wait(days=1)
    ada.post(f"{SECOND}/status", data={"status": "done"})
    clock.wait(days=1)
    ada.post(f"{FIRST}/status", data={"status": "pending"})
    page = html.fromstring(ada.get("/me/year/alpha").text)
    assert [row.xpath("string(td)") for row in page.xpath("//tbody/tr")] == ["1", "2", "1"]
    assert page.xpath("//tbody/tr[last()]//a/@href") == [f"/me/day?on={first}"]
    assert "1 of 9 topics done" in page.xpath("string(//h1/following-sibling::p)")


@on_both
def test_today_the_year_and_the_streak_count_the_same(ada: FlaskClient, clock: Clock) -> None:
    assert "Your first day will light up here." in ada.get("/me/year").text
    ada.post(f"{SECOND}/status", data={"status": "skipped"})
    for path in ("/me", "/me/year", "/me/streak"):
        assert "1 day" not in ada.get(path).text, path
    ada.post(f"{FIRST}/status", data={"status": "learning"})
    assert "1 day of learning, 1 topic<" in ada.get("/me").text
    clock.wait(days=1)
    ada.post(f"{FIRST}/status", data={"status": "done"})
    for path in ("/me", "/me/year"):
        assert "2 days of learning, 1 topic<" in ada.get(path).text, path
    assert "Your longest streak so far: 2 days." in ada.get("/me/streak").text


@pytest.mark.parametrize("year", ["x", "1969", "99999", "-1", "2026.5"])
def test_a_year_that_is_none_is_not_found(ada: FlaskClient, year: str) -> None:
    assert ada.get(f"/me/year?year={year}").status_code == 404


def test_years_lead_to_those_with_something_learnt(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    before = clock.now(UTC).year - 2
    with sessions(app) as session, writing(session):
        set_marks(
            session, 1, [("alpha", "main-one-000000000001", "done")], datetime(before, 5, 1, tzinfo=UTC)
        )
    page = html.fromstring(ada.get("/me/year").text)
    assert page.xpath('//a[@rel="prev"]/text()') == [str(before)]
    assert page.xpath('//a[@rel="next"]') == []
    assert "1 day of learning, 1 topic<" in ada.get(f"/me/year?year={before}").text
    assert ada.get("/me/year/nothing").status_code == 404
