"""The map and the list on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
NEAR = "map map--indexed map--near"
WHOLE = "map map--indexed map--whole map--fitted"
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


def mark_first(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    page.get_by_role("button", name="Done", exact=True).tap()
    expect(page.locator(".toast__words")).to_have_text("First Steps: done")


def zoom_in(page: Page) -> None:
    page.locator("[data-zoom=in]").tap()
    expect(page.locator(".map")).to_have_class(NEAR)
    # The class comes while the map still grows.
    page.wait_for_function(
        "first => document.querySelector(first).getBoundingClientRect().height >= 34", arg=FIRST
    )


def test_who_has_not_begun_sees_the_whole_map(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(WHOLE)
    expect(page.locator(".switch__map")).to_have_attribute("aria-current", "true")
    expect(page.locator(".map-picture")).not_to_be_visible()
    expect(page.get_by_role("button", name="Whole map")).not_to_be_visible()
    assert page.locator(".map__frame").evaluate("frame => frame.clientWidth") == 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # It scrolls with the page, and its sections have names of 12 pixels and targets of 24.
    assert page.locator(".map").evaluate("map => map.scrollHeight <= map.clientHeight")
    name = page.locator(FIRST)
    assert name.evaluate("link => parseFloat(getComputedStyle(link).fontSize)") >= 12
    box = name.bounding_box()
    assert box
    assert box["height"] >= 24


def test_how_much_is_done_stands_below_a_name_of_two_lines(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    name = page.locator(FIRST)
    name.evaluate(
        "link => { link.firstChild.data = 'Audit Node Ingress Balance Join'; link.style.whiteSpace = 'normal'; }"
    )
    words = name.evaluate(
        """link => {
          const range = document.createRange();
          range.selectNodeContents(link.firstChild);
          return { bottom: range.getBoundingClientRect().bottom, lines: range.getClientRects().length };
        }"""
    )
    progress = page.locator(f".node:has({FIRST}) .section-progress").bounding_box()
    assert words["lines"] == 2
    assert progress
    assert progress["y"] >= words["bottom"] - 1


def test_the_first_paint_is_the_whole_map_already(page: Page, site: str) -> None:
    page.route("**/map-page*.js", lambda route: route.abort())
    page.goto(f"{site}/alpha")
    assert page.locator(".map__frame").evaluate("frame => frame.clientWidth") == 390
    page.goto(f"{site}/alpha#n-main-one-000000000001")
    page.reload()
    assert page.locator(".map__frame").evaluate("frame => frame.clientWidth") > 390


def test_who_is_under_way_begins_where_they_are(page: Page, site: str) -> None:
    mark_first(page, site)
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(NEAR)
    box = page.locator(".node:has(#here) .node__link").bounding_box()
    assert box
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Whole map").tap()
    expect(page.locator(".map")).to_have_class(WHOLE)


def test_an_address_of_a_topic_begins_there(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha#n-main-one-000000000001")
    expect(page.locator(".map")).to_have_class(NEAR)
    expect(page.locator(FIRST)).to_be_in_viewport()


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
    expect(page.locator(".map")).to_have_class(WHOLE)


def test_back_from_the_list_leads_to_the_map(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    page.get_by_role("link", name="List", exact=True).tap()
    page.wait_for_url("**/alpha?view=list")
    page.go_back()
    page.wait_for_function("document.querySelector('.map__frame').clientWidth === 390")
    expect(page.locator(".map")).to_have_class(WHOLE)


def test_a_tap_beside_the_sheet_only_closes_it(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    for button, sheet in (("More", "#more"), ("Menu", "#site-menu")):
        if not page.get_by_role("button", name=button).is_visible():
            continue
        page.get_by_role("button", name=button).tap()
        expect(page.locator(sheet)).to_be_visible()
        place = page.get_by_role("link", name="List", exact=True).bounding_box()
        assert place
        page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(page.locator(sheet)).to_be_hidden()
        page.wait_for_timeout(300)
        assert page.url == f"{site}/alpha"


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


def test_a_tap_on_a_section_leads_to_it(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    expect(page.locator(".map")).to_have_class(WHOLE)
    box = page.locator(FIRST).bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 5, box["y"] + 5)
    expect(page.locator(".map")).to_have_class(NEAR)
    page.wait_for_function(
        """first => {
          const section = document.querySelector(first);
          const [, topic] = section.closest("li").querySelectorAll(".node__link");
          const [own, box] = [section, topic].map((link) => link.getBoundingClientRect());
          return own.height >= 34 && Math.min(own.left, box.left) >= 0 && Math.max(own.right, box.right) <= 390;
        }""",
        arg=FIRST,
    )
    page.locator(FIRST).tap()
    page.wait_for_url("**/first-steps@*")
    page.go_back()
    expect(page.locator(".map")).to_have_class(NEAR)


def test_the_whole_map_is_one_tap_away(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    zoom_in(page)
    page.get_by_role("button", name="Whole map").tap()
    expect(page.locator(".map")).to_have_class(WHOLE)
    expect(page.locator("[data-zoom=out]")).to_be_disabled()
    page.wait_for_function("document.querySelector('.map__frame').clientWidth <= 390")
    page.reload()
    expect(page.locator(".map")).to_have_class(WHOLE)


def test_a_tap_marks_a_topic_while_its_button_is_pressed(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    zoom_in(page)
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
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/alpha")
    zoom_in(page)
    left, top = page.locator(".map").evaluate(
        "map => { map.scrollTo(30, 90); return [map.scrollLeft, map.scrollTop]; }"
    )
    assert (left, top) > (20, 20)
    page.locator(".continue__link").tap()
    page.wait_for_url("**/first-steps@*")
    page.go_back()
    expect(page.locator(".map")).to_have_class(NEAR)
    there = page.locator(".map").evaluate("map => [map.scrollLeft, map.scrollTop]")
    # Browsers round where a size is no whole pixel.
    assert there == pytest.approx([left, top], abs=1)


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


def zoom_of(page: Page) -> float:
    """How many times the map is as wide as its window."""
    zoom: float = page.locator(".map").evaluate(
        "map => map.querySelector('.map__frame').clientWidth / map.clientWidth"
    )
    return zoom


def test_the_last_wish_counts_while_the_map_glides(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    press = """([first, second]) => new Promise((done) => {
      const button = (name) => document.querySelector(`[data-zoom=${name}]`);
      button(first).click();
      setTimeout(() => button(second).click(), 60);
      setTimeout(done, 600);
    })"""
    page.evaluate(press, ["in", "whole"])
    expect(page.locator(".map")).to_have_class(WHOLE)
    page.evaluate(press, ["in", "in"])
    twice = zoom_of(page)
    page.evaluate(press, ["whole", "in"])
    assert twice == pytest.approx(1.5 * zoom_of(page), rel=0.02)


def test_who_turns_the_phone_keeps_what_they_look_at(page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    zoom_in(page)
    page.wait_for_timeout(400)
    page.locator(".map").evaluate("map => map.scrollTo({ left: 250, top: 100, behavior: 'instant' })")
    page.wait_for_timeout(100)
    middle = """map => {
      const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = map;
      return [(scrollLeft + clientWidth / 2) / scrollWidth, (scrollTop + clientHeight / 2) / scrollHeight];
    }"""
    before = page.locator(".map").evaluate(middle)
    width = page.locator(".map__frame").evaluate("frame => frame.clientWidth")
    page.set_viewport_size({"width": 600, "height": 390})
    page.wait_for_timeout(200)
    assert page.locator(".map__frame").evaluate("frame => frame.clientWidth") == pytest.approx(width, abs=2)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(200)
    assert page.locator(".map").evaluate(middle) == pytest.approx(before, abs=0.05)
    assert page.locator(".map__frame").evaluate("frame => frame.clientWidth") == pytest.approx(width, abs=2)


def test_a_tablet_that_is_turned_upright_has_the_buttons(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 1180, "height": 820}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{site}/alpha")
    expect(page.locator("[data-zoom=in]")).not_to_be_visible()
    page.set_viewport_size({"width": 820, "height": 1180})
    expect(page.locator("[data-zoom=in]")).to_be_visible()
    context.close()
