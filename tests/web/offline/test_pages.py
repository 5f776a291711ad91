"""Pages without a connection, in a real browser: what was opened is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import sign_up
from tests.web.offline.line import Line
from tests.web.offline.visits import FIRST, known_to_the_worker

pytestmark = pytest.mark.slow


def test_what_was_opened_is_there_and_the_rest_says_so(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/alpha")
    # A visitor's page would come from the browser's own cache for a minute.
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha")
    page.goto(line.address + FIRST)
    line.cut()
    page.goto(f"{line.address}/alpha")
    expect(page.locator("h1")).to_contain_text("Alpha")
    expect(page.locator("#kept-copy")).to_contain_text("No connection. This page is as it was on")
    assert page.evaluate("document.fonts.ready.then(f => [...f].every(one => one.status !== 'error'))")
    page.goto(line.address + FIRST)
    expect(page.locator("h1")).to_contain_text("First Steps")
    page.goto(f"{line.address}/beta")
    expect(page.locator("h1")).to_have_text("No connection")
    kept = page.locator("[data-kept-list] a")
    expect(kept.filter(has_text="First Steps")).to_have_count(1)


def test_the_site_can_be_installed(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/")
    client = page.context.new_cdp_session(page)
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
