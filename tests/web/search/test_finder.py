"""The search as a dialog: by keys, as one types, and back to where the reader was."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browsing import violations
from tests.web.topics.test_panel_history import FIRST, sign_up

pytestmark = pytest.mark.slow
LINKS = "#finder .found__link"


@pytest.fixture
def page(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    return page


def ask(page: Page, query: str) -> None:
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(query)
    expect(page.locator("#found")).to_have_attribute("data-query", query)


def test_keys_open_walk_and_close_it_and_the_focus_returns(page: Page) -> None:
    page.locator(FIRST).focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator(LINKS).first).to_be_visible()
    page.keyboard.type("box")
    expect(page.locator(LINKS)).to_have_count(2)
    expect(page.locator("#announcer")).to_have_text("2 results")
    page.keyboard.press("ArrowDown")
    expect(page.locator(LINKS).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(LINKS).last).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#finder")).not_to_be_visible()
    expect(page.locator(FIRST)).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#finder")).to_be_visible()


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    page.locator("[data-find-input]").focus()
    page.keyboard.type("a/b")
    expect(page.locator("[data-find-input]")).to_have_value("a/b")
    expect(page.locator("#finder")).not_to_be_visible()


def test_a_topic_of_this_map_opens_beside_it_another_roadmap_as_a_page(page: Page, site: str) -> None:
    ask(page, "first steps")
    page.keyboard.press("Enter")
    expect(page.locator("#finder")).not_to_be_visible()
    expect(page.locator("#panel-title")).to_have_text("First Steps")
    page.keyboard.press("Control+k")
    page.keyboard.type("beta")
    expect(page.locator("#found")).to_have_attribute("data-query", "beta")
    page.locator(LINKS).first.click()
    page.wait_for_url(f"{site}/beta")


def test_the_latest_answer_wins_however_late_an_earlier_one_comes(page: Page) -> None:
    def late(route: Route) -> None:
        time.sleep(0.8)
        route.continue_()

    page.route("**/search?q=al", late)
    page.keyboard.press("/")
    page.keyboard.type("al")
    page.wait_for_timeout(250)
    page.keyboard.type("pha &")
    expect(page.locator("#found")).to_have_attribute("data-query", "alpha &")
    page.wait_for_timeout(900)
    expect(page.locator("#found")).to_have_attribute("data-query", "alpha &")
    expect(page.locator(LINKS).first).to_have_text("Alpha")


def test_a_mark_from_a_result_shows_on_the_map_below(page: Page, site: str) -> None:
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    ask(page, "first steps")
    button = page.locator("#finder .found__button")
    expect(button).to_have_text("Mark done: First Steps")
    button.click()
    expect(page.locator("#finder .found__status")).to_contain_text("done")
    expect(button).to_be_focused()
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    expect(page.locator("#finder .toast__words")).to_have_text("First Steps: done")


def test_a_mark_of_another_roadmap_leaves_this_ones_page_alone(page: Page, site: str) -> None:
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    before = [page.locator(part).inner_html() for part in ("#continue", "#walked", "#section-0")]
    ask(page, "one")
    result = page.locator(".found__result", has=page.locator('a[href="/beta/one@b1"]'))
    result.get_by_role("button").click()
    expect(result.locator(".found__status")).to_contain_text("done")
    expect(page.locator("#here")).to_have_count(1)
    after = [page.locator(part).inner_html() for part in ("#continue", "#walked", "#section-0")]
    assert after == before


def test_without_a_connection_it_says_so_in_the_dialog(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(LINKS).first).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.type("first")
    expect(page.locator("#finder .toast__words")).to_have_text("The site cannot be reached.")


def test_the_page_finds_as_one_types_too_and_its_address_follows(page: Page, site: str) -> None:
    page.goto(f"{site}/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("in the")
    expect(page.locator(".found__link").first).to_have_text("In the Box")
    page.wait_for_url("**/search?q=in%20the")
    page.reload()
    expect(page.locator(".found__link").first).to_have_text("In the Box")


def test_half_a_character_is_searched_for_like_any_other(page: Page, site: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{site}/search")
    page.locator("#q").evaluate(
        "(field) => { field.value = 'x\\ud800'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.wait_for_url("**/search?q=x%EF%BF%BD")
    assert wrong == []


def test_without_scripts_the_link_in_the_masthead_leads_to_the_page(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/alpha")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search roadmaps and topics").fill("first steps")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".found__link")).to_have_text("First Steps")
    page.get_by_role("button", name=re.compile(r"^Mark done\s?: First Steps$")).click()
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator(".found__status")).to_contain_text("done")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced"],
)
def test_axe_finds_nothing(chromium: Browser, site: str, width: int, look: dict[str, str]) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, bypass_csp=True, reduced_motion="reduce", **look
    )  # type: ignore[arg-type]
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    for query in ("steps", "alpha", "zzzz", "frist stesp"):
        page.locator("[data-finder-open]").click()
        page.locator("#q").fill(query)
        expect(page.locator("#found")).to_have_attribute("data-query", query)
        assert violations(page) == [], query
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Escape")
    for path in ("/search", "/search?q=steps", "/search?q=frist+stesp"):
        page.goto(site + path)
        assert violations(page) == [], path
    context.close()
