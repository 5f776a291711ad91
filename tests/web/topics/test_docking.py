"""On wide windows the panel stands beside the map, and the map stays in use."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'
SECOND = '[data-node-id="sub-one-0000000000001"]'


@pytest.fixture
def page(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    return page


def test_the_map_makes_room_and_shows_what_is_open(page: Page) -> None:
    page.locator(FIRST).click()
    expect(page.locator(FIRST)).to_have_attribute("data-open", "")
    panel, frame = page.locator("#panel").bounding_box(), page.locator(".map__frame").bounding_box()
    assert panel
    assert frame
    assert frame["x"] + frame["width"] <= panel["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.locator(SECOND).click()
    expect(page.locator("#panel-title")).to_have_text("Alpha & Beta")
    expect(page.locator(SECOND)).to_have_attribute("data-open", "")
    assert page.locator("[data-open]").count() == 1


def test_keys_walk_the_map_and_the_reading_order(page: Page) -> None:
    page.locator(FIRST).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-node-id="sub-two-0000000000001"]')).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(SECOND)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(FIRST)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.keyboard.press("n")
    expect(page.locator("#panel-title")).to_have_text("Alpha & Beta")
    page.keyboard.press("p")
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    expect(page.locator(FIRST)).to_be_focused()


def test_one_key_sets_done_and_opens_the_next_topic(page: Page) -> None:
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.keyboard.press("g")
    expect(page.locator("#panel-title")).to_have_text("Alpha & Beta")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    expect(page.locator("#section-0")).to_have_text("1 of 5")
    expect(page.locator("#here")).to_have_count(1)
    page.go_back()
    expect(page.locator("#panel")).not_to_be_visible()


def test_a_mark_leaves_the_reader_where_they_are(page: Page) -> None:
    page.locator(FIRST).click()
    words = page.locator("#panel .prose p").first
    words.evaluate("element => getSelection().selectAllChildren(element)")
    before = page.evaluate("getSelection().toString()")
    page.keyboard.press("l")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "learning")
    assert before
    assert page.evaluate("getSelection().toString()") == before


def test_a_window_that_becomes_narrow_keeps_the_topic_open(page: Page) -> None:
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.locator("#panel:modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()


def test_the_title_keeps_its_width_beside_a_docked_panel(page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    page.locator(FIRST).click()
    expect(page.locator("#panel")).to_be_visible()
    words = page.locator(".roadmap-head__words").bounding_box()
    assert words
    assert words["width"] >= 480
