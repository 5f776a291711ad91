"""What pages weigh, as a browser without TLS gets them: by gzip."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import sign_up
from tests.conftest import CONTENT

pytestmark = pytest.mark.slow
MOST, MOST_SCRIPTS = 150_000, 40_000
LARGEST = "/ai-engineer"
PAGES = ["/", "/roadmaps", LARGEST, f"{LARGEST}?view=list", "/login"]
# The service worker is blocked; what it fetches comes after the page and is for later pages.
WEIGHED = """() => ["navigation", "resource"].flatMap(type => performance.getEntriesByType(type))
  .map(entry => [new URL(entry.name).pathname, entry.encodedBodySize])"""


@pytest.fixture
def content_dir() -> Path:
    """Our own content, which has the largest pages."""
    return CONTENT


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("learner", [False, True], ids=["guest", "learner"])
def test_our_largest_pages_weigh_little(chromium: Browser, site: str, width: int, learner: bool) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    if learner:
        sign_up(page, site)
        mark_a_third(page, site)
    for path in [*PAGES, "/me"] if learner else PAGES:
        page.goto(site + path, wait_until="networkidle")
        sizes = dict(page.evaluate(WEIGHED))
        scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
        assert all(sizes.values()), (path, sizes)
        assert scripts < MOST_SCRIPTS, (path, scripts)
        assert sum(sizes.values()) < MOST, (path, sum(sizes.values()))
    context.close()


def mark_a_third(page: Page, site: str) -> None:
    page.goto(site + LARGEST)
    links = page.locator(".map a[data-node-id][data-status]")
    ids = links.evaluate_all("links => links.map(link => link.dataset.nodeId)")
    chosen = [("topic", topic) for topic in ids[: len(ids) // 3]]
    viewer = page.locator("input[name=viewer]").first.input_value()
    body = [*chosen, ("status", "done"), ("viewer", viewer), ("act_key", "a-third")]
    status = page.evaluate(
        """([path, body]) => fetch(path, {method: "POST", body: new URLSearchParams(body)}).then(a => a.status)""",
        [f"{LARGEST}/marks", body],
    )
    assert status == 200
