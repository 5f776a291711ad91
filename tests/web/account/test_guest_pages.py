"""The pages of a guest in a real browser: access for all, targets, nothing wider than the window."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browsing import violations
from tests.conftest import PASSWORD

pytestmark = pytest.mark.slow

LOOKS = [
    (1280, {"color_scheme": "light"}),
    (390, {"color_scheme": "dark"}),
    (320, {"forced_colors": "active"}),
]
TARGETS = """() => [...document.querySelectorAll('#known summary, #known label, #known input, .page--form .button')]
    .filter((e) => e.checkVisibility())
    .map((e) => e.closest('label') ?? e)
    .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
    .map((e) => e.outerHTML.slice(0, 80))"""


def check(page: Page) -> None:
    assert violations(page) == [], page.url
    assert page.evaluate(TARGETS) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize(("width", "look"), LOOKS, ids=["1280-light", "390-dark", "320-forced"])
def test_pages_of_a_guest_are_for_everybody(
    app: Flask, chromium: Browser, site: str, width: int, look: dict[str, str]
) -> None:
    ada = app.test_client()
    ada.post("/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "learning"})
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce", **look
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}/alpha")
    page.get_by_text("Which of these do you know?").click()
    check(page)
    page.locator("#known input[type=checkbox]").first.check()
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("5 of 9 done")
    check(page)
    for path in ("/alpha", "/alpha/first-steps@main-one-000000000001", "/me", "/me/forget", "/signup"):
        page.goto(site + path)
        check(page)
    page.goto(f"{site}/login")
    page.fill("#username", "ada")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Bring your marks together?")
    expect(page.get_by_role("row", name="First Steps")).to_contain_text("Done")
    check(page)
    page.get_by_role("button", name="Bring them together").click()
    page.wait_for_url("**/me")
    context.close()
