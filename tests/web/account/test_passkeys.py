"""Passkeys, in a real Chromium with a virtual authenticator."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables
from webapp.accounts import administration, challenges
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = pytest.mark.slow
SECURITY, PASSKEYS = "/me/settings/security", "/me/settings/security/passkeys"


class Device:
    """A page at localhost, with a device that makes passkeys."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site.replace("127.0.0.1", "localhost")
        self.page: Page = context.new_page()
        self.cdp: CDPSession = context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def sign_up(self) -> None:
        self.open("/signup")
        for name, text in (("username", "ada"), ("email", "ada@example.org"), ("password", PASSWORD)):
            self.page.fill(f"[name={name}]", text)
        self.page.click("main form button[type=submit]")
        expect(self.page).to_have_url(f"{self.site}/me")

    def add_passkey(self, name: str = "My laptop") -> None:
        self.open(PASSKEYS)
        self.page.fill("#name", name)
        self.page.get_by_role("button", name="Add a passkey").click()
        expect(self.page.get_by_text("The passkey is added.").first).to_be_visible()

    def credentials(self) -> list[dict[str, object]]:
        return list(self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])


@pytest.fixture
def device(desktop: BrowserContext, site: str) -> Device:
    made = Device(desktop, site)
    made.sign_up()
    return made


def test_a_passkey_is_added_named_used_and_removed(
    device: Device, desktop: BrowserContext, app: Flask, settings: Settings
) -> None:
    device.add_passkey()
    page = device.page
    expect(page.get_by_text("My laptop").first).to_be_visible()
    expect(page.get_by_text("not used yet").first).to_be_visible()
    (credential,) = device.credentials()
    assert credential["isResidentCredential"]
    assert any("A passkey was added" in text_of(mail) for mail in read_mails(settings, "ada@example.org"))

    desktop.clear_cookies()
    # The device answers at once, as if its owner had chosen the passkey in the field.
    device.open("/login?next=/alpha")
    expect(page).to_have_url(f"{device.site}/alpha")
    device.open(PASSKEYS)
    expect(page.get_by_text("last used just now").first).to_be_visible()

    page.get_by_text("Rename or remove").click()
    page.fill("#name-1", "The old laptop")
    page.get_by_role("button", name="Save name").click()
    page.get_by_text("Rename or remove").click()
    page.get_by_role("button", name="Remove The old laptop").click()
    expect(page.get_by_text("The passkey is removed.").first).to_be_visible()
    rows = rows_of_all_tables(app)
    assert rows["passkey"] == rows["passkey_directory"] == []


def test_a_passkey_is_the_second_step_and_confirms(device: Device, desktop: BrowserContext) -> None:
    device.add_passkey()
    page = device.page
    device.open(SECURITY)
    page.get_by_role("button", name="Ask for a passkey after the password, too").click()
    expect(page.locator("ol code")).to_have_count(10)
    desktop.clear_cookies()
    device.cdp.send(
        "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device.id, "enabled": False}
    )
    device.open("/login")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{device.site}/login/second-step")
    device.cdp.send(
        "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device.id, "enabled": True}
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{device.site}/me")
    device.open(f"/me/confirm?next={PASSKEYS}")
    page.get_by_role("button", name="Confirm with a passkey").click()
    expect(page).to_have_url(device.site + PASSKEYS)


def test_without_its_owner_checked_a_passkey_does_not_sign_in(
    device: Device, desktop: BrowserContext
) -> None:
    device.add_passkey()
    desktop.clear_cookies()
    device.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device.id, "isUserVerified": False})
    device.open("/login")
    device.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(device.page.get_by_text("No passkey was used.").first).to_be_visible()
    expect(device.page).to_have_url(f"{device.site}/login")


@on_both
def test_an_answer_works_once_and_only_for_what_it_was_asked(
    device: Device, desktop: BrowserContext, app: Flask
) -> None:
    device.add_passkey()
    page = device.page
    desktop.clear_cookies()
    answers: list[str] = []
    page.route(
        "**/login/passkey", lambda route: (answers.append(route.request.post_data or ""), route.abort())
    )
    device.open("/login")
    # The passkey fills in the field of the name by itself, as soon as its script has come.
    for _ in range(100):
        if not answers:
            page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    answer = parse_qs(answers[0])["answer"][0]
    host = device.site
    foreign = app.test_client().post("/login/passkey", data={"answer": answer}, base_url="http://localhost:1")
    assert foreign.status_code == 422, "an answer for another origin"

    changed = json.loads(answer)
    changed["response"]["signature"] = changed["response"]["signature"][:-6] + "AAAAAA"
    # A challenge that was answered wrongly is still good, because nothing was stored.
    post = partial(_post, app, host)
    assert post(json.dumps(changed)) == "422"
    for junk in ("", "{}", "[]", "null", "[" * 9000, answer[:-40], answer * 9):
        assert post(junk) == "422"
    places = in_parallel([partial(post, answer) for _ in range(5)])
    assert Counter(places) == {"/me": 1, "422": 4}


def _post(app: Flask, host: str, answer: str) -> str:
    answered = app.test_client().post("/login/passkey", data={"answer": answer}, base_url=host)
    return answered.location or str(answered.status_code)


def test_an_account_with_a_passkey_can_do_without_a_password_but_not_without_both(device: Device) -> None:
    device.add_passkey()
    page = device.page
    device.open(SECURITY)
    page.get_by_role("button", name="Remove password").click()
    expect(page.get_by_text("Your account has no password.").first).to_be_visible()
    device.open(PASSKEYS)
    page.get_by_text("Rename or remove").click()
    page.get_by_role("button", name=re.compile("^Remove ")).click()
    expect(page.get_by_text("only way into your account").first).to_be_visible()
    assert len(device.credentials()) == 1


def test_a_passkey_of_a_disabled_account_says_so_and_works_again_afterwards(
    device: Device, desktop: BrowserContext, app: Flask
) -> None:
    device.add_passkey()
    page = device.page
    with app.app_context(), writing(db.session()) as session:
        administration.disable(session, 1, datetime.now(UTC), "Sent advertising.")
    desktop.clear_cookies()
    device.open("/login")
    expect(
        page.get_by_text("This account was disabled, for this reason: “Sent advertising.”")
    ).to_be_visible()
    assert "milepost" not in {cookie["name"] for cookie in desktop.cookies()}
    with app.app_context(), writing(db.session()) as session:
        administration.enable(session, 1)
    # The device goes on answering, as if its owner had tried again.
    expect(page).to_have_url(f"{device.site}/me")


def test_at_an_address_of_digits_the_page_says_where_passkeys_work(chromium: Browser, site: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/signup")
    for name, text in (("username", "lin"), ("email", "lin@example.org"), ("password", PASSWORD)):
        page.fill(f"[name={name}]", text)
    page.click("main form button[type=submit]")
    page.goto(site + PASSKEYS)
    link = page.get_by_role("link", name="Open this page at localhost")
    assert link.get_attribute("href") == site.replace("127.0.0.1", "localhost") + PASSKEYS
    context.close()


def test_a_challenge_is_good_for_an_hour() -> None:
    now = datetime.now(UTC)
    made = challenges.make_challenge("k", "sign-in", now)
    assert len(made) >= 16
    assert challenges.use_challenge(None, "k", "add", made, now) is False  # type: ignore[arg-type]  # refused before
    assert challenges.use_challenge(None, "other", "sign-in", made, now) is False  # type: ignore[arg-type]
    late = now + timedelta(hours=1, seconds=1)
    assert challenges.use_challenge(None, "k", "sign-in", made, late) is False  # type: ignore[arg-type]
