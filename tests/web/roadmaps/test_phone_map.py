"""The map and the list on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_the_map_fits_and_a_tap_makes_it_readable(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    frame = page.locator(".map__frame").bounding_box()
    assert frame
    assert frame["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.touchscreen.tap(frame["x"] + frame["width"] / 2, frame["y"] + 40)
    expect(page.locator(".map")).to_have_class("map map--indexed map--near")
    # The class comes while the map still grows.
    page.wait_for_function(
        "first => document.querySelector(first).getBoundingClientRect().height >= 40", arg=FIRST
    )
    page.locator(FIRST).tap()
    page.wait_for_url("**/first-steps@*")
    page.go_back()
    expect(page.locator(".map")).to_have_class("map map--indexed map--near")


def test_buttons_zoom_too(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    page.locator("[data-zoom=in]").click()
    expect(page.locator(".map__frame")).to_have_attribute("style", "--zoom: 1.5;")
    page.locator("[data-zoom=out]").click()
    expect(page.locator(".map__frame")).to_have_attribute("style", "--zoom: 1;")


def test_the_list_is_led_by_a_picture_of_the_map(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    picture = page.locator(".map-picture").bounding_box()
    assert picture
    # The title of this roadmap takes two lines, and a visitor is asked what they know already.
    assert picture["y"] < 360
    page.locator(".map-picture").click()
    page.wait_for_url("**/alpha?view=map")


def test_sections_of_the_list_fold(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    second = page.locator('[data-node-id="sub-one-0000000000001"]')
    fold = page.get_by_role("button", name="Topics of First Steps")
    fold.click()
    expect(second).not_to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(second).to_be_visible()
