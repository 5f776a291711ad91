"""Browsers that keep nothing for the site, because their owner forbids it or because there is no room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.slow

WAYS = {
    "forbidden": """
        for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
    """,
    "full": 'Storage.prototype.setItem = () => { throw new DOMException("no", "QuotaExceededError"); };',
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("width", [390, 1440])
def test_every_script_runs_where_nothing_can_be_kept(
    chromium: Browser, site: str, way: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, has_touch=width < 500)
    context.add_init_script(WAYS[way])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in ("/", "/roadmaps", "/alpha", "/alpha?view=list", "/login", "/search?q=a"):
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
    page.goto(f"{site}/alpha")
    page.locator("[data-theme-switch]").first.dispatch_event("click")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    # What comes last among the scripts of a map.
    expect(page.locator("[data-find]")).not_to_have_attribute("hidden", "")
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert wrong == []
    context.close()
