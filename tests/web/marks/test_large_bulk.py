"""Many topics at once on a map of more than a hundred: what the reader sees stays where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import CONTENT

pytestmark = pytest.mark.slow
ALL = 128
NODES = ".map a[data-node-id][data-status]"
# Where the reader is: what a mark and its undo must not change.
PLACE = """() => {
  const map = document.querySelector("[data-map]");
  const { dataset, id, tagName } = document.activeElement;
  return {
    page: [scrollX, Math.round(scrollY)],
    map: map && [map.scrollLeft, map.scrollTop, map.querySelector(".map__frame").clientWidth],
    focus: dataset.nodeId ?? (id || tagName),
    panel: document.querySelector("#panel[open] [data-href]")?.dataset.href ?? "",
    days: [...document.querySelectorAll("details.journal__day")].map((day) => day.open),
    isSameDocument: window.isSameDocument ?? false,
  };
}"""


@pytest.fixture
def content_dir() -> Path:
    return CONTENT


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.evaluate("window.isSameDocument = true")
    return page


@pytest.fixture
def page(desktop: BrowserContext, site: str) -> Page:
    """The map, scrolled to its middle, with a topic open beside it and the focus on another one."""
    page = opened(desktop, f"{site}/ai-engineer?view=map")
    links = page.locator(NODES)
    links.nth(60).scroll_into_view_if_needed()
    links.nth(60).click()
    expect(page.locator("#panel-title")).to_be_visible()
    links.nth(58).focus()
    return page


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(8000)
    yield context
    context.close()


def place(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(PLACE)
    return found


def expect_place(page: Page, wanted: dict[str, Any]) -> None:
    """A page that renews itself takes a moment."""
    page.wait_for_function(f"(wanted) => JSON.stringify(({PLACE})()) === JSON.stringify(wanted)", arg=wanted)


def drag(page: Page) -> None:
    frame = page.locator(".map__frame").bounding_box()
    assert frame
    page.keyboard.down("Shift")
    page.mouse.move(frame["x"] + 3, 200)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] - 3, 880, steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")


def keys(page: Page) -> None:
    for direction in (*("Left", "Up", "Right", "Down") * 3, *("Down",) * 25):
        page.keyboard.press(f"Shift+Arrow{direction}")


@pytest.mark.parametrize("select", [drag, keys])
def test_a_selection_is_marked_and_the_undo_brings_it_back(
    page: Page, select: Callable[[Page], None]
) -> None:
    select(page)
    expect(page.locator("#selection")).to_be_visible()
    count = page.locator("[data-selected]").count()
    assert count > 20
    before = place(page)
    page.keyboard.press("d")
    page.get_by_role("button", name=f"Mark {count} topics as done").click()
    expect(page.locator('.map [data-status="done"]')).to_have_count(count)
    expect(page.locator("#announcer")).to_have_text(f"{count} topics: done")
    expect(page.locator("#selection")).not_to_be_visible()
    expect(page.locator(".toast__words")).to_be_visible()
    assert place(page) == before
    page.keyboard.press("u")
    expect(page.locator('.map [data-status="done"]')).to_have_count(0)
    expect(page.locator("#announcer")).to_contain_text("Undone.")
    expect(page.locator("[data-selected]")).to_have_count(count)
    expect(page.locator("#selection")).to_contain_text(f"{count} selected")
    assert place(page) == before
    page.keyboard.press("Escape")
    expect(page.locator("[data-selected]")).to_have_count(0)
    expect(page.locator("#panel")).to_be_visible()


@pytest.mark.parametrize(
    ("scope", "choice", "count"),
    [
        pytest.param("all=1", "Done", 20, id="the rest"),
        pytest.param("all=1", "Skip", ALL, id="the whole roadmap"),
        pytest.param("section=", "Skip", 5, id="a branch"),
    ],
)
def test_a_branch_or_the_whole_is_marked_started_over_and_undone(
    page: Page, scope: str, choice: str, count: int
) -> None:
    link = page.locator(f'main a[data-many][href*="marks?{scope}"]:visible').first
    link.evaluate("(link) => link.focus({ preventScroll: true })")
    address = link.get_attribute("href")
    before = place(page)
    statuses = '.map [data-status="done"], .map [data-status="skipped"]'

    def act(name: str) -> int:
        page.locator(f'main a[data-many][href="{address}"]').evaluate(
            "(link) => link.focus({ preventScroll: true })"
        )
        page.keyboard.press("Enter")
        chosen = page.locator("#many .many__choice", has_text=name)
        is_asked = chosen.get_attribute("data-many") is not None
        chosen.click()
        if is_asked:
            page.locator("#many button.button").click()
        expect(page.locator("#many")).not_to_be_visible()
        return page.locator(statuses).count()

    marked = act(choice)
    assert marked >= count
    assert place(page) == before
    assert act("Start over") == 0
    assert place(page) == before
    page.keyboard.press("u")
    expect(page.locator(statuses)).to_have_count(marked)
    expect(page.locator("#announcer")).to_contain_text("Undone.")
    assert place(page) == before


def test_on_a_phone_the_zoom_stays(phone: BrowserContext, site: str) -> None:
    page = opened(phone, f"{site}/ai-engineer?view=map")
    # What is said to a new guest takes room above the map.
    path = page.locator(NODES).first.get_attribute("href")
    page.evaluate(
        f"fetch('{path}/status', {{ method: 'POST', body: new URLSearchParams('status=learning') }})"
    )
    page.reload()
    page.evaluate("window.isSameDocument = true")
    page.locator('[data-zoom="in"]').tap()
    page.wait_for_timeout(400)
    page.locator("[data-map]").evaluate("(map) => map.scrollTo({ left: 300, top: 900, behavior: 'instant' })")
    page.locator(".more__button").evaluate("(button) => button.focus({ preventScroll: true })")
    before = place(page)
    page.locator(".more__button").tap()
    page.locator("#more a[data-many]").tap()
    page.locator("#many .many__choice", has_text="Skip").tap()
    page.get_by_role("button", name=f"Mark {ALL} topics as skipped").tap()
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(ALL)
    assert place(page) == before
    page.locator(".toast__undo").dispatch_event("click")
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(0)
    assert place(page) == before


@pytest.fixture
def lived(page: Page, site: str) -> Page:
    """A learner with a long journal, of which the last act was on the whole roadmap."""
    page.evaluate(
        """async () => {
          const post = (path, values) => fetch(path, { method: "POST", body: new URLSearchParams(values) });
          for (let turn = 0; turn < 30; turn += 1)
            await post("/python/marks", { all: "1", status: turn % 2 ? "pending" : "learning" });
          await post("/ai-engineer/marks", { all: "1", status: "skipped" });
        }"""
    )
    return page


@pytest.mark.parametrize("path", ["/me", "/me/history"])
def test_the_learners_own_pages_stay_where_they_are(lived: Page, site: str, path: str) -> None:
    lived.goto(f"{site}{path}")
    lived.evaluate("window.isSameDocument = true")
    day = lived.locator("details.journal__day").first
    if day.get_attribute("open") != "":
        day.locator("summary").click()
    act = lived.locator("li.act", has_text="AI Engineer").first
    lived.evaluate("scrollTo({ top: document.body.scrollHeight / 3, behavior: 'instant' })")
    button = act.get_by_role("button")
    button.evaluate("(button) => button.focus({ preventScroll: true })")
    before = place(lived)
    lived.keyboard.press("Enter")
    expect(lived.locator("#announcer")).to_contain_text("Undone.")
    expect(lived.locator("li.act", has_text="(by undoing)").first).to_be_attached()
    after = place(lived)
    assert after["focus"].startswith("act-")
    assert {**after, "focus": ""} == {**before, "focus": ""}
    expect(lived.locator(f"#{after['focus']}")).to_contain_text("(undone)")
    # An undo of the undo, by the message.
    lived.locator("li.act", has_text="(by undoing)").first.get_by_role("button").click()
    expect(lived.locator("li.act", has_text="(by undoing)")).to_have_count(2)


def test_the_page_of_a_route_stays_where_it_is(desktop: BrowserContext, site: str) -> None:
    page = opened(desktop, f"{site}/ai-engineer")
    last = page.locator(NODES).last.get_attribute("data-node-id")
    page.goto(f"{site}/ai-engineer/route?to={last}&view=map")
    page.evaluate("window.isSameDocument = true")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.evaluate("scrollTo({ top: 900, behavior: 'instant' })")
    page.locator(NODES).nth(10).evaluate("(link) => link.focus({ preventScroll: true })")
    for _ in range(40):
        page.keyboard.press("Shift+ArrowDown")
    count = page.locator("[data-selected]").count()
    assert count > 20
    before = place(page)
    page.keyboard.press("s")
    page.get_by_role("button", name=f"Mark {count} topics as skipped").click()
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(count)
    expect_place(page, before)
    page.keyboard.press("u")
    expect(page.locator('.map [data-status="skipped"]')).to_have_count(0)
    expect_place(page, before)
    expect(page.locator("[data-selected]")).to_have_count(count)
