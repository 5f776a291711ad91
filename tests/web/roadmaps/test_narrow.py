"""What narrow windows do with rows: nothing falls out of line."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.slow


@pytest.fixture
def page(desktop: BrowserContext) -> Page:
    page = desktop.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found
    return {**found, "right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def test_what_a_main_topic_is_stands_below_its_name(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=list")
    row = page.locator(".node--section", has=page.locator(".node__badge")).first
    link, badge = box(row.locator(".node__link")), box(row.locator(".node__badge"))
    assert link["bottom"] <= badge["y"] + 1
    assert badge["right"] <= 390


def test_the_mark_of_a_result_ends_where_its_text_ends(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=alpha")
    row = page.locator(".found__result", has=page.locator(".found__mark")).first
    assert box(row.locator(".found__mark"))["right"] >= box(row)["right"] - 17


def test_the_head_of_a_guest_is_one_row_on_the_narrowest_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{site}/alpha")
    assert box(page.locator(".masthead"))["bottom"] <= 64
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_controls_above_a_map_fit_beside_each_other(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    for width in (960, 1100, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert_controls_fit(page, width)


def test_a_long_name_of_the_next_topic_gives_way_to_them(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    name = page.locator(".continue__topic")
    name.evaluate(
        "name => { name.textContent = 'Audit Node Ingress Balance Join and What Follows From It'; }"
    )
    for width in (390, 960, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        bar = box(page.locator(".bar"))
        for control in page.locator(".bar :is(a, button, input, summary):visible").all():
            assert box(control)["right"] <= bar["right"] + 1, width


def test_they_fit_beside_a_docked_panel_too(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/alpha")
    page.locator('[data-node-id="main-one-000000000001"]').click()
    expect(page.locator("#panel-title")).to_be_visible()
    for width in (1200, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert_controls_fit(page, width)


def assert_controls_fit(page: Page, width: int) -> None:
    bar = box(page.locator(".bar"))
    for control in page.locator(".bar :is(a, button, input):visible").all():
        place = box(control)
        assert place["right"] <= bar["right"] + 1, width
        assert place["height"] >= 24, width
    assert box(page.locator(".continue__verb"))["right"] <= box(page.locator(".continue__link"))["right"], (
        width
    )
    assert bar["height"] <= 64, width


def test_the_name_of_the_next_topic_is_whole_on_a_phone(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    name = page.locator(".continue__topic")
    name.evaluate("name => { name.textContent = 'Retries and Rate Limits'; }")
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert name.evaluate(
            "({ scrollWidth: wide, clientWidth: w, scrollHeight: high, clientHeight: h }) =>"
            " wide <= w + 1 && high <= h + 2"
        ), width


def test_a_map_begins_high(page: Page, site: str) -> None:
    for width, most in ((390, 300), (1440, 260)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/beta")
        assert box(page.locator(".map"))["y"] <= most, width
