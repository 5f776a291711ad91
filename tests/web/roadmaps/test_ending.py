"""The ending: what a roadmap's page says when every topic is done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import BrowserContext, expect

from tests.browsing import sign_up
from tests.web.me.test_today import finish, page_of, words

HX = {"HX-Request": "true"}
BEGINNERS = '//h1/*[contains(@class, "tag--new")]|//p[@class="notice"]'


def test_the_page_says_that_the_end_is_reached(app: Flask, ada: FlaskClient) -> None:
    finish(app, "alpha", "learning", at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    before = page_of(ada, "/alpha")
    assert before.xpath('//*[@id="ending"]/*|//*[@id="end-stone"]/*') == []
    assert len(before.xpath(BEGINNERS)) == 2
    finish(app, "alpha", at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    page = page_of(ada, "/alpha")
    assert words(page, '//*[@class="ending__words"]') == ["You walked all of Alpha"]
    assert words(page, '//*[@class="ending__days"]') == ["3–20 Nov 2026, 18 days"]
    assert words(page, '//*[@class="ending__topics"]') == ["9 topics"]
    assert page.xpath('//*[@id="end-stone"]//*[contains(@class, "milestone--end")]')
    # The list ends so too, and the bar leads to what else there is, below the map.
    assert words(page, '//*[@class="map__end-words"]') == ["You walked all of Alpha"]
    assert words(page, '//*[@id="continue"]/a[@href="#ending"]') == ["You walked all of it"]
    assert page.xpath('//*[contains(@class, "map--indexed")]/following::*[@id="ending"]')
    assert page.xpath('//input[@name="name"]/@value') == ["ada"]
    assert page.xpath(BEGINNERS) == []


def test_the_last_mark_brings_the_ending_and_its_undo_takes_it_away(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    last = html.fromstring(ada.post("/beta/two@b2/status", data={"status": "done"}, headers=HX).text)
    assert words(last, '//*[@id="ending"]//h2') == ["You walked all of Beta"]
    undo = last.xpath('//form[starts-with(@action, "/me/acts/")]/@action')[0]
    undone = html.fromstring(ada.post(undo, headers=HX).text)
    assert undone.xpath('//*[@id="ending"]')
    assert undone.xpath('//*[@id="ending"]/*') == []


def test_the_message_of_the_last_mark_says_so_and_leads_to_the_ending(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    last = html.fromstring(ada.post("/beta/two@b2/status", data={"status": "done"}, headers=HX).text)
    assert words(last, '//*[@class="toast__words"]') == ["Two: done. You walked all of Beta."]
    assert last.xpath("//*[@data-toast]/a/@href") == ["/beta#ending"]
    # What is marked again, or another way, finishes nothing.
    again = html.fromstring(ada.post("/beta/two@b2/status", data={"status": "done"}, headers=HX).text)
    assert words(again, '//*[@class="toast__words"]') == ["Two: done"]
    assert again.xpath("//*[@data-toast]/a") == []


def test_without_a_script_the_next_page_has_the_message(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    ada.post("/beta/two@b2/status", data={"status": "done"})
    page = page_of(ada, "/beta/two@b2")
    assert words(page, '//*[@id="toasts"]//*[@class="toast__words"]') == [
        "Two: done. You walked all of Beta."
    ]
    assert page.xpath("//*[@data-toast]/a/@href") == ["/beta#ending"]
    assert page.xpath("//*[@data-toast]/form")


def test_from_the_last_topic_a_button_leads_to_the_ending(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    panel = html.fromstring(ada.get("/beta/two@b2", headers=HX).text)
    assert words(panel, "//*[@data-go-on]") == ["Done: that was the last one"]
    form = panel.xpath('//form[@class="go-on"]')[0]
    # The panel closes with the page.
    assert "hx-post" not in form.attrib
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert ada.post(form.get("action"), data=fields).location == "/beta#ending"
    assert words(page_of(ada, "/beta/two@b2"), "//*[@data-go-on]") == ["Go on: the end of the trail"]


def test_where_something_else_is_left_undone_the_last_topic_leads_nowhere(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "skipped"})
    assert page_of(ada, "/beta/two@b2").xpath("//*[@data-go-on]") == []


def test_a_skipped_topic_is_not_walked(ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    ada.post("/beta/two@b2/status", data={"status": "skipped"})
    assert page_of(ada, "/beta").xpath('//*[@id="ending"]/*') == []


def test_a_made_record_is_linked(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    finish(app, "beta")
    address = ada.post("/beta/record", data={"name": "Ada"}).location
    assert address in page_of(ada, "/beta").xpath('//*[@id="ending"]//a/@href')
    assert page_of(ada).xpath('//*[@class="finished__roadmap"]//a/@href') == ["/beta", address]
    assert address not in grace.get("/beta").text


def test_a_guest_is_told_how_to_get_a_record(visitor: FlaskClient) -> None:
    for topic in ("one@b1", "two@b2"):
        visitor.post(f"/beta/{topic}/status", data={"status": "done"})
    ending = page_of(visitor, "/beta").xpath('//*[@id="ending"]')[0]
    assert "You walked all of Beta" in ending.text_content()
    assert "/signup" in ending.xpath(".//a/@href")
    assert ending.xpath(".//form") == []
    assert visitor.post("/beta/record", data={"name": "Ada"}).location == "/signup?next=/me"


def test_visitors_get_no_ending(visitor: FlaskClient) -> None:
    assert page_of(visitor, "/alpha").xpath('//*[@id="ending"]/*|//*[@id="end-stone"]/*') == []


@pytest.mark.slow
def test_the_page_opens_at_the_ending_once(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    sign_up(page, site)
    paths = html.fromstring(page.request.get(f"{site}/alpha").text()).xpath("//a[@data-status]/@href")
    for path in dict.fromkeys(paths):
        marked = page.request.post(
            f"{site}{path}/status", form={"status": "done"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert marked.ok
    page.goto(f"{site}/alpha")
    expect(page.locator("#ending-words")).to_be_in_viewport()
    page.goto(f"{site}/beta")
    page.goto(f"{site}/alpha")
    expect(page.locator("h1")).to_be_in_viewport()
