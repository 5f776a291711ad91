"""What every page owes its readers: access for all, no errors, little weight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browsing import sign_up, violations

FIRST = '[data-node-id="main-one-000000000001"]'
# Boxes to tick that are as wide as a field for text.
LARGE_BOXES = """() => [...document.querySelectorAll("input[type=checkbox], input[type=radio]")]
  .filter((box) => box.offsetWidth > 40).map((box) => box.outerHTML)"""


@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced"],
)
def test_axe_finds_nothing_on_a_learners_pages(chromium: Browser, site: str, look: dict[str, str]) -> None:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, bypass_csp=True, reduced_motion="reduce", **look
    )  # type: ignore[arg-type]
    page = context.new_page()
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    for key, topic in (
        ("d", "main-one-000000000001"),
        ("l", "sub-one-0000000000001"),
        ("s", "sub-two-0000000000001"),
    ):
        page.locator(f'[data-node-id="{topic}"]').focus()
        page.keyboard.press(key)
        expect(page.locator(f'[data-node-id="{topic}"]')).not_to_have_attribute("data-status", "pending")
    assert violations(page) == []
    page.locator(FIRST).click()
    expect(page.locator("#panel-title")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert violations(page) == []
    for path in (
        "/me",
        "/me/history",
        "/me/day",
        "/me/streak",
        "/me/year",
        "/me/year/alpha",
        "/me/plan",
        "/me/settings/notifications",
        "/me/notes",
        "/me/settings/profile",
        "/me/settings/links",
        "/me/settings",
        "/me/settings/name",
        "/me/settings/security",
        "/me/settings/security/passkeys",
        "/me/settings/password",
        "/me/confirm?posted=1",
        "/me/settings/data",
        "/me/settings/data/delete",
        "/me/settings/data/merge",
        "/alpha?view=list",
        "/alpha/route",
        "/alpha/route?to=main-two-000000000001&known=sub-one-0000000000001",
        "/alpha/route?to=main-two-000000000001&view=map",
        "/search?q=alpha",
        "/forgot-password",
        "/beta",
        "/gamma",
        "/",
    ):
        page.goto(site + path)
        assert violations(page) == [], path
        assert page.evaluate(LARGE_BOXES) == [], path
    context.close()


def test_a_learners_way_leaves_no_error_in_the_console(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, service_workers="allow")
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    sign_up(page, site)
    page.goto(f"{site}/alpha")
    page.locator(FIRST).focus()
    page.keyboard.press("d")
    expect(page.locator(FIRST)).to_have_attribute("data-status", "done")
    page.locator(FIRST).click()
    page.locator("#panel").get_by_role("button", name="Skipped").click()
    expect(page.locator(FIRST)).to_have_attribute("data-status", "skipped")
    page.locator("#panel").get_by_role("link", name=re.compile("Alpha & Beta")).first.click()
    expect(page.locator("#panel-title")).to_have_text("Alpha & Beta")
    page.keyboard.press("Escape")
    page.goto(f"{site}/")
    page.goto(f"{site}/me/settings")
    assert wrong == []
    context.close()


def test_the_focus_is_never_under_the_bar_and_has_a_ring(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha?view=list")
    page.set_viewport_size({"width": 1000, "height": 400})
    page.locator("[data-node-id]").last.focus()
    links = page.locator(".map [data-node-id]").count()
    for _ in range(links * 2):
        page.keyboard.press("Shift+Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement, b = document.querySelector('.bar').getBoundingClientRect();
            const r = e.getBoundingClientRect(), s = getComputedStyle(e);
            return { under: !e.closest('.bar') && e.closest('.map') !== null && r.top < b.bottom - 1 && b.top <= 0,
                     ring: e === document.body || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                     tag: e.outerHTML.slice(0, 80) }; }"""
        )
        assert not state["under"], state
        assert state["ring"], state


def test_the_colors_are_the_systems_until_the_reader_chooses(chromium: Browser, site: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.locator("[data-theme-switch]").click()
    light = page.evaluate(paper)
    assert dark != light
    page.goto(f"{site}/roadmaps")
    assert page.evaluate(paper) == light
    context.close()


def test_finding_a_topic_leaves_only_what_fits(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha?view=list")
    page.get_by_label("Find a topic on this page").fill("alpha &")
    expect(page.locator(".map .node__link:visible")).to_have_count(2)
    expect(page.locator(".map .node__link:visible").last).to_contain_text("Alpha & Beta")


def test_targets_are_large_enough_for_a_finger(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in (
        "/",
        "/alpha",
        "/alpha#n-main-one-000000000001",
        "/login",
        "/alpha/first-steps@main-one-000000000001",
    ):
        page.goto(site + path)
        small = page.evaluate(
            """() => { // On the whole map of a phone a tap makes that part larger, whatever it meets.
            const reaches = (e, r) => { e.scrollIntoView({block: 'center'}); const now = e.getBoundingClientRect();
              return e.contains(document.elementFromPoint(now.x + now.width / 2, now.y + now.height / 2)); };
            return [...document.querySelectorAll('a, button, input, summary')].filter(e => {
            const r = e.getBoundingClientRect(); const inline = e.closest('p, li:not(.item)') && getComputedStyle(e).display === 'inline';
            return r.width && !inline && !e.closest('.skip, .visually-hidden') && (r.height < 24 || r.width < 24) && reaches(e, r); })
            .map(e => e.outerHTML.slice(0, 90)); }"""
        )
        assert small == [], path
    context.close()
