"""Marks, ticks and favorites without a connection: they are sent when the line is back."""

from __future__ import annotations

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browsing import sign_in
from tests.web.offline.line import Line
from tests.web.offline.visits import (
    FIRST,
    LINK,
    LIST,
    SECOND,
    expect_waiting,
    known_to_the_worker,
    mark_without_a_connection,
    signed_in_at,
    status,
    statuses,
    wait_for_sent,
)

pytestmark = pytest.mark.slow


def test_marks_made_without_a_connection_are_sent_once_it_is_back(page: Page, line: Line) -> None:
    signed_in_at(page, line)
    mark_without_a_connection(page, line, LINK, SECOND)
    assert status(page, LINK) == "done"
    page.goto(line.address + LIST)
    expect(page.locator(LINK).first).to_have_attribute("data-status", "done")
    line.mend()
    wait_for_sent(page)
    page.goto(line.address + LIST)
    assert statuses(page) == ("done", "done")
    page.goto(f"{line.address}/me/history")
    expect(page.locator(".journal form[action$=undo]")).to_have_count(2)


def test_a_page_that_is_opened_while_marks_are_sent_shows_them(page: Page, line: Line, app: Flask) -> None:
    answer, held = app.wsgi_app, []

    def later(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = answer(environ, start_response)
        if environ["QUERY_STRING"].endswith("&held") and not held:
            # It is made before the mark is saved, and arrives after that.
            held.append(body)
            time.sleep(2)
        return body

    signed_in_at(page, line)
    mark_without_a_connection(page, line, LINK)
    app.wsgi_app = later  # type: ignore[method-assign]
    line.mend()
    other = page.context.new_page()
    other.goto("about:blank")
    other.evaluate(f"setTimeout(() => location.assign('{line.address}{LIST}&held'), 10)")
    for _ in range(100):
        if held:
            break
        time.sleep(0.05)
    wait_for_sent(page)
    other.wait_for_url("**&held")
    expect(other.locator(LINK).first).to_have_attribute("data-status", "done")


def test_ticks_and_favorites_wait_too_and_the_last_wish_counts(page: Page, line: Line) -> None:
    signed_in_at(page, line, FIRST)
    ticks, favorite = page.locator(".resource__tick"), page.locator(".favorite__button")
    line.cut()
    ticks.nth(0).click()
    expect(ticks.nth(0)).to_have_attribute("aria-pressed", "true")
    favorite.click()
    expect_waiting(page, 2)
    favorite.click()
    expect(favorite).to_have_attribute("aria-pressed", "false")
    expect_waiting(page, 2)
    favorite.click()
    page.goto(line.address + FIRST)
    expect(ticks.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(favorite).to_have_attribute("aria-pressed", "true")
    line.mend()
    wait_for_sent(page)
    page.goto(line.address + FIRST)
    expect(page.locator(".resource__tick[aria-pressed=true]")).to_have_count(1)
    expect(favorite).to_have_attribute("aria-pressed", "true")


def test_a_later_mark_of_another_device_stays(page: Page, line: Line, chromium: Browser) -> None:
    signed_in_at(page, line)
    mark_without_a_connection(page, line, LINK)
    line.mend()
    other = chromium.new_context()
    second = other.new_page()
    sign_in(second, line.address, leads_to=FIRST)
    second.locator("button[value=skipped]").click()
    expect(second.locator("button[value=skipped]")).to_have_attribute("aria-pressed", "true")
    wait_for_sent(page)
    page.goto(line.address + LIST)
    assert status(page, LINK) == "skipped"
    other.close()


def test_a_guests_first_marks_wait_too_and_make_one_guest(page: Page, line: Line) -> None:
    known_to_the_worker(page, line.address + LIST)
    mark_without_a_connection(page, line, LINK, SECOND)
    line.mend()
    wait_for_sent(page)
    page.goto(line.address + LIST)
    assert statuses(page) == ("done", "done")
