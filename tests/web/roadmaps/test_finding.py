"""Finding topics on the page of a roadmap: finds stand out, the rest fades, keys walk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.slow
COUNT = "[data-find-count]"
IN_THE_BOX = '[data-node-id="sub-box-1-00000000001"]'
ALSO_THERE = '[data-node-id="sub-box-2-00000000001"]'


@pytest.fixture
def page(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    return page


def opacity(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("e => getComputedStyle(e).opacity"))


def test_on_the_map_the_rest_fades_with_its_lines_and_signs(page: Page) -> None:
    page.locator("[data-find-input]").fill("box")
    expect(page.locator(COUNT)).to_have_text("2 topics fit")
    expect(page.locator(COUNT)).to_be_visible()
    assert opacity(page, IN_THE_BOX) == 1
    assert opacity(page, '[data-node-id="main-one-000000000001"]') < 0.5
    assert opacity(page, ".map__layer") < 0.5
    assert opacity(page, "#section-0") < 0.5
    badge = page.locator("[data-badge]").first
    expect(badge).to_have_css("opacity", "0.2")
    labeled = page.locator(f'[data-node-id="{badge.get_attribute("data-badge")}"]').evaluate(
        "e => e.firstChild.textContent"
    )
    page.locator("[data-find-input]").fill(labeled)
    expect(badge).to_have_css("opacity", "1")


def test_the_ring_of_a_find_lies_under_its_sign(page: Page) -> None:
    node = page.locator("[data-badge]").first.get_attribute("data-badge")
    link = page.locator(f'[data-node-id="{node}"]')
    page.locator("[data-find-input]").fill(link.evaluate("e => e.firstChild.textContent"))
    page.keyboard.press("Enter")
    layers = "e => Number(getComputedStyle(e).zIndex)"
    assert page.locator(".map__layer--badges").evaluate(layers) > link.evaluate(layers)


def test_enter_walks_from_find_to_find_and_back(page: Page) -> None:
    field = page.locator("[data-find-input]")
    field.fill("box")
    for keys, reached, words in (
        ("Enter", IN_THE_BOX, "1 of 2"),
        ("Enter", ALSO_THERE, "2 of 2"),
        ("Enter", IN_THE_BOX, "1 of 2"),
        ("Shift+Enter", ALSO_THERE, "2 of 2"),
    ):
        page.keyboard.press(keys)
        expect(page.locator(COUNT)).to_have_text(words)
        expect(page.locator(".item--current [data-node-id]")).to_have_id(
            page.locator(reached).get_attribute("id") or ""
        )
        expect(field).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("2 of 2")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(page.locator(".map--finding, .item--missed, .item--found")).to_have_count(0)
    expect(page.locator(ALSO_THERE)).to_be_focused()


def test_nothing_fits_is_seen_and_escape_brings_everything_back(page: Page) -> None:
    page.locator("[data-find-input]").fill("nothing like it")
    expect(page.locator(COUNT)).to_have_text("No topics fit")
    expect(page.locator(COUNT)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(COUNT)).to_have_text("")
    assert opacity(page, '[data-node-id="main-one-000000000001"]') == 1


def test_in_the_list_a_folded_section_with_a_find_is_open_meanwhile(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=list")
    page.locator("[data-fold]").first.click()
    expect(page.locator(IN_THE_BOX)).not_to_be_visible()
    page.locator("[data-find-input]").fill("in the box")
    expect(page.locator(IN_THE_BOX)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(IN_THE_BOX)).not_to_be_visible()


def test_on_a_phone_the_sheet_makes_way_for_the_find(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/alpha?view=map")
    page.locator(".more__button").click()
    page.locator("[data-find-input]").fill("in the box")
    expect(page.locator(COUNT)).to_have_text("2 topics fit")
    page.keyboard.press("Enter")
    expect(page.locator("#more")).not_to_be_visible()
    expect(page.locator(IN_THE_BOX)).to_be_in_viewport()
    context.close()
