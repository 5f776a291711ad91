"""Letters and signs that are keys of the site can be turned off: by speech they are typed by chance."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.slow
FIRST = '[data-node-id="main-one-000000000001"]'


def test_single_keys_can_be_turned_off_and_on_again(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha", timeout=30_000)
    page.get_by_role("button", name="Keys").click()
    choice = page.get_by_role("checkbox", name="Single letters and signs are keys in this browser")
    choice.uncheck()
    page.reload()
    first = page.locator(FIRST)
    first.focus()
    for key in ("d", "n", "/", "?"):
        page.keyboard.press(key)
    expect(first).to_be_focused()
    expect(first).to_have_attribute("data-status", "pending")
    expect(page.locator("dialog[open]")).to_have_count(0)
    # Keys that nobody says by chance stay, also those of a selection.
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#selection")).to_contain_text("2 selected")
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    expect(page.locator("#selection")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#finder")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    expect(choice).not_to_be_checked()
    choice.check()
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("d")
    expect(first).to_have_attribute("data-status", "done")
