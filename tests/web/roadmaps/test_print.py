"""A roadmap on paper: its list, of which every line can be read."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

COVERED = """() => [...document.querySelectorAll(".items .node__link")].filter(link => {
  link.scrollIntoView({ block: "center" });
  const range = document.createRange();
  range.selectNodeContents(link.firstChild);
  const { left, top, width, height } = range.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return !link.contains(seen);
}).map(link => link.firstChild.textContent)"""


def test_a_heading_covers_none_of_the_lines_that_it_keeps(site: str, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha?view=list")
    page.emulate_media(media="print")
    assert page.locator(".items .node__link").count() > 5
    assert page.evaluate(COVERED) == []
