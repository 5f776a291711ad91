"""What people do while the connection comes and goes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browsing import sign_up
from tests.web.offline.line import Line

FIRST = "/alpha/first-steps@main-one-000000000001"
LIST = "/alpha?view=list"
LINK = '.map [data-node-id="main-one-000000000001"]'
SECOND = '.map [data-node-id="sub-one-0000000000001"]'


def known_to_the_worker(page: Page, address: str) -> None:
    """Opens an address twice: the worker is there from the second time on."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.wait_for_function("address => caches.match(address, {ignoreVary: true}).then(Boolean)", arg=address)


def signed_in_at(page: Page, line: Line, path: str = LIST) -> None:
    """Signs up in a browser that has the worker, and opens a page, which is kept then."""
    known_to_the_worker(page, line.address + path)
    sign_up(page, line.address)
    page.goto(line.address + path)


def tick(page: Page, *links: str) -> None:
    for link in links:
        page.locator(link).locator("xpath=..").locator(".node__tick").click()


def mark_without_a_connection(page: Page, line: Line, *links: str) -> None:
    line.cut()
    tick(page, *links)
    expect_waiting(page, len(links))


def expect_waiting(page: Page, count: int) -> None:
    words = "1 change is waiting" if count == 1 else f"{count} changes are waiting"
    expect(page.locator("[data-waiting-count]")).to_have_text(f"{words} for a connection")


def wait_for_sent(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden()


def status(page: Page, link: str) -> str:
    return page.locator(link).first.get_attribute("data-status") or ""


def statuses(page: Page) -> tuple[str, str]:
    return status(page, LINK), status(page, SECOND)
