"""What people do in a real browser, and what assistive technology would miss there."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.conftest import PASSWORD


def sign_up(page: Page, site: str, name: str = "ada") -> None:
    page.goto(f"{site}/signup")
    page.fill("#username", name)
    page.fill("#email", f"{name}@example.org")
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/me")


def sign_in(page: Page, site: str, name: str = "ada", leads_to: str = "/me") -> None:
    page.goto(f"{site}/login?next={leads_to}")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{leads_to}")


def violations(page: Page) -> list[object]:
    """Returns what axe finds on a page, each with the first element that it is about."""
    found = Axe().run(page)
    return [
        (v["id"], v["nodes"][0]["target"], v["nodes"][0].get("failureSummary"))
        for v in found.response["violations"]
    ]
