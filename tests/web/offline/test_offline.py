"""Without a connection, in a real browser: what was opened is there, and marks are sent when the line is back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from tests.conftest import PASSWORD

pytestmark = pytest.mark.slow
FIRST = "/alpha/first-steps@main-one-000000000001"
LINK = '.map [data-node-id="main-one-000000000001"]'
SECOND = '.map [data-node-id="sub-one-0000000000001"]'


class Line:
    """The site on one port, whose connection can be cut and mended."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self._server: BaseWSGIServer | None = None
        self._connections: list[socket.socket] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        made = make_server("127.0.0.1", self._port, self._app, threaded=True)
        made.block_on_close = False
        accept = made.get_request

        def get_request() -> tuple[socket.socket, tuple[str, int]]:
            found = accept()
            self._connections.append(found[0])
            return found

        made.get_request = get_request  # type: ignore[method-assign]
        self._server, self._port = made, made.server_port
        threading.Thread(target=made.serve_forever, daemon=True).start()

    def cut(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None
        # Browsers open connections ahead, which would be served yet.
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._connections.clear()


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    made = Line(app)
    made.mend()
    yield made
    made.cut()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, service_workers="allow")
    context.set_default_timeout(10000)
    yield context.new_page()
    context.close()


def sign_up(page: Page, site: str, name: str = "ada") -> None:
    page.goto(f"{site}/signup")
    page.fill("#username", name)
    page.fill("#email", f"{name}@example.org")
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/me")


def known_to_the_worker(page: Page, address: str) -> None:
    """Opens an address twice: the worker is there from the second time on."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.wait_for_function("address => caches.match(address, {ignoreVary: true}).then(Boolean)", arg=address)


def wait_for_sent(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden()


def status(page: Page, link: str) -> str:
    return page.locator(link).first.get_attribute("data-status") or ""


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


def test_marks_made_without_a_connection_are_sent_once_it_is_back(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha?view=list")
    line.cut()
    for link in (LINK, SECOND):
        page.locator(link).locator("xpath=..").locator(".node__tick").click()
    expect(page.locator("[data-waiting-count]")).to_have_text("2 changes are waiting for a connection")
    assert status(page, LINK) == "done"
    page.goto(f"{line.address}/alpha?view=list")
    expect(page.locator(LINK).first).to_have_attribute("data-status", "done")
    line.mend()
    wait_for_sent(page)
    page.goto(f"{line.address}/alpha?view=list")
    assert (status(page, LINK), status(page, SECOND)) == ("done", "done")
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

    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha?view=list")
    line.cut()
    page.locator(LINK).locator("xpath=..").locator(".node__tick").click()
    expect(page.locator("#waiting")).to_be_visible()
    app.wsgi_app = later  # type: ignore[method-assign]
    line.mend()
    other = page.context.new_page()
    other.goto("about:blank")
    other.evaluate(f"setTimeout(() => location.assign('{line.address}/alpha?view=list&held'), 10)")
    for _ in range(100):
        if held:
            break
        time.sleep(0.05)
    wait_for_sent(page)
    other.wait_for_url("**&held")
    expect(other.locator(LINK).first).to_have_attribute("data-status", "done")


def test_ticks_and_favorites_wait_too_and_the_last_wish_counts(page: Page, line: Line) -> None:
    topic = f"{line.address}{FIRST}"
    known_to_the_worker(page, topic)
    sign_up(page, line.address)
    page.goto(topic)
    ticks, favorite = page.locator(".resource__tick"), page.locator(".favorite__button")
    line.cut()
    ticks.nth(0).click()
    expect(ticks.nth(0)).to_have_attribute("aria-pressed", "true")
    favorite.click()
    expect(page.locator("[data-waiting-count]")).to_have_text("2 changes are waiting for a connection")
    favorite.click()
    expect(favorite).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-waiting-count]")).to_have_text("2 changes are waiting for a connection")
    favorite.click()
    page.goto(topic)
    expect(ticks.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(favorite).to_have_attribute("aria-pressed", "true")
    line.mend()
    wait_for_sent(page)
    page.goto(topic)
    expect(page.locator(".resource__tick[aria-pressed=true]")).to_have_count(1)
    expect(favorite).to_have_attribute("aria-pressed", "true")


def test_a_later_mark_of_another_device_stays(page: Page, line: Line, chromium: Browser) -> None:
    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha?view=list")
    line.cut()
    page.locator(LINK).locator("xpath=..").locator(".node__tick").click()
    expect(page.locator("#waiting")).to_be_visible()
    line.mend()
    other = chromium.new_context()
    second = other.new_page()
    second.goto(f"{line.address}/login?next={FIRST}")
    second.fill("[name=username]", "ada")
    second.fill("[name=password]", PASSWORD)
    second.click("main form button[type=submit]")
    second.wait_for_url(f"**{FIRST}")
    second.locator("button[value=skipped]").click()
    expect(second.locator("button[value=skipped]")).to_have_attribute("aria-pressed", "true")
    wait_for_sent(page)
    page.goto(f"{line.address}/alpha?view=list")
    assert status(page, LINK) == "skipped"
    other.close()


def test_a_guests_first_marks_wait_too_and_make_one_guest(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    line.cut()
    for link in (LINK, SECOND):
        page.locator(link).locator("xpath=..").locator(".node__tick").click()
    expect(page.locator("[data-waiting-count]")).to_have_text("2 changes are waiting for a connection")
    line.mend()
    wait_for_sent(page)
    page.goto(f"{line.address}/alpha?view=list")
    assert (status(page, LINK), status(page, SECOND)) == ("done", "done")


def test_signing_out_clears_what_is_personal(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha?view=list")
    page.goto(f"{line.address}/me")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{line.address}/")
    kept = "caches.open('pages').then(c => c.matchAll()).then(all => Promise.all(all.map(a => a.text())))"
    assert all("ada" not in text for text in page.evaluate(kept))
    line.cut()
    page.goto(f"{line.address}/me")
    expect(page.locator("h1")).to_have_text("No connection")


def mark_two_without_a_connection(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/alpha?view=list")
    sign_up(page, line.address)
    page.goto(f"{line.address}/alpha?view=list")
    line.cut()
    for link in (LINK, SECOND):
        page.locator(link).locator("xpath=..").locator(".node__tick").click()
    expect(page.locator("[data-waiting-count]")).to_have_text("2 changes are waiting for a connection")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-leave-words]")).to_have_text(
        "2 changes are only on this device. They are lost if you sign out now."
    )


def sign_in(page: Page, line: Line) -> None:
    page.goto(f"{line.address}/login?next=/alpha?view=list")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/alpha?view=list")


def test_who_signs_out_while_marks_wait_can_send_them_first(page: Page, line: Line) -> None:
    mark_two_without_a_connection(page, line)
    page.get_by_role("button", name="Send, then sign out").click()
    expect(page.locator("[data-leave-words]")).to_contain_text("It could not be sent now. 2 changes")
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#leave")).to_be_hidden()
    line.mend()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Send, then sign out").click()
    page.wait_for_url(f"{line.address}/")
    sign_in(page, line)
    assert (status(page, LINK), status(page, SECOND)) == ("done", "done")


def test_who_signs_out_can_drop_what_waits(page: Page, line: Line) -> None:
    mark_two_without_a_connection(page, line)
    line.mend()
    page.get_by_role("button", name="Drop it and sign out").click()
    page.wait_for_url(f"{line.address}/")
    sign_in(page, line)
    assert (status(page, LINK), status(page, SECOND)) == ("pending", "pending")
    expect(page.locator("#waiting")).to_be_hidden()


def test_the_site_can_be_installed(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}/")
    client = page.context.new_cdp_session(page)
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}


def test_a_note_of_two_devices_without_a_connection_has_both_texts(page: Page, line: Line) -> None:
    known_to_the_worker(page, f"{line.address}{FIRST}")
    sign_up(page, line.address)
    page.goto(f"{line.address}{FIRST}")
    page.locator(".note__summary").click()
    page.fill("[name=text]", "typed at once")
    expect(page.locator(".note__said")).to_have_text("Saved")
    other = page.context.new_page()
    other.goto(f"{line.address}{FIRST}")
    other.locator(".note__change").click()
    line.cut()
    page.fill("[name=text]", "written without a connection")
    expect(page.locator("#waiting")).to_be_visible()
    line.mend()
    other.fill("[name=text]", "written elsewhere meanwhile")
    expect(other.locator(".note__said")).to_contain_text("Saved")
    wait_for_sent(page)
    page.goto(f"{line.address}/me/notes")
    expect(page.locator(".notes__text")).to_contain_text("written without a connection")
    expect(page.locator(".notes__text")).to_contain_text("written elsewhere meanwhile")


def write_without_a_connection(page: Page, line: Line, text: str) -> None:
    page.goto(f"{line.address}{FIRST}")
    page.locator(".note__summary").click()
    line.cut()
    page.fill("[name=text]", text)
    expect(page.locator("#waiting")).to_be_visible()


def test_a_note_that_is_refused_later_keeps_its_text_here(
    page: Page, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_to_the_worker(page, f"{line.address}{FIRST}")
    sign_up(page, line.address)
    write_without_a_connection(page, line, "an hour of thinking")
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
    known_to_the_worker(page, f"{line.address}{FIRST}")
    sign_up(page, line.address)
    page.goto(f"{line.address}{FIRST}")
    page.locator(".note__summary").click()
    monkeypatch.setattr("webapp.progress.notes.MOST_TEXT", 10)
    page.fill("[name=text]", "typed just before leaving")
    page.goto(f"{line.address}/me")
    expect(page.locator("#refused-notes textarea")).to_have_value("typed just before leaving")
