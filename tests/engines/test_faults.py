"""What was wrong in some engine once, and must not come back in any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from tests.browser import answering
from tests.conftest import PASSWORD
from tests.engines.driver import PHONE, Page
from tests.engines.test_journeys import DONE, FIRST

TOAST = "#toasts .toast__words"
TICK = f"{FIRST} ~ .node__tick"
FIELDS = 'input:not([type="hidden"], [type="checkbox"], [type="radio"]), select, textarea'


def test_nothing_is_wider_than_a_phone(reader: Page) -> None:
    reader.resize(PHONE)
    reader.open("/ai-engineer")
    topic = reader.attribute('.node__link[href*="/tokens@"]', "href") or ""
    for path in ("/", "/ai-engineer", topic.removeprefix(reader.site), "/signup"):
        reader.open(path)
        assert reader.script("return document.documentElement.scrollWidth") <= PHONE[0], path


def test_back_leaves_the_page_alive(page: Page) -> None:
    page.open("/alpha")
    page.click(FIRST)
    page.until_shown("#panel")
    page.back()
    page.until_gone("#panel")
    for part in ("[data-find]", "[data-theme-switch]", "[data-keys]"):
        assert page.is_shown(part), part
    page.click(FIRST)
    page.until_shown("#panel")
    page.click("[data-panel-close]")
    page.until_gone("#panel")
    page.until_at("/alpha")
    page.press("?", FIRST)
    page.until_shown("#keys")


def test_back_shows_what_was_ticked_before_another_page(learner: Page) -> None:
    learner.open("/alpha?view=list")
    learner.click(TICK)
    learner.until_text("#meter-alpha", "1 of 9 done")
    learner.open("/roadmaps")
    learner.back()
    learner.until_at("/alpha?view=list")
    learner.until_text("#meter-alpha", "1 of 9 done")


def test_after_sign_out_back_shows_nothing_of_the_learner(learner: Page) -> None:
    learner.open("/me/settings")
    learner.until_text("main", "ada@example.org")
    learner.click(".masthead form button")
    learner.until_at("/")
    learner.back()
    learner.until(lambda: learner.path.startswith("/login"), "Back does not ask to sign in")
    assert "ada@example.org" not in learner.driver.page_source


@pytest.fixture
def gone(app: Flask, learner: Page) -> Iterator[ExitStack]:
    """A site that stops answering when the stack is closed; Ada is signed in there too."""
    with ExitStack() as stack:
        learner.site = stack.enter_context(answering(app))
        yield stack


def test_a_mark_that_cannot_be_saved_says_so(learner: Page, gone: ExitStack) -> None:
    learner.open("/alpha?view=list")
    gone.close()
    learner.click(TICK)
    learner.until_text(TOAST, "The site cannot be reached. Nothing was saved.")
    assert learner.attribute(FIRST, "data-status") == "pending"


def test_a_mark_after_the_session_ended_leads_to_sign_in_and_is_set_then(learner: Page) -> None:
    learner.open("/alpha?view=list")
    # As another tab does it.
    learner.script(
        "const form = document.querySelector('.masthead form');"
        "const sent = new XMLHttpRequest(); sent.open('POST', form.action, false); sent.send(new FormData(form));"
    )
    learner.click(TICK)
    learner.until(lambda: learner.path.startswith("/login"), "the mark does not lead to sign-in")
    learner.type("#username", "ada")
    learner.type("#password", PASSWORD)
    learner.click("main form button[type=submit]")
    learner.until_attribute(FIRST, "data-status", "done")


def test_a_message_can_be_scrolled_away_from_what_it_covers(learner: Page) -> None:
    learner.resize(PHONE)
    learner.open("/alpha/first-steps@main-one-000000000001")
    learner.click(".topic .status__option--done")
    learner.until_shown(TOAST)
    learner.script("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    footer, toast = learner.script(
        "return [document.querySelector('.footer').getBoundingClientRect().bottom,"
        " document.querySelector('.toast').getBoundingClientRect().top]"
    )
    assert footer <= toast + 1


def test_undo_stays_when_the_panel_closes(learner: Page) -> None:
    learner.open("/alpha")
    learner.click(FIRST)
    learner.until_shown(DONE)
    learner.click(DONE)
    learner.until_attribute(FIRST, "data-status", "done")
    learner.press("Escape")
    learner.until_gone("#panel")
    learner.click(".toast__undo")
    learner.until_attribute(FIRST, "data-status", "pending")


def test_an_address_that_names_a_topic_shows_it_on_the_map(reader: Page) -> None:
    reader.open("/ai-engineer")
    node = reader.attribute('.node__link[href*="/a-portfolio-project@"]', "data-node-id")
    for path in (f"/ai-engineer#n-{node}", f"/ai-engineer?view=list#n-{node}"):
        reader.open("/healthz")
        reader.open(path)
        reader.until(lambda: reader.script("return scrollY") > 100, "the page was not scrolled")
        top, bar, height = reader.script(
            "return [document.getElementById(arguments[0]).getBoundingClientRect().top,"
            " document.querySelector('.bar').getBoundingClientRect().bottom, innerHeight]",
            f"n-{node}",
        )
        assert bar <= top < height, path


def test_an_authors_dark_words_are_light_in_the_dark_theme(reader: Page) -> None:
    look = (
        "const style = getComputedStyle(document.querySelector('.map__text-own--dim'));"
        "return [style.fill.match(/[0-9.]+/g).map(Number), style.filter]"
    )
    for theme, is_light in (("dark", True), ("light", False)):
        reader.open("/dark?view=map")
        reader.script("document.documentElement.dataset.theme = arguments[0]", theme)
        parts, filtered = reader.script(look)
        assert (min(parts) > 120) is is_light, theme
        assert filtered == "none"


def test_phones_do_not_zoom_into_fields(learner: Page) -> None:
    learner.resize(PHONE)
    for path in ("/alpha", "/roadmaps", "/me/settings", "/forgot-password"):
        learner.open(path)
        sizes = learner.script(
            "return [...document.querySelectorAll(arguments[0])].map((field) => parseFloat(getComputedStyle(field).fontSize))",
            FIELDS,
        )
        assert sizes, path
        assert min(sizes) >= 16, path


def test_lists_without_bullets_are_lists_for_voiceover(learner: Page) -> None:
    for path in (
        "/",
        "/alpha?view=list",
        "/alpha/first-steps@main-one-000000000001",
        "/me",
        "/search?q=alpha",
    ):
        learner.open(path)
        unnamed = learner.script(
            "return [...document.querySelectorAll('ul, ol')].filter((list) =>"
            " getComputedStyle(list).listStyleType === 'none' && list.getAttribute('role') !== 'list')"
            ".map((list) => list.outerHTML.slice(0, 80))"
        )
        assert unnamed == [], path
