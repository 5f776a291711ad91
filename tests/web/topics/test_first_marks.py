"""Somebody's first marks in a real browser: from the first tick to an account."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.tables import rows_of_all_tables
from webapp.accounts import limits
from webapp.web.site import new_guests

pytestmark = pytest.mark.slow
FIRST, SECOND = (f"#known-main-{n}-000000000001" for n in ("one", "two"))


def node(page: Page, name: str) -> str | None:
    return page.locator(f'[data-node-id="main-{name}-000000000001"]').get_attribute("data-status")


def guests(app: Flask) -> list[str]:
    return [row["kind"] for row in rows_of_all_tables(app)["learner"]]


def slowly(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_quick_ticks_color_the_map_and_are_one_guests(app: Flask, desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    expect(page.get_by_role("button", name="Mark them as done")).to_be_hidden()
    page.get_by_text("Which of these do you know?").click()
    page.route("**/known", slowly)
    # The second one before the first has its answer.
    page.locator(FIRST).check()
    page.locator(SECOND).check()
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("9 of 9 done")
    assert (node(page, "one"), node(page, "two")) == ("done", "done")
    assert guests(app) == ["guest"]
    expect(page.locator(SECOND)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("5 of 9 done")
    page.keyboard.press("Escape")
    expect(page.locator(FIRST)).to_be_hidden()
    expect(page.locator("#known summary")).to_be_focused()
    expect(page.locator("#kept")).to_contain_text("Kept in this browser")


def test_a_first_mark_moves_nothing(chromium: Browser, site: str) -> None:
    for width in (390, 1000, 1440):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"{site}/alpha")
        page.get_by_text("Which of these do you know?").click()
        before = page.locator(".map").bounding_box()
        page.locator(FIRST).check()
        expect(page.locator("#kept")).to_contain_text("Kept in this browser")
        assert page.locator(".map").bounding_box() == before
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.locator(FIRST)).to_be_hidden()
        expect(page.locator("#known summary")).to_be_focused()
        context.close()


def test_two_tabs_that_were_open_before_are_one_guests(
    app: Flask, desktop: BrowserContext, site: str
) -> None:
    tabs = [desktop.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"{site}/alpha?view=list")
        tab.route("**/status", slowly)
    names = ("First Steps", "Second Part")
    for tab, name in zip(tabs, names, strict=True):
        tab.get_by_role("button", name=f"Mark {name} as done").click(no_wait_after=True)
    for tab in tabs:
        expect(tab.locator(".toast__words")).to_be_visible()
    for tab in tabs:
        tab.reload()
        expect(tab.locator("#meter-alpha .meter__words")).to_have_text("2 of 9 done")
    assert guests(app) == ["guest"]


def test_undo_unticks_and_a_page_without_scripts_has_a_button(
    desktop: BrowserContext, chromium: Browser, site: str
) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    page.get_by_text("Which of these do you know?").click()
    page.locator(FIRST).check()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(FIRST)).not_to_be_checked()
    assert node(page, "one") == "pending"
    plain = chromium.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{site}/alpha")
    page.get_by_text("Which of these do you know?").click()
    page.locator(FIRST).check()
    page.locator(SECOND).check()
    page.get_by_role("button", name="Mark them as done").click()
    expect(page.locator(".toast__words")).to_have_text("9 topics marked as done.")
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("9 of 9 done")
    plain.close()


def test_a_tick_that_is_not_saved_goes_away_and_says_why(
    app: Flask, desktop: BrowserContext, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUESTS_PER_NETWORK", 1)
    monkeypatch.setattr(new_guests, "client_address", lambda: "203.0.113.7")
    app.test_client().post("/alpha/known", data={"topic": "main-one-000000000001"})
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    page.get_by_text("Which of these do you know?").click()
    page.locator(FIRST).click()
    expect(page.locator(".toast__words")).to_contain_text("Many people have begun here from your network.")
    expect(page.locator(FIRST)).not_to_be_checked()
    assert guests(app) == ["guest"]
    monkeypatch.setattr(limits, "GUESTS_PER_NETWORK", 200)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(FIRST)).to_be_checked()
    assert node(page, "one") == "done"


def test_from_three_marks_to_an_account_and_another_device(chromium: Browser, site: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = chromium.new_context(**phone)
    page = context.new_page()
    page.goto(f"{site}/alpha")
    # One tap goes near on the whole map, one opens a topic, one each marks three; one to sign up, and one to
    # create the account.
    page.locator(".map__near-here").tap()
    page.locator('[data-node-id="main-one-000000000001"]').tap()
    for name in ("First Steps", "Alpha & Beta", "<script>alert(2)</script>"):
        page.get_by_role("button", name="Done, next:").tap()
        expect(page.locator(".toast__words")).to_have_text(re.compile(f"^{re.escape(name)}: done"))
    page.goto(f"{site}/alpha")
    page.locator("#kept").get_by_role("link", name="Sign up").tap()
    page.get_by_label("Username").fill("lin")
    page.get_by_label("E-mail").fill("lin@example.org")
    page.get_by_label("Password", exact=True).fill("correct horse staple")
    page.get_by_role("button", name="Create account").tap()
    page.wait_for_url(f"{site}/alpha")
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("3 of 9 done")
    expect(page.locator("#kept")).to_be_hidden()
    other = chromium.new_context()
    page = other.new_page()
    page.goto(f"{site}/login?next=/alpha")
    page.get_by_label("Username or e-mail").fill("lin")
    page.get_by_label("Password", exact=True).fill("correct horse staple")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("3 of 9 done")
    for made in (context, other):
        made.close()
