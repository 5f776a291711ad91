"""A mark that was not saved says so where it can be seen, and the control shows the truth."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.web.topics.test_panel_history import FIRST, sign_up

pytestmark = pytest.mark.slow
TOAST = "#toasts .toast__words"


@pytest.fixture
def learner(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    return page


def tick(page: Page) -> None:
    page.get_by_role("button", name="Mark First Steps as done").click()


def test_without_a_connection_it_says_so_and_tries_again(learner: Page) -> None:
    learner.context.set_offline(True)
    tick(learner)
    expect(learner.locator(TOAST)).to_have_text("The site cannot be reached. Nothing was saved.")
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "pending")
    learner.context.set_offline(False)
    learner.get_by_role("button", name="Try again").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")
    expect(learner.locator(TOAST)).to_have_text("First Steps: done")


def test_a_key_without_a_connection_says_so_too_and_nothing_breaks(learner: Page) -> None:
    wrong: list[str] = []
    learner.on("pageerror", lambda error: wrong.append(str(error)))
    learner.context.set_offline(True)
    learner.locator(FIRST).focus()
    learner.keyboard.press("d")
    expect(learner.locator(TOAST)).to_have_text("The site cannot be reached. Nothing was saved.")
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "pending")
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "words"),
    [(500, "Nothing was saved"), (503, "Nothing was saved"), (429, "try again in a minute")],
)
def test_a_fault_of_the_site_is_seen(learner: Page, code: int, words: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=code, body="")

    learner.route("**/status", answer)
    tick(learner)
    expect(learner.locator(TOAST)).to_contain_text(words)
    expect(learner.locator(TOAST)).to_be_visible()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "pending")
    learner.unroute("**/status")
    learner.get_by_role("button", name="Try again").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")


@pytest.mark.parametrize("width", [1100, 1440])
def test_a_failure_inside_the_panel_is_seen(learner: Page, site: str, width: int) -> None:
    learner.set_viewport_size({"width": width, "height": 900})
    learner.goto(f"{site}/alpha")
    learner.locator(FIRST).click()
    expect(learner.locator("#panel")).to_be_visible()
    learner.route("**/status", lambda route: route.fulfill(status=503, body=""))
    learner.locator("#panel").locator(".status__option--done").click()
    words = learner.locator(".toast__words")
    expect(words).to_be_visible()
    # A modal dialog would hide it, and a docked panel would lie under it.
    assert learner.evaluate("document.querySelector('.toast').closest('#panel') !== null") == (width == 1100)
    expect(learner.locator("#panel").locator(".status__option--done")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_signed_out_in_another_tab_a_mark_leads_to_sign_in_and_is_set_then(learner: Page, site: str) -> None:
    other = learner.context.new_page()
    other.goto(f"{site}/alpha")
    other.get_by_role("button", name="Sign out", exact=True).click()
    other.wait_for_url(f"{site}/")
    tick(learner)
    learner.wait_for_url("**/login?*")
    learner.fill("#username", "ada")
    learner.fill("#password", "three blind mice")
    learner.click("main form button[type=submit]")
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")


def test_undo_stays_when_the_panel_closes(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    learner.locator(FIRST).click()
    learner.locator("#panel").locator(".status__option--done").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")
    learner.keyboard.press("Escape")
    expect(learner.locator("#panel")).not_to_be_visible()
    learner.get_by_role("button", name="Undo").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "pending")


def test_messages_leave_by_themselves_but_not_while_they_are_used(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.clock.install()
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    tick(page)
    toast = page.locator("#toasts .toast")
    expect(toast).to_have_count(1)
    toast.hover()
    page.clock.run_for(11_000)
    expect(toast).to_have_count(1)
    page.mouse.move(5, 5)
    page.clock.run_for(11_000)
    expect(toast).to_have_count(0)


def test_done_next_that_is_tried_again_leads_on(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    learner.locator(FIRST).click()
    expect(learner.locator("#panel-title")).to_have_text("First Steps")
    learner.context.set_offline(True)
    learner.keyboard.press("g")
    expect(learner.locator(TOAST)).to_have_text("The site cannot be reached. Nothing was saved.")
    learner.context.set_offline(False)
    learner.get_by_role("button", name="Try again").click()
    expect(learner.locator("#panel-title")).not_to_have_text("First Steps")
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")


def test_a_search_that_is_tried_again_shows_its_results_once(learner: Page) -> None:
    learner.keyboard.press("/")
    expect(learner.locator("#finder")).to_be_visible()
    learner.wait_for_load_state("networkidle")
    learner.context.set_offline(True)
    learner.keyboard.type("steps")
    expect(learner.locator(TOAST)).to_have_text("The site cannot be reached.")
    learner.context.set_offline(False)
    learner.get_by_role("button", name="Try again").click()
    expect(learner.locator("#found[data-query=steps]")).to_have_count(1)
    expect(learner.locator("#found")).to_have_count(1)


def test_a_topic_that_is_gone_leads_to_the_page_that_says_so(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    gone = "/alpha/nothing@xxxxxxxxxxxxxxxxxxxxx"
    learner.locator(FIRST).evaluate("(link, href) => link.setAttribute('href', href)", gone)
    learner.locator(FIRST).click()
    learner.wait_for_url(f"{site}{gone}")
    expect(learner.locator("h1")).to_be_visible()


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_page_that_history_gives_back_stays_when_the_site_cannot_answer(
    learner: Page, site: str, code: int
) -> None:
    learner.goto(f"{site}/alpha")
    learner.goto(f"{site}/roadmaps")
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.resource_type == "fetch":
            asked.append(route.request.url)
            route.fulfill(status=code, content_type="text/html", body="<main><h1>Away</h1></main>")
        else:
            route.continue_()

    learner.route("**/alpha", answer)
    learner.go_back()
    expect(learner.locator(FIRST)).to_be_visible()
    for _ in range(50):
        if asked:
            break
        learner.wait_for_timeout(100)
    learner.wait_for_timeout(300)
    assert asked
    expect(learner.locator(FIRST)).to_be_visible()
