"""The ten journeys that matter, in each engine."""

from __future__ import annotations

from collections.abc import Callable

from tests.engines.driver import PHONE, Page
from tests.engines.paper import pictures

FIRST = '[data-node-id="main-one-000000000001"]'
SECOND = '[data-node-id="sub-one-0000000000001"]'
DONE = "#panel .status__option--done"
BELOW_THE_FOOTER = (
    "return document.documentElement.scrollHeight - scrollY - "
    "document.querySelector('footer').getBoundingClientRect().bottom"
)

# Whether a tap in the middle of something meets it.
IS_ON_TOP = """const one = document.querySelector(arguments[0]); one.scrollIntoView({block: "center", behavior: "instant"});
const {x, y, width, height} = one.getBoundingClientRect();
return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));"""


def test_land(page: Page) -> None:
    """From the start page to the roadmap, whose map fits into the window."""
    page.open("/")
    page.click('.card__title a[href="/alpha"]')
    page.until_at("/alpha")
    page.until_shown(FIRST)
    assert (
        page.script("return getComputedStyle(document.querySelector(arguments[0])).position", FIRST)
        == "absolute"
    )
    assert page.script("return document.documentElement.scrollWidth <= innerWidth")


def test_open(page: Page) -> None:
    """A topic opens beside the map, on which the reader goes on, and Escape closes it."""
    page.open("/alpha")
    page.click(FIRST)
    page.until_text("#panel-title", "First Steps")
    page.until(
        lambda: page.script("return document.activeElement.dataset.nodeId") == "main-one-000000000001",
        "the focus does not stay on the map",
    )
    assert page.path == "/alpha/first-steps@main-one-000000000001"
    page.press("Escape")
    page.until_gone("#panel")
    page.until_at("/alpha")
    page.until(
        lambda: page.script("return document.activeElement.dataset.nodeId") == "main-one-000000000001",
        "the focus is not where it was",
    )


def test_mark_by_button(learner: Page) -> None:
    learner.open("/alpha")
    learner.click(FIRST)
    learner.until_shown(DONE)
    learner.click(DONE)
    learner.until_attribute(DONE, "aria-pressed", "true")
    learner.until_attribute(FIRST, "data-status", "done")
    learner.until_text("#toasts .toast__words", "First Steps: done")


def test_mark_by_key(learner: Page) -> None:
    """On a node that has the focus; the address stays, so that a reload shows the same page."""
    learner.open("/alpha")
    learner.press("d", FIRST)
    learner.until_attribute(FIRST, "data-status", "done")
    learner.until_text("#meter-alpha", "1 of 9 done")
    assert learner.path == "/alpha"
    learner.open(learner.path)
    learner.until_attribute(FIRST, "data-status", "done")
    assert not learner.is_shown("#panel")


def test_undo(learner: Page) -> None:
    learner.open("/alpha?view=list")
    learner.press("d", FIRST)
    learner.until_attribute(FIRST, "data-status", "done")
    learner.click(".toast__undo")
    learner.until_attribute(FIRST, "data-status", "pending")
    learner.until_text("#meter-alpha", "0 of 9 done")


def test_back(learner: Page) -> None:
    """On a phone: roadmap, a tap on the whole map, topic, Done, Back."""
    learner.resize(PHONE)
    learner.open("/alpha")
    learner.click(".map__near-here")
    learner.until(lambda: learner.script(IS_ON_TOP, FIRST), "the topic cannot be reached")
    learner.click(FIRST)
    learner.until_shown(".topic .status__option--done")
    learner.click(".topic .status__option--done")
    learner.until_attribute(".topic .status__option--done", "aria-pressed", "true")
    learner.back()
    learner.until_at("/alpha")
    learner.until_text("#meter-alpha", "1 of 9 done")
    assert learner.attribute(FIRST, "data-status") == "done"


def test_find(page: Page) -> None:
    page.open("/alpha")
    page.type("[data-find-input]", "first")
    page.until_text("[data-find-count]", "1 topic fits")
    assert (
        float(page.script("return getComputedStyle(document.querySelector(arguments[0])).opacity", SECOND))
        < 0.5
    )
    page.press("Enter")
    page.until_text("[data-find-count]", "1 of 1")
    page.press("Escape")
    page.until(
        lambda: page.script("return document.activeElement.dataset.nodeId") == "main-one-000000000001",
        "the topic has no focus",
    )
    assert not page.is_shown("#panel")
    assert page.path == "/alpha"


def test_sign_up(page: Page, sign_up_by_form: Callable[[Page], None]) -> None:
    """With each field wrong first, then right; the way back is out."""
    page.open("/signup")
    page.type("#username", "a")
    page.type("#email", "ada@example")
    page.type("#password", "password")
    page.click("main form button[type=submit]")
    page.until(lambda: len(page.all(".field--wrong")) == 3, "not all three are called wrong")
    focused = "return document.activeElement.id"
    page.until(lambda: page.script(focused) == "username", "the first wrong field has no focus")
    sign_up_by_form(page)
    until_masthead_says(page, "ada")
    page.click(".masthead form button")
    page.until_at("/")
    until_masthead_says(page, "Sign in")


def until_masthead_says(page: Page, words: str) -> None:
    # WebKit's driver takes a popover for hidden that a wide window shows as a part of its row.
    said = "return document.querySelector('.masthead').innerText"
    page.until(lambda: words in page.script(said), f"the masthead does not say {words!r}")


def test_list(learner: Page, reader: Page) -> None:
    """The list ends where the page ends, and its boxes can be ticked."""
    reader.open("/ai-engineer?view=list")
    assert abs(reader.script(BELOW_THE_FOOTER)) < 20
    learner.open("/alpha?view=list")
    learner.click(f".node:has({FIRST}) .node__tick")
    learner.until_attribute(FIRST, "data-status", "done")
    learner.until_text("#meter-alpha", "1 of 9 done")


def test_print(learner: Page) -> None:
    """From a dark screen: dark letters on white paper."""
    learner.open("/alpha")
    learner.script("localStorage.setItem('theme', 'dark')")
    learner.open("/alpha")
    sheets = pictures(learner.print())
    assert sheets
    for sheet in sheets:
        assert sheet.paper == 255
        assert sheet.ink < 90


def test_without_scripts(scriptless: Page, sign_up_by_form: Callable[[Page], None]) -> None:
    """Signing up, opening, marking and undoing are links and forms."""
    page = scriptless
    sign_up_by_form(page)
    page.open("/alpha")
    page.click(FIRST)
    page.until_at("/alpha/first-steps@main-one-000000000001")
    page.click(".topic .status__option--done")
    page.until_text(".toast__words", "First Steps: done")
    assert page.attribute(".topic .status__option--done", "aria-pressed") == "true"
    page.click(".toast__undo")
    page.until_attribute(".topic .status__option--done", "aria-pressed", "false")
