"""Notes that were written without a connection, or refused when they were sent."""

from __future__ import annotations

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.web.offline.line import Line
from tests.web.offline.visits import (
    FIRST,
    expect_waiting,
    signed_in_at,
    wait_for_sent,
)

pytestmark = pytest.mark.slow


def test_a_note_of_two_devices_without_a_connection_has_both_texts(page: Page, line: Line) -> None:
    signed_in_at(page, line, FIRST)
    page.locator(".note__summary").click()
    page.fill("[name=text]", "typed at once")
    expect(page.locator(".note__said")).to_have_text("Saved")
    other = page.context.new_page()
    other.goto(line.address + FIRST)
    other.locator(".note__change").click()
    line.cut()
    page.fill("[name=text]", "written without a connection")
    expect_waiting(page, 1)
    line.mend()
    other.fill("[name=text]", "written elsewhere meanwhile")
    expect(other.locator(".note__said")).to_contain_text("Saved")
    wait_for_sent(page)
    page.goto(f"{line.address}/me/notes")
    expect(page.locator(".notes__text")).to_contain_text("written without a connection")
    expect(page.locator(".notes__text")).to_contain_text("written elsewhere meanwhile")


def test_a_note_that_is_refused_later_keeps_its_text_here(
    page: Page, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in_at(page, line, FIRST)
    page.locator(".note__summary").click()
    line.cut()
    page.fill("[name=text]", "an hour of thinking")
    expect_waiting(page, 1)
    monkeypatch.setattr("webapp.progress.notes.MOST_TEXT", 10)
    line.mend()
    wait_for_sent(page)
    refused = page.locator("#refused-notes")
    expect(refused.locator("textarea")).to_have_value("an hour of thinking")
    page.goto(f"{line.address}/me")
    expect(refused.locator("textarea")).to_have_value("an hour of thinking")
    refused.get_by_role("button", name="Discard the text").click()
    expect(refused).to_be_hidden()
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    expect(refused).to_be_hidden()


@pytest.mark.parametrize("seconds", [0, 1], ids=["quickly", "after-the-next-page"])
def test_a_text_that_is_refused_while_its_page_is_left_stays_here(
    page: Page, line: Line, app: Flask, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    answer = app.wsgi_app

    def later(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/note"):
            time.sleep(seconds)
        return answer(environ, start_response)

    monkeypatch.setattr(app, "wsgi_app", later)
    signed_in_at(page, line, FIRST)
    page.locator(".note__summary").click()
    monkeypatch.setattr("webapp.progress.notes.MOST_TEXT", 10)
    page.fill("[name=text]", "typed just before leaving")
    page.goto(f"{line.address}/me")
    expect(page.locator("#refused-notes textarea")).to_have_value("typed just before leaving")
