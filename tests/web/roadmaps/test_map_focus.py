"""A map in a small window by keys: on a phone with a keyboard, and in a wide window whose text is zoomed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
# How much of what has the focus can be seen: it lies in the window, in the map's window, and under nothing.
SEEN = """() => {
  const active = document.activeElement, box = active.getBoundingClientRect();
  const map = document.querySelector(".map").getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const within = box.left >= map.left - 1 && box.right <= map.right + 1 && box.top >= map.top - 1 && box.bottom <= map.bottom + 1;
  const points = [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]];
  const top = ([x, y]) => document.elementsFromPoint(x, y).find((element) => !element.matches(".map__near-here"));
  const over = points.map(top).filter((element) => !active.contains(element)).map((element) => element?.outerHTML.slice(0, 80));
  return { over, name: active.textContent, height: box.height, within, bar: box.top >= bar.bottom - 1 || bar.top < 0 };
}"""
TOPIC = ".map a[data-node-id]"


@pytest.fixture(params=[(320, 700), (640, 400)], ids=["phone", "zoomed"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("key", ["Tab", "n", "ArrowDown"])
def test_what_has_the_focus_is_in_the_window_of_the_map_and_can_be_read(
    page: Page, site: str, key: str
) -> None:
    page.goto(f"{site}/alpha?view=map")
    expect(page.locator(".map")).to_have_class("map map--indexed map--whole map--fitted")
    expect(page.locator("[data-zoom=in]")).to_be_visible()
    page.locator(TOPIC).first.focus()
    before = ""
    for _ in range(page.locator(TOPIC).count() - 1):
        page.keyboard.press(key)
        seen = page.evaluate(SEEN)
        # At the last topic in its direction an arrow key scrolls.
        if seen["name"] == before:
            break
        before = seen["name"]
        if page.locator(f"{TOPIC}:focus").count():
            assert seen["height"] >= 24, seen
            assert seen["within"], seen
            assert seen["bar"], seen
            assert not seen["over"], seen


def test_a_button_that_can_do_no_more_gives_the_focus_to_the_other(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    larger, smaller = page.locator("[data-zoom=in]"), page.locator("[data-zoom=out]")
    larger.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_have_class("map map--indexed map--near")
    expect(larger).to_be_focused()
    page.get_by_role("button", name="Whole map").press("Enter")
    expect(page.locator(".map")).to_have_class("map map--indexed map--whole map--fitted")
    expect(larger).to_be_focused()
    for _ in range(12):
        if larger.is_disabled():
            break
        larger.press("Enter")
        # A key that comes while the map still grows could meet the other button.
        page.wait_for_timeout(250)
    expect(larger).to_be_disabled()
    expect(smaller).to_be_focused()


def test_zooming_says_how_large_the_map_is(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    page.locator("[data-zoom=in]").press("Enter")
    expect(page.locator("#announcer")).to_have_text(re.compile("^The map is enlarged to [0-9]+ %$"))
    page.get_by_role("button", name="Whole map").press("Enter")
    expect(page.locator("#announcer")).to_have_text("The whole map is shown")


def test_what_zooms_at_a_tap_is_not_in_the_way_of_keys(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=map")
    expect(page.get_by_role("button", name="Zoom in", exact=True)).to_have_count(1)
    page.locator(".map a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".map__near-here")).not_to_be_focused()
