"""Every page of the administration in a browser: access for all, nothing sideways, no errors."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.conftest import PASSWORD
from tests.web.admin.pages import PAGES_OF_ADMIN, make_admin

SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main summary')].filter(e => {
  const r = e.getBoundingClientRect(), inline = e.closest('p, td, dd') && getComputedStyle(e).display === 'inline';
  return r.width && !inline && (r.height < 24 || r.width < 24); }).map(e => e.outerHTML.slice(0, 90))"""


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.fill("#username", "ada")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/me")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium: Browser, app: Flask, site: str, width: int, scheme: str
) -> None:
    client = app.test_client()
    client.post("/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    make_admin(app, "ada")
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two that it knows
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    sign_in(page, site)
    for path in PAGES_OF_ADMIN:
        page.goto(site + path)
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["target"]) for v in found] == [], path
        assert not page.evaluate(SIDEWAYS), path
        assert page.evaluate(SMALL) == [], path
    assert wrong == []
    context.close()
