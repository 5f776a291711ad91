"""Without a connection: a kept page is read, and a mark waits and is sent once.

The drivers of Firefox and WebKit cannot take a connection away, so the server goes instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.engines.driver import WIDE, Page, WebDriver
from tests.web.offline.line import Line

LINK = '.map [data-node-id="main-one-000000000001"]'
TICK = "#node-main-one-000000000001 .node__tick"
LIST = "/alpha?view=list"
CONTROLS = "return Boolean(navigator.serviceWorker && navigator.serviceWorker.controller)"
KEPT = """const done = arguments[arguments.length - 1];
caches.match(location.href, {ignoreVary: true}).then((found) => done(Boolean(found)), () => done(false));"""


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    made = Line(app)
    made.mend()
    yield made
    made.cut()


@pytest.fixture
def traveler(
    driver: WebDriver, engine: str, line: Line, pdf: Path, sign_up_by_form: Callable[[Page], None]
) -> Page:
    """Ada, who has opened the list of a roadmap twice: the worker keeps it from the second time on.

    What guests see may come from the browser's own cache for a minute, which knows of no connection either.
    """
    made = Page(driver, engine, line.address, pdf)
    made.open("/healthz")
    made.forget()
    made.resize(WIDE)
    sign_up_by_form(made)
    made.open(LIST)
    made.until(lambda: made.script(CONTROLS), "there is no service worker")
    made.open(LIST)
    made.until(lambda: driver.execute_async_script(KEPT), "the page is not kept")
    return made


def test_a_kept_page_is_read_and_a_mark_is_sent_once(traveler: Page, line: Line) -> None:
    line.cut()
    traveler.open(LIST)
    traveler.until_shown("#kept-copy")
    traveler.until_text("#kept-copy", "No connection")
    traveler.click(TICK)
    traveler.until_text("[data-waiting-count]", "1 change is waiting for a connection")
    assert traveler.attribute(LINK, "data-status") == "done"
    traveler.open(LIST)
    traveler.until_attribute(LINK, "data-status", "done")
    line.mend()
    traveler.script("window.dispatchEvent(new Event('online'))")
    traveler.until_gone("#waiting")
    traveler.script("window.dispatchEvent(new Event('online'))")
    traveler.open("/me/history")
    traveler.until(lambda: len(traveler.all(".journal form[action$=undo]")) == 1, "one act in the history")
    traveler.open(LIST)
    assert traveler.attribute(LINK, "data-status") == "done"


def test_what_was_not_opened_says_that_there_is_no_connection(traveler: Page, line: Line) -> None:
    line.cut()
    traveler.open("/beta")
    traveler.until_text("h1", "No connection")
