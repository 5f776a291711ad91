"""The head of every page: one row on phones, whoever is there and however long the words of a language are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests import pseudo
from tests.browsing import sign_up
from tests.web.admin.pages import make_admin
from webapp.app import create_app
from webapp.config import Settings

pytestmark = pytest.mark.slow
WIDTHS = (320, 360, 375, 390, 412)
NAME = "a-name-of-thirty-letters-in-all"[:30]
# Of what is shown in the head: where it ends, its height, and whether it is cut.
PARTS = """() => [...document.querySelectorAll('.masthead :is(a, button)')]
  .filter((part) => part.checkVisibility())
  .map((part) => {
    const {left, right, top, bottom, width, height} = part.getBoundingClientRect();
    return {left, right, top, bottom, width, height, cut: part.scrollWidth > part.clientWidth + 1};
  })"""


@pytest.fixture(params=["en", pseudo.LANGUAGE])
def app(request: pytest.FixtureRequest, settings: Settings, catalogs: Path) -> Iterator[Flask]:
    made = create_app(
        replace(settings, language=request.param),
        TESTING=True,
        RATELIMIT_ENABLED=False,
        BABEL_TRANSLATION_DIRECTORIES=str(catalogs),
    )
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def assert_one_row(page: Page, address: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        parts = page.evaluate(PARTS)
        row = max(part["bottom"] for part in parts) - min(part["top"] for part in parts)
        assert row <= 44, (width, parts)
        for part in parts:
            assert 0 <= part["left"] < part["right"] <= width, (width, part)
            assert min(part["width"], part["height"]) >= 24, (width, part)
            assert not part["cut"], (width, part)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_one_row_for_a_visitor_and_for_a_guest_with_marks(page: Page, site: str) -> None:
    assert_one_row(page, f"{site}/alpha")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/alpha?view=list")
    with page.expect_response("**/status"):
        page.locator(".node__tick").first.click()
    assert_one_row(page, f"{site}/alpha")


def test_it_is_one_row_for_a_learner_and_for_an_administrator(app: Flask, page: Page, site: str) -> None:
    sign_up(page, site, NAME)
    assert_one_row(page, f"{site}/alpha")
    make_admin(app, NAME)
    assert_one_row(page, f"{site}/alpha")


def test_the_menu_has_what_the_row_has_not_and_needs_no_script(
    app: Flask, chromium: Browser, site: str
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_up(page, site, NAME)
    make_admin(app, NAME)
    page.goto(f"{site}/alpha")
    menu = page.locator("#site-menu")
    expect(menu).to_be_hidden()
    page.locator(".masthead__menu-button").click()
    expect(menu.locator("a[href='/me/settings']")).to_contain_text(NAME)
    expect(menu.locator("a[href='/admin']")).to_be_visible()
    box = menu.bounding_box()
    assert box
    assert 0 <= box["x"] <= 360 - box["width"]
    menu.locator("form[action='/logout'] button").click()
    page.wait_for_url(f"{site}/")
    context.close()
