"""Selecting topics on the map with keys and with the mouse, and marking a branch in the dialog."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'
SECOND = '[data-node-id="sub-one-0000000000001"]'


@pytest.fixture
def page(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    page.goto(f"{site}/alpha?view=map")
    return page


def test_shift_and_arrows_select_and_one_key_marks_all(page: Page) -> None:
    page.locator(FIRST).focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#selection")).to_contain_text("3 selected")
    expect(page.locator("#announcer")).to_have_text("3 selected")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-selected]")).to_have_count(2)
    page.keyboard.press("s")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "skipped")
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(2)
    expect(page.locator("#selection")).not_to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(0)


def test_the_focus_goes_from_the_buttons_back_to_the_selection(page: Page) -> None:
    for name, status in (("Skipped", "skipped"), ("Clear", "pending")):
        page.locator(FIRST).focus()
        page.keyboard.press("Shift+ArrowLeft")
        expect(page.locator("#selection")).to_contain_text("2 selected")
        reached = page.locator(":focus").get_attribute("data-node-id")
        page.locator("#selection").get_by_role("button", name=name).press("Enter")
        expect(page.locator("#selection")).not_to_be_visible()
        expect(page.locator(f'.map [data-node-id="{reached}"]')).to_be_focused()
        if status == "skipped":
            expect(page.locator('.map [data-status="skipped"]')).to_have_count(2)


def test_escape_clears_the_selection_before_it_closes_the_panel(page: Page) -> None:
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.locator(FIRST).focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("[data-selected]")).to_have_count(0)
    expect(page.locator("#announcer")).to_have_text("Nothing is selected")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()


def test_shift_and_a_drag_select_what_the_band_touches(page: Page) -> None:
    first, second = page.locator(FIRST).bounding_box(), page.locator(SECOND).bounding_box()
    assert first
    assert second
    page.keyboard.down("Shift")
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(second["x"] + 5, second["y"] + 5, steps=4)
    expect(page.locator(".selection-band")).to_be_visible()
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator(f"{FIRST}[data-selected]")).to_have_count(1)
    expect(page.locator(f"{SECOND}[data-selected]")).to_have_count(1)
    expect(page.locator(".selection-band")).to_have_count(0)
    expect(page.locator("#panel")).not_to_be_visible()
    page.locator("#selection").get_by_role("button", name="Learning").click()
    expect(page.locator(SECOND)).to_have_attribute("data-status", "learning")


def test_a_section_is_marked_in_a_dialog_and_the_focus_returns(page: Page) -> None:
    sign = page.locator("#section-0 a")
    sign.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#many-title")).to_be_focused()
    page.locator("#many").get_by_role("button", name="Done").click()
    expect(page.locator("#many")).not_to_be_visible()
    expect(page.locator("#section-0")).to_have_text("5 of 5")
    expect(page.locator("#section-0 a")).to_be_focused()
    assert page.url.endswith("/alpha?view=map")


def test_without_scripts_the_choices_are_a_page(desktop: BrowserContext, site: str, page: Page) -> None:
    browser = desktop.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site}/alpha?view=list")
    plain.locator("#section-0 a").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Mark the rest of First Steps")
    plain.get_by_role("button", name="Skip").click()
    assert plain.url.endswith("/alpha?view=list")
    expect(plain.locator(".toast__words")).to_have_text("5 topics: skipped")
