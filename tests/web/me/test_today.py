"""Today's page: one thing to do, then the week, then the rest. Empty, begun, and all done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.databases import on_both
from tests.web.roadmaps.test_pages import queries
from webapp.accounts.directory import find_learner
from webapp.db.unit_of_work import writing
from webapp.learning.days import zone_named
from webapp.progress.marks import set_marks
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

TOPIC = "/alpha/first-steps@main-one-000000000001"


def page_of(client: FlaskClient, path: str = "/me") -> html.HtmlElement:
    return html.fromstring(client.get(path).text)


def words(page: html.HtmlElement, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(xpath)]


def finish(
    app: Flask, slug: str, status: str = "done", at: datetime | None = None, kind: str = "mark"
) -> None:
    """Marks all topics of one of Ada's roadmaps."""
    roadmap = services_of(app).catalog_store.catalog.roadmaps[slug]
    marks = [(slug, topic, status) for topic in roadmap.order]
    with app.app_context(), writing(db.session()) as session:
        learner = find_learner(session, "ada")
        assert learner
        set_marks(session, learner, marks, at or datetime.now(UTC), kind=kind)


def test_a_learner_without_marks_is_invited_to_begin(ada: FlaskClient) -> None:
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["Where do you want to go?"]
    assert page.xpath('//section[contains(@class, "current--onward")]//a[@class="button"]/@href') == [
        "/roadmaps"
    ]
    assert words(page, '//h2[@id="shelf-next"]') == ["To begin with"]
    assert words(page, '//*[@class="week__words"]') == ["Nothing yet. One topic is enough for a day."]
    assert page.xpath('//*[@id="shelf-under-way"]|//*[@id="finished"]|//*[@id="journal"]') == []


def test_the_first_thing_is_the_next_topic_with_a_link_to_it(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["Alpha & Beta"]
    (button,) = page.xpath('//section[@class="current"]//a[@class="button"]')
    assert button.get("href") == "/alpha/alpha--beta@sub-one-0000000000001"
    assert button.text_content() == "Continue: Alpha & Beta"
    assert words(page, '//*[@class="current__crumbs"]') == ["Alpha / First Steps"]
    assert re.fullmatch(
        r"About \d+ minutes?(, with \d+ links? to read on)?", *words(page, '//*[@class="current__facts"]')
    )
    assert words(page, '//*[@class="meter__words"]') == ["1 of 9 done"]
    picture = '//*[@class="current__picture"]'
    assert page.xpath(f"{picture}//rect/@data-status") == ["done"]
    assert len(page.xpath(f'{picture}//*[@class="milestone__stone"]')) == 1


def test_the_other_roadmaps_follow_and_the_last_one_is_first(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    ada.post("/beta/one@b1/status", data={"status": "learning"})
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["One"]
    shelf = '//section[@aria-labelledby="shelf-under-way"]'
    assert words(page, f"{shelf}//h3") == ["Alpha"]
    assert words(page, f'{shelf}//*[@class="card__resume"]/a') == ["Alpha & Beta"]


def test_an_undo_in_the_journal_takes_the_roadmap_off_the_page(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    for path in ("/me", "/me/history"):
        page = page_of(ada, path)
        assert words(page, '//*[@class="journal__day"]/summary') == ["Today 1 change"]
        assert page.xpath('//*[@class="journal"]//input[@name="next"]/@value') == [path]
    ada.post(page.xpath('//form[contains(@action,"/undo")]/@action')[0], data={"next": "/me/history"})
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["Where do you want to go?"]
    assert words(page, '//*[@class="week__stone week__stone--learnt"]') == []


def test_the_newest_day_is_open_in_the_history_alone(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    opened = '//details[@class="journal__day"][@open]//li'
    assert len(page_of(ada, "/me/history").xpath(opened)) == 1
    assert page_of(ada, "/me").xpath(opened) == []


def test_a_number_of_the_week_leads_to_the_acts_behind_it(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    page = page_of(ada)
    (day,) = page.xpath('//a[@class="week__stone week__stone--learnt"]')
    assert (day.text, day.get("aria-label")) == ("1", "Today: 1 topic")
    (acts,) = page.xpath(f'//*[@id="{day.get("href")[1:]}"]')
    assert "First Steps: Done" in " ".join(acts.text_content().split())
    assert len(page.xpath('//li[contains(@class, "week__day")]')) == 7


def test_the_day_is_that_of_the_learners_clock(app: Flask, ada: FlaskClient) -> None:
    # At this hour it is another day in one of these two places.
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        ada.post("/me/settings/time-zone", data={"time_zone": zone})
        today = datetime.now(zone_named(zone)).date()
        assert str(today.day) in words(page_of(ada), '//*[@class="today__date"]')[0]


def test_what_was_known_before_is_no_day_of_learning(app: Flask, ada: FlaskClient) -> None:
    finish(app, "beta", kind="known")
    page = page_of(ada)
    assert words(page, '//*[@class="finished__title"]') == ["Beta"]
    assert page.xpath('//a[contains(@class, "week__stone--learnt")]') == []


def test_a_finished_roadmap_leaves_what_is_under_way(app: Flask, ada: FlaskClient) -> None:
    finish(app, "beta", at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["You walked all of Beta"]
    assert words(page, '//*[@class="finished__roadmap"]') == [
        "Beta 2 topics, the last one on 3 November 2026. Make a record"
    ]
    assert page.xpath('//*[@id="shelf-under-way"]') == []
    assert words(page, '//section[contains(@class, "current--onward")]//a[@class="button"]') == [
        "Begin Alpha"
    ]
    assert page_of(ada, "/").xpath('//*[@id="shelf-going-on"]') == []
    (card,) = page_of(ada, "/roadmaps").xpath('//li[contains(@class, "card")][.//a[@href="/beta"]]')
    assert "Finished" in card.text_content()


def test_who_has_walked_all_sees_the_end_of_that_map(app: Flask, ada: FlaskClient) -> None:
    finish(app, "alpha", at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["You walked all of Alpha"]
    picture = '//*[@class="current__picture"]'
    assert page.xpath(f'{picture}//*[contains(@class, "milestone--end")]')
    assert set(page.xpath(f"{picture}//rect/@data-status")) == {"done"}


def test_everything_there_is_is_finished(app: Flask, ada: FlaskClient) -> None:
    for slug in ("alpha", "beta"):
        finish(app, slug)
    page = page_of(ada)
    assert "every roadmap there is here" in words(page, '//*[@class="current__sentence"]')[0]
    assert page.xpath('//*[@id="shelf-next"]') == []


def test_where_only_skipped_topics_are_left_the_page_says_so(app: Flask, ada: FlaskClient) -> None:
    finish(app, "beta", "skipped")
    page = page_of(ada)
    assert words(page, '//*[@class="current__title"]') == ["Only skipped topics are left"]
    assert page.xpath('//section[@class="current"]//a[@class="button"]/@href') == ["/beta?view=list"]


@on_both
@pytest.mark.parametrize("path", ["/me", "/me/history", "/", "/roadmaps", "/alpha", "/beta", TOPIC])
def test_a_page_of_a_learner_takes_three_queries_at_most(app: Flask, ada: FlaskClient, path: str) -> None:
    finish(app, "beta", at=datetime.now(UTC) - timedelta(days=3))
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    ada.get(path)
    with queries(app) as seen:
        assert ada.get(path).status_code == 200
    assert len(seen) <= 3, seen
