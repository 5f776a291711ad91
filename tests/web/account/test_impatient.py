"""People who press a button again because nothing seems to happen."""

from __future__ import annotations

import time

import pytest
from flask import Flask, request
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import PASSWORD
from tests.tables import rows_of_all_tables

pytestmark = pytest.mark.slow
TOPIC = "/alpha/first-steps@main-one-000000000001"
TWICE = "button => { button.click(); setTimeout(() => button.click(), 300); }"


@pytest.fixture
def posts(app: Flask) -> list[str]:
    """The addresses of what is posted, each of which takes its time."""
    seen: list[str] = []

    def wait() -> None:
        if request.method == "POST":
            seen.append(request.path)
            time.sleep(1)

    app.before_request_funcs.setdefault(None, []).insert(0, wait)
    return seen


@pytest.fixture
def page(desktop: BrowserContext) -> Page:
    return desktop.new_page()


def fill(page: Page, site: str) -> None:
    page.goto(f"{site}/signup")
    page.fill("#username", "lin")
    page.fill("#email", "lin@example.org")
    page.fill("#password", PASSWORD)


def test_signing_up_by_two_presses_keeps_account_and_marks(
    app: Flask, page: Page, site: str, posts: list[str]
) -> None:
    page.goto(site + TOPIC)
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".toast__words")).to_have_text("First Steps: done")
    fill(page, site)
    page.locator("main form button[type=submit]").evaluate(TWICE)
    page.wait_for_url(f"{site}/me")
    assert posts.count("/signup") == 1
    page.goto(f"{site}/alpha")
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("1 of 9 done")


def test_a_form_that_was_refused_is_sent_again(app: Flask, page: Page, site: str, posts: list[str]) -> None:
    fill(page, site)
    page.fill("#password", "short")
    page.locator("main form button[type=submit]").evaluate(TWICE)
    expect(page.locator("#password[aria-invalid=true]")).to_be_visible()
    page.fill("#password", PASSWORD)
    page.locator("main form button[type=submit]").evaluate(TWICE)
    page.wait_for_url(f"{site}/me")
    assert posts.count("/signup") == 2
    assert len(rows_of_all_tables(app)["account"]) == 1


def test_what_is_saved_in_place_may_be_pressed_as_often_as_one_likes(
    page: Page, site: str, posts: list[str]
) -> None:
    page.goto(site + TOPIC)
    for name in ("done", "pending", "done"):
        page.locator(f".status [value={name}]").click()
        expect(page.locator(f".status [value={name}]")).to_have_attribute("aria-pressed", "true")
    assert posts.count(f"{TOPIC}/status") == 3
