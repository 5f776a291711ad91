"""The front page: an invitation for visitors, and for learners the way on."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect

from tests.web.me.test_today import finish

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST = "/alpha/first-steps@main-one-000000000001"


def test_a_visitor_is_told_what_this_is_and_sees_a_map(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/").text)
    assert page.findtext(".//h1") == "Know what to learn next, and see how far you have come"
    assert page.xpath("//section[@class='glimpse']//svg")


def test_a_learner_goes_on_first_of_all(ada: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/").text)
    assert page.findtext(".//h1") == "Go on where you were"
    current = page.xpath("//section[@class='current']")[0]
    assert current.xpath(".//h2")[0].text_content() == "Alpha & Beta"
    assert current.xpath(".//a[@class='button']/@href") == ["/alpha/alpha--beta@sub-one-0000000000001"]
    assert not page.xpath("//section[@class='glimpse']")
    assert page.xpath("//*[@id='shelf-roles']")


def test_who_walked_everything_is_led_on_and_not_greeted_as_a_visitor(app: Flask, ada: FlaskClient) -> None:
    finish(app, "alpha")
    page = html.fromstring(ada.get("/").text)
    assert page.findtext(".//h1") == "Where to next"
    onward = page.xpath("//section[@class='current current--onward']")[0]
    assert onward.findtext(".//h2") == "You walked all of Alpha"
    assert onward.xpath(".//a[@class='button']/text()") == ["Begin Beta"]
    assert onward.xpath(".//*[@class='milestone milestone--end']")
    assert not page.xpath("//section[@class='glimpse']|//*[@class='hero']")


def test_a_phone_shows_the_beginning_of_the_map_itself_as_a_link(chromium: Browser, site: str) -> None:
    page = chromium.new_context(**PHONE).new_page()
    page.goto(site)
    section = page.locator(".glimpse .node--section .node__link").first
    expect(section).to_contain_text("First Steps")
    assert float(section.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 12
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".glimpse .map").evaluate("e => e.clientHeight") <= 260
    # The face of maps is not loaded for it.
    assert not page.evaluate(
        "performance.getEntriesByType('resource').some(e => e.name.includes('balsamiq'))"
    )
    box = section.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 5, box["y"] + 5)
    expect(page).to_have_url(f"{site}/alpha")
    page.context.close()


def test_a_phone_without_scripts_shows_the_small_drawing(chromium: Browser, site: str) -> None:
    page = chromium.new_context(java_script_enabled=False, **PHONE).new_page()
    page.goto(site)
    expect(page.locator(".glimpse .thumb")).to_be_visible()
    expect(page.locator(".glimpse .map")).to_be_hidden()
    page.context.close()


def test_on_a_phone_no_sheet_of_the_map_holds_up_the_first_words(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/").text)
    sheets = [s for s in page.xpath("//head/link[@rel='stylesheet']") if "map." in s.get("href")]
    assert len(sheets) == 2
    assert {sheet.get("media") for sheet in sheets} == {"screen and (min-width: 60rem)"}
    later = [s for s in page.xpath("//main//link[@rel='stylesheet']") if "map." in s.get("href")]
    assert [sheet.get("fetchpriority") for sheet in later] == ["low", "low"]
