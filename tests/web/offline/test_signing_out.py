"""Signing out in a browser that keeps pages, and marks that wait."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import sign_in
from tests.web.offline.line import Line
from tests.web.offline.visits import (
    LINK,
    LIST,
    SECOND,
    mark_without_a_connection,
    signed_in_at,
    statuses,
)

pytestmark = pytest.mark.slow
KEPT = "caches.open('pages').then(c => c.matchAll()).then(all => Promise.all(all.map(a => a.text())))"


def test_signing_out_clears_what_is_personal(page: Page, line: Line) -> None:
    signed_in_at(page, line)
    page.goto(f"{line.address}/me")
    page.wait_for_function(f"{KEPT}.then(texts => texts.some(text => text.includes('ada')))")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{line.address}/")
    assert all("ada" not in text for text in page.evaluate(KEPT))
    line.cut()
    page.goto(f"{line.address}/me")
    expect(page.locator("h1")).to_have_text("No connection")


def sign_out_while_two_wait(page: Page, line: Line) -> None:
    signed_in_at(page, line)
    mark_without_a_connection(page, line, LINK, SECOND)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-leave-words]")).to_have_text(
        "2 changes are only on this device. They are lost if you sign out now."
    )


def test_who_signs_out_while_marks_wait_can_send_them_first(page: Page, line: Line) -> None:
    sign_out_while_two_wait(page, line)
    page.get_by_role("button", name="Send, then sign out").click()
    expect(page.locator("[data-leave-words]")).to_contain_text("It could not be sent now. 2 changes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#leave")).to_be_hidden()
    line.mend()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Send, then sign out").click()
    page.wait_for_url(f"{line.address}/")
    sign_in(page, line.address, leads_to=LIST)
    assert statuses(page) == ("done", "done")


def test_who_signs_out_can_drop_what_waits(page: Page, line: Line) -> None:
    sign_out_while_two_wait(page, line)
    line.mend()
    page.get_by_role("button", name="Drop it and sign out").click()
    page.wait_for_url(f"{line.address}/")
    sign_in(page, line.address, leads_to=LIST)
    assert statuses(page) == ("pending", "pending")
    expect(page.locator("#waiting")).to_be_hidden()
