"""What stands at the window's lower edge: messages and what waits never lie over each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.web.topics.test_panel_history import sign_up

pytestmark = pytest.mark.slow


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found
    return found


def overlap(one: Locator, other: Locator) -> bool:
    a, b = box(one), box(other)
    is_beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    return not is_beside and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]


def show_a_message(page: Page) -> Locator:
    page.context.set_offline(True)
    page.locator(".node__tick").first.click()
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    return toast


@pytest.mark.parametrize("width", [390, 1280])
def test_a_message_stands_above_what_waits_and_what_was_refused(
    chromium: Browser, site: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    toast = show_a_message(page)
    # As the worker of the page shows them.
    page.evaluate("""() => {
      const notes = document.getElementById('refused-notes');
      notes.append(document.getElementById('refused-note').content.cloneNode(true));
      for (const part of [notes, document.getElementById('waiting')]) part.hidden = false;
    }""")
    for button in ("Discard the text", "Send now"):
        assert not overlap(toast, page.get_by_role("button", name=button)), button
    page.get_by_role("button", name="Discard the text").click(trial=True)
    page.get_by_role("button", name="Send now").click(trial=True)
    context.close()


def test_on_a_phone_the_buttons_of_the_map_can_be_pressed_under_a_message(
    chromium: Browser, site: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/alpha#n-main-one-000000000001")
    page.locator("[data-tap-marks]").click()
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    for part in ("[data-tap-marks]", "[data-zoom=out]"):
        assert not overlap(toast, page.locator(part)), part
    context.close()


def test_in_a_panel_over_the_map_the_way_on_can_be_pressed_under_a_message(
    chromium: Browser, site: str
) -> None:
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    page.locator(".continue__link").click()
    expect(page.locator("#panel-title")).to_be_visible()
    page.locator("#panel").get_by_role("button", name="Learning").click()
    toast = page.locator("#panel .toast")
    expect(toast).to_be_visible()
    assert not overlap(toast, page.locator("#panel .go-on__button"))
    context.close()
