"""Where the focus is after a mark in the list, after a panel was closed, and while one walks back through the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'
SECOND = '[data-node-id="main-two-000000000001"]'
UNDER = """() => {
  const active = document.activeElement, box = active.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + 4, box.top + 4);
  return active.contains(top) ? "" : `${active.outerHTML.slice(0, 200)} at ${box.top} is under ${top?.textContent}`;
}"""


def test_a_tick_of_the_list_keeps_the_focus(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha?view=list", timeout=30_000)
    tick = page.locator(f".node:has({FIRST}) .node__tick")
    for status in ("done", "pending"):
        tick.press("Enter")
        expect(page.locator(FIRST)).to_have_attribute("data-status", status)
        expect(tick).to_be_focused()


def test_closing_gives_the_focus_to_the_topic_at_an_address_with_a_fragment_too(
    desktop: BrowserContext, site: str
) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha#n-main-two-000000000001", timeout=30_000)
    expect(page.locator(SECOND)).to_be_visible()
    page.locator(FIRST).press("Enter")
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    # A browser follows the fragment after its events.
    page.wait_for_timeout(100)
    expect(page.locator(FIRST)).to_be_focused()


def test_back_from_the_page_of_a_topic_the_focus_is_on_its_link(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 640, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    for view in ("map", "list"):
        page.goto(f"{site}/alpha?view={view}", timeout=30_000)
        page.locator(SECOND).press("Enter")
        page.wait_for_url("**/*@main-two-*")
        page.go_back()
        expect(page.locator(SECOND)).to_be_focused()
    context.close()


def test_no_topic_that_has_the_focus_lies_under_the_heading_of_its_section(
    chromium: Browser, site: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 500})
    page = context.new_page()
    page.goto(f"{site}/alpha?view=list", timeout=30_000)
    page.locator(".map [data-node-id]").last.focus()
    for _ in range(page.locator(".map :is(a, button)").count()):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(UNDER) == ""
    context.close()


def test_the_name_of_a_section_keeps_its_words_whole_on_a_phone(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{site}/alpha?view=list")
    box = page.locator(FIRST).bounding_box()
    assert box
    assert box["height"] < 70
    context.close()
