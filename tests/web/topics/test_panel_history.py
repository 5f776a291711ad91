"""Back, Forward, reload and closing, as a person expects them of the panel."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask, request
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import sign_up

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'
SECOND = '[data-node-id="sub-one-0000000000001"]'


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(8000)
    yield context
    context.close()


def open_first(page: Page, site: str) -> None:
    page.goto(f"{site}/roadmaps")
    page.goto(f"{site}/alpha")
    page.locator(FIRST).click()
    expect(page.locator("#panel")).to_be_visible()


def test_back_closes_the_panel_and_leaves_the_page_alive(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_first(page, site)
    page.go_back()
    expect(page.locator("#panel")).not_to_be_visible()
    for part in ("[data-find]", "[data-theme-switch]", "[data-keys]"):
        expect(page.locator(part)).to_be_visible()
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_be_visible()
    page.locator("[data-panel-close]").click()
    expect(page.locator("#panel")).not_to_be_visible()
    assert page.url == f"{site}/alpha"
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert wrong == []


def test_closing_after_two_topics_needs_one_back_at_most(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    open_first(page, site)
    page.locator("#panel .neighbors__next").click()
    expect(page.locator("#panel-title")).not_to_have_text("First Steps")
    assert page.locator("#panel [data-href]").get_attribute("data-href") in page.url
    page.go_back()
    expect(page.locator("#panel")).not_to_be_visible()
    assert page.url == f"{site}/alpha"
    page.go_back()
    page.wait_for_url(f"{site}/roadmaps")


def test_escape_closes_and_leaves_no_entry_behind(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    open_first(page, site)
    page.locator("#panel .neighbors__next").click()
    expect(page.locator("#panel-title")).not_to_have_text("First Steps")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    page.wait_for_url(f"{site}/alpha")
    page.go_back()
    page.wait_for_url(f"{site}/roadmaps")


def test_forward_opens_the_topic_again(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    open_first(page, site)
    page.go_back()
    expect(page.locator("#panel")).not_to_be_visible()
    page.go_forward()
    expect(page.locator("#panel-title")).to_have_text("First Steps")


def test_reloading_with_an_open_panel_shows_the_topics_page(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    open_first(page, site)
    page.reload()
    expect(page.locator("h1")).to_have_text("First Steps")
    page.go_back()
    expect(page.locator(".map")).to_be_visible()
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")


def test_that_page_begins_at_its_top(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.set_viewport_size({"width": 1440, "height": 420})
    page.goto(f"{site}/alpha")
    page.evaluate("scrollTo({ top: 350, behavior: 'instant' })")
    page.locator(".map a[data-status]").last.click()
    expect(page.locator("#panel-title")).to_be_visible()
    assert page.evaluate("scrollY") > 100
    page.reload()
    expect(page.locator("h1")).to_be_in_viewport()


def test_closing_leaves_the_map_where_the_reader_is(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.set_viewport_size({"width": 1440, "height": 420})
    page.goto(f"{site}/alpha")
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.evaluate("scrollTo({ top: 350, behavior: 'instant' })")
    last = page.locator(".map a[data-status]").last
    last.click()
    expect(page.locator("#panel-title")).not_to_have_text("First Steps")
    place = page.evaluate("scrollY")
    assert place > 100
    page.locator("[data-panel-close]").click()
    expect(page.locator("#panel")).not_to_be_visible()
    # Browsers that bring a place back do so a moment later.
    page.wait_for_timeout(300)
    expect(last).to_be_in_viewport()
    page.goto(f"{site}/alpha?view=list")
    page.go_back()
    expect(last).to_be_in_viewport()


def test_a_second_press_on_what_opened_the_panel_leads_into_it(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    page.locator(".continue__link").press("Enter")
    expect(page.locator("#panel-title")).to_be_visible()
    expect(page.locator(".continue__link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()


def test_a_click_for_a_new_tab_opens_one(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    with desktop.expect_page() as opened:
        page.locator(FIRST).click(modifiers=["Control"])
    expect(opened.value.locator("h1")).to_have_text("First Steps")
    expect(page.locator("#panel")).not_to_be_visible()


def test_a_key_on_the_map_leaves_the_address_alone(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    page.locator(FIRST).focus()
    page.keyboard.press("d")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    assert page.url == f"{site}/alpha"


def test_back_shows_what_was_done_since_on_a_phone(phone: BrowserContext, site: str) -> None:
    page = phone.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    expect(page.locator("#meter-alpha")).to_contain_text("0 of 9 done")
    page.locator(".map__near-here").click()
    page.locator(FIRST).click()
    page.locator(".status__option--done").click()
    expect(page.locator(".status__option--done")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator("#meter-alpha")).to_contain_text("1 of 9 done")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")


def test_back_shows_what_was_ticked_before_another_page(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    page.get_by_role("button", name="Mark First Steps as done").click()
    expect(page.locator("#meter-alpha")).to_contain_text("1 of 9 done")
    page.goto(f"{site}/roadmaps")
    page.go_back()
    expect(page.locator("#meter-alpha")).to_contain_text("1 of 9 done")


def test_back_after_signing_in_shows_the_learner(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    sign_up(page, site)
    page.go_back()
    page.go_back()
    page.wait_for_url(f"{site}/alpha")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_after_sign_out_back_shows_nothing_of_the_learner(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    sign_up(page, site)
    page.goto(f"{site}/me/settings")
    expect(page.get_by_text("ada@example.org")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(f"{site}/")
    page.go_back()
    page.wait_for_url(re.compile("/login"))
    expect(page.get_by_text("ada@example.org")).to_have_count(0)


def test_back_to_a_form_shows_one_button_at_its_password(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/login")
    page.goto(f"{site}/roadmaps")
    with page.expect_response(
        lambda answer: answer.url.endswith("/login") and answer.request.resource_type == "fetch"
    ):
        page.go_back()
    page.wait_for_timeout(200)
    expect(page.get_by_role("button", name="Show")).to_have_count(1)


def test_back_to_a_roadmap_offers_what_scripts_do(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    page.goto(f"{site}/roadmaps")
    with page.expect_response(
        lambda answer: answer.url.endswith("/alpha") and answer.request.resource_type == "fetch"
    ):
        page.go_back()
    page.wait_for_timeout(200)
    for part in ("[data-find]", "[data-theme-switch]", "[data-keys]"):
        expect(page.locator(part)).to_be_visible()


@pytest.mark.parametrize("way", ["click", "Escape"])
def test_closing_twice_at_once_stays_on_the_page(desktop: BrowserContext, site: str, way: str) -> None:
    page = desktop.new_page()
    for _ in range(2):
        open_first(page, site)
        if way == "click":
            page.locator("[data-panel-close]").dblclick()
        else:
            # Between two presses of a real keyboard the browser may not have gone back yet.
            page.evaluate("""() => {
                for (const _ of [1, 2])
                    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
            }""")
        expect(page.locator("#panel")).not_to_be_visible()
        page.wait_for_timeout(200)
        assert page.url == f"{site}/alpha"


def test_a_topic_that_comes_after_closing_stays_closed(
    app: Flask, desktop: BrowserContext, site: str
) -> None:
    page = desktop.new_page()
    open_first(page, site)
    app.before_request_funcs.setdefault(None, []).insert(
        0, lambda: time.sleep(0.6) if "sub-one" in request.path else None
    )
    page.locator(SECOND).click()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    page.wait_for_timeout(1000)
    expect(page.locator("#panel")).not_to_be_visible()
    assert page.url == f"{site}/alpha"
    # Of two that were asked for the later one is shown, also if it comes first.
    page.locator(SECOND).click()
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.wait_for_timeout(1000)
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    assert page.locator("#panel [data-href]").get_attribute("data-href") in page.url
