"""The list of a roadmap in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.site.test_browser_quality import FIRST, sign_up

pytestmark = pytest.mark.slow


def background(page: Page, topic: str) -> str:
    return page.locator(f".node:has(> {topic})").evaluate("row => getComputedStyle(row).backgroundColor")


def test_the_open_topic_stands_out(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/alpha?view=list")
    before = background(page, FIRST)
    page.locator(FIRST).click()
    expect(page.locator("#panel")).to_be_visible()
    assert background(page, FIRST) != before
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    assert background(page, FIRST) == before
    page.close()


def test_where_one_is_stays_in_its_row_on_a_phone(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    topic = page.locator(".node:has(> .here) > .node__link")
    words = page.locator(".here__stone")
    middle = "part => { const { y, height } = part.getBoundingClientRect(); return y + height / 2; }"
    assert abs(topic.evaluate(middle) - words.evaluate(middle)) < 8
    page.close()
