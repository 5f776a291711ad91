"""The site in a real browser: the map, the panel, the keys, the list on a phone, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import sign_up, violations

FIRST = '[data-node-id="main-one-000000000001"]'


@pytest.fixture
def learner(desktop: BrowserContext, site: str) -> Page:
    page = desktop.new_page()
    page.goto(f"{site}/signup")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("three blind mice")
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/me")
    return page


def test_the_panel_opens_and_closes_and_the_address_follows(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    page.locator(FIRST).click()
    expect(page.locator("#panel")).to_be_visible()
    # The map stays in use beside a docked panel; a second Enter leads into it.
    expect(page.locator(FIRST)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    assert page.url.endswith("@main-one-000000000001")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()
    expect(page.locator(FIRST)).to_be_focused()
    assert page.url == f"{site}/alpha"
    page.locator(FIRST).click()
    expect(page.locator("#panel")).to_be_visible()
    page.go_back()
    expect(page.locator("#panel")).not_to_be_visible()


def test_a_status_changes_map_meter_and_panel_at_once_and_can_be_undone(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    learner.locator(FIRST).click()
    learner.locator("#panel").locator(".status__option--done").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "done")
    expect(learner.locator("#meter-alpha")).to_contain_text("1 of 9 done")
    expect(learner.locator("#panel").locator(".status__option--done")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(learner.locator("#panel").locator(".status__option--done")).to_be_focused()
    expect(learner.locator("#announcer")).to_have_text("First Steps: done")
    learner.get_by_role("button", name="Undo").click()
    expect(learner.locator(FIRST)).to_have_attribute("data-status", "pending")


def test_undo_by_keyboard_leaves_the_reader_where_they_marked(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    link = learner.locator(FIRST)
    for undo in ("u", "button"):
        link.focus()
        learner.keyboard.press("d")
        expect(link).to_have_attribute("data-status", "done")
        expect(learner.get_by_role("button", name="Undo")).to_be_visible()
        if undo == "u":
            learner.keyboard.press("u")
        else:
            learner.get_by_role("button", name="Undo").press("Enter")
        expect(link).to_have_attribute("data-status", "pending")
        expect(link).to_be_focused()
    learner.keyboard.press("d")
    learner.get_by_role("button", name="Close this message").press("Enter")
    expect(link).to_be_focused()


def test_keys_act_on_the_focused_topic(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    link = learner.locator('[data-node-id="sub-one-0000000000001"]')
    for key, status in (("l", "learning"), ("s", "skipped"), ("d", "done"), ("r", "pending")):
        link.focus()
        learner.keyboard.press(key)
        expect(link).to_have_attribute("data-status", status)
        expect(link).to_be_focused()
    learner.keyboard.press("Control+d")
    expect(link).to_have_attribute("data-status", "pending")
    learner.keyboard.press("?")
    expect(learner.locator("#keys")).to_be_visible()


@pytest.mark.parametrize(("width", "columns"), [(1440, 2), (390, 1)])
def test_the_caps_of_keys_are_whole(desktop: BrowserContext, site: str, width: int, columns: int) -> None:
    page = desktop.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/alpha")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    caps = page.locator("#keys dt").evaluate_all(
        "all => all.map(dt => [dt.offsetHeight, dt.scrollWidth <= dt.clientWidth, dt.getBoundingClientRect().x])"
    )
    assert max(height for height, *_ in caps) < 32
    assert all(fits for _, fits, _ in caps)
    assert len({x for *_, x in caps}) == columns


def test_on_a_topics_page_keys_act_where_the_reader_is(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    pressed = learner.locator(".status [aria-pressed=true]")
    learner.get_by_role("link", name="Roadmaps", exact=True).focus()
    learner.keyboard.press("s")
    learner.wait_for_timeout(200)
    expect(pressed).to_have_text("Not started")
    learner.locator(".status button").first.focus()
    learner.keyboard.press("s")
    expect(pressed).to_have_text("Skipped")


def test_on_a_topics_page_keys_work_as_in_the_panel(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    pressed = learner.locator(".status [aria-pressed=true]")
    for key, words in (("l", "Learning"), ("d", "Done"), ("u", "Learning"), ("r", "Not started")):
        learner.keyboard.press(key)
        expect(pressed).to_have_text(words)
    learner.keyboard.press("?")
    expect(learner.locator("#keys")).to_be_visible()
    expect(learner.locator("#keys")).not_to_contain_text("Neighbors")
    learner.get_by_role("button", name="Close", exact=True).click()
    learner.get_by_role("button", name="Keys").click()
    expect(learner.locator("#keys")).to_be_visible()


def test_finding_a_topic_says_how_many_fit(learner: Page, site: str) -> None:
    learner.goto(f"{site}/alpha")
    learner.locator("[data-find-input]").fill("box")
    expect(learner.locator("#announcer")).to_have_text("2 topics fit")
    expect(learner.locator(FIRST)).to_have_css("opacity", "0.25")
    expect(learner.locator('[data-node-id="sub-box-1-00000000001"]')).to_have_css("opacity", "1")
    learner.locator("[data-find-input]").fill("nothing like it")
    expect(learner.locator("#announcer")).to_have_text("No topics fit")


def test_links_lie_on_the_boxes_of_the_drawing(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    frame = page.locator(".map__frame").bounding_box()
    box = page.locator(FIRST).bounding_box()
    assert frame
    assert box
    unit = frame["width"] / 970
    assert box["width"] == pytest.approx(200 * unit, abs=2)
    assert box["height"] == pytest.approx(49 * unit, abs=2)


def test_a_phone_without_scripts_shows_the_list_and_follows_links(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/alpha")
    assert not page.locator(".map__layer").first.is_visible()
    page.locator(FIRST).click()
    page.wait_for_url("**/first-steps@*")
    expect(page.locator("h1")).to_have_text("First Steps")
    context.close()


def test_everything_works_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha?view=list")
    page.locator('[aria-label="Mark First Steps as done"]').click()
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    page.click("text=Undo")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "pending")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(chromium: Browser, site: str, scheme: str, width: int) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    paths = (
        "/",
        "/roadmaps",
        "/alpha",
        "/alpha?view=list",
        "/alpha/first-steps@main-one-000000000001",
        "/login",
        "/signup",
        "/nothing",
    )
    for path in paths:
        page.goto(site + path)
        assert violations(page) == [], path
    context.close()


def test_no_page_asks_another_host_or_scrolls_sideways(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    for path in ("/", "/alpha", "/alpha/first-steps@main-one-000000000001", "/login", "/signup", "/roadmaps"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert all(url.startswith((site, "data:")) for url in asked)
    assert wrong == []
    context.close()


def test_only_done_shows_a_check(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha/first-steps@main-one-000000000001")
    sign = "e => getComputedStyle(e, '::before').content"
    shown = {}
    for status in ("pending", "learning", "done", "skipped"):
        option = page.locator(f".status__option--{status}")
        option.evaluate("e => e.setAttribute('aria-pressed', 'true')")
        shown[status] = option.evaluate(sign).strip('"').strip()
    assert shown["done"] == "✓"
    assert len(set(shown.values())) == 4
