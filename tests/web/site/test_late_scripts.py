"""Scripts that a page loads when they are needed work at the first try, also where they come late or never."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.web.topics.test_panel_history import FIRST, sign_up

SECONDS = 1.0


def delay(page: Page, name: str) -> None:
    def slowly(route: Route) -> None:
        time.sleep(SECONDS)
        route.continue_()

    page.route(f"**/js/{name}.js", slowly)


@pytest.fixture
def page(desktop: BrowserContext) -> Page:
    return desktop.new_page()


def test_the_first_click_on_many_waits_for_its_script(page: Page, site: str) -> None:
    delay(page, "many")
    page.goto(f"{site}/alpha")
    page.get_by_role("link", name="Mark many").click()
    expect(page.locator("#many-title")).to_be_focused()
    assert page.url == f"{site}/alpha"


def test_where_its_script_cannot_be_had_the_link_leads_on(page: Page, site: str) -> None:
    page.route("**/js/many.js", lambda route: route.abort())
    page.goto(f"{site}/alpha")
    page.get_by_role("link", name="Mark many").click()
    page.wait_for_url("**/alpha/marks?all=1")


def test_the_first_keys_that_select_wait_for_their_script(page: Page, site: str) -> None:
    delay(page, "select")
    page.goto(f"{site}/alpha?view=list")
    page.locator(FIRST).focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-selection-count]")).to_have_text("2 selected")
    page.keyboard.press("d")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    expect(page.locator(".map [data-status=done]")).to_have_count(2)


def test_a_note_that_was_typed_before_its_script_came_is_kept_too(page: Page, site: str) -> None:
    sign_up(page, site)
    delay(page, "notes")
    topic = f"{site}/alpha/first-steps@main-one-000000000001"
    # Nothing but the page's own farewell saves it.
    page.route(
        "**/note",
        lambda route: route.continue_() if "waited=0" in str(route.request.post_data) else route.abort(),
    )
    page.goto(topic, wait_until="commit")
    page.locator(".note__summary").click()
    page.fill("[name=text]", "typed early")
    page.wait_for_timeout(1000 * SECONDS + 700)
    page.goto(f"{site}/alpha")
    page.goto(topic)
    expect(page.locator("[name=text]")).to_have_value("typed early")


def test_a_page_that_is_loaded_again_has_the_words_that_were_just_typed(page: Page, site: str) -> None:
    sign_up(page, site)
    page.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    page.locator(".note__summary").click()
    page.fill("[name=text]", "one")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("one")
    page.locator(".note__change").click()
    page.locator("[name=text]").press_sequentially("two and ")
    expect(page.locator(".note__said")).to_have_text("Saved")
    expect(page.locator(".note__shown")).to_have_text("two and one")


def test_who_writes_at_once_after_going_back_keeps_the_words(page: Page, site: str) -> None:
    sign_up(page, site)
    page.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    page.goto(f"{site}/alpha")

    def slowly(route: Route) -> None:
        if route.request.resource_type == "fetch":
            page.locator(".note__summary").click()
            page.fill("[name=text]", "at once")
        route.continue_()

    page.route("**/first-steps@*", slowly)
    with page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        page.go_back()
    expect(page.locator(".note__said")).to_have_text("Saved")
    expect(page.locator("[name=text]")).to_have_value("at once")


@pytest.mark.parametrize("path", ["/", "/alpha", "/alpha/route?to=main-two-000000000001"])
def test_every_page_with_a_panel_has_its_script(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path).text
    assert 'id="panel"' in page
    assert page.count("js/map-page.") == 1
