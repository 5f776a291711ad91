"""The map and the list on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
NEAR = "map map--indexed map--near"
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.hadRecentInput ? 0 : entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
FIRST = '[data-node-id="main-one-000000000001"]'


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_a_phone_opens_with_the_map_where_the_learner_is(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(NEAR)
    expect(page.locator(".switch__map")).to_have_attribute("aria-current", "true")
    expect(page.locator(".map-picture")).not_to_be_visible()
    box = page.locator(FIRST).bounding_box()
    assert box
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(FIRST).tap()
    page.wait_for_url("**/first-steps@*")
    page.get_by_role("button", name="Done", exact=True).tap()
    expect(page.locator(".toast__words")).to_have_text("First Steps: done")


def test_the_list_is_remembered_in_this_browser(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    page.locator(".switch__list").tap()
    page.wait_for_url("**/alpha?view=list")
    page.goto(f"{site}/alpha")
    expect(page.locator(".switch__list")).to_have_attribute("aria-current", "true")
    expect(page.locator(".map__layer").first).not_to_be_visible()
    # A picture of the map leads back to it.
    page.locator(".map-picture").tap()
    page.wait_for_url("**/alpha?view=map")
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(NEAR)


def test_opening_moves_nothing(page: Page, site: str) -> None:
    page.add_init_script(SHIFTS)
    for choice in ("map", "list"):
        page.goto(f"{site}/alpha")
        page.evaluate("choice => localStorage.setItem('view', choice)", choice)
        page.goto(f"{site}/alpha", wait_until="networkidle")
        assert page.evaluate("window.shifted") < 0.05


def test_without_scripts_a_phone_has_the_list(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/alpha")
    expect(page.locator(".map__layer").first).not_to_be_visible()
    expect(page.locator(".node__tick").first).to_be_visible()
    picture = page.locator(".map-picture").bounding_box()
    assert picture
    # The title of this roadmap takes two lines, and a visitor is asked what they know already.
    assert picture["y"] < 360
    context.close()


def test_the_whole_map_fits_and_a_tap_makes_it_readable(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    out = page.locator("[data-zoom=out]")
    out.tap()
    expect(out).to_be_disabled()
    page.wait_for_function("document.querySelector('.map__frame').clientWidth <= 390")
    # The names of sections can be read, as large as 12 pixels at least.
    name = page.locator(FIRST)
    size = "link => parseFloat(getComputedStyle(link).fontSize) * parseFloat(getComputedStyle(link).scale)"
    assert name.evaluate(size) >= 12
    box = name.bounding_box()
    assert box
    assert box["height"] >= 24
    page.touchscreen.tap(box["x"] + 5, box["y"] + 5)
    expect(page.locator(".map")).to_have_class(NEAR)
    # The class comes while the map still grows.
    page.wait_for_function(
        "first => document.querySelector(first).getBoundingClientRect().height >= 40", arg=FIRST
    )
    page.locator(FIRST).tap()
    page.wait_for_url("**/first-steps@*")
    page.go_back()
    expect(page.locator(".map")).to_have_class(NEAR)


def test_a_tap_marks_a_topic_while_its_button_is_pressed(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    button = page.get_by_role("button", name="Mark topics as done by tapping them")
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#announcer")).to_have_text("A tap on a topic now marks it as done.")
    for status in ("done", "pending"):
        page.locator(FIRST).tap()
        expect(page.locator(FIRST)).to_have_attribute("data-status", status)
    assert page.url == f"{site}/alpha"
    button.tap()
    page.locator(FIRST).tap()
    page.wait_for_url("**/first-steps@*")


def test_back_keeps_the_place(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(NEAR)
    page.locator(".map").evaluate("map => map.scrollTo(30, 90)")
    page.locator(".continue__link").tap()
    page.wait_for_url("**/first-steps@*")
    page.go_back()
    expect(page.locator(".map")).to_have_class(NEAR)
    assert page.locator(".map").evaluate("map => [map.scrollLeft, map.scrollTop]") == [30, 90]


def test_buttons_zoom_too(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    frame = page.locator(".map__frame")
    before = frame.bounding_box()
    assert before
    page.locator("[data-zoom=in]").click()
    page.wait_for_function(
        "wide => document.querySelector('.map__frame').clientWidth > wide", arg=before["width"] * 1.4
    )
    page.locator("[data-zoom=out]").click()
    page.wait_for_function(
        "wide => document.querySelector('.map__frame').clientWidth < wide", arg=before["width"] * 1.1
    )


def test_sections_of_the_list_fold(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=list")
    second = page.locator('[data-node-id="sub-one-0000000000001"]')
    fold = page.get_by_role("button", name="Topics of First Steps")
    fold.click()
    expect(second).not_to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(second).to_be_visible()
