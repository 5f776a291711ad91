"""Signing in by another site as people do it: a real browser, a real provider, and the site between them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from tests.browsing import violations
from tests.openid import OpenIdProvider
from webapp.app import create_app
from webapp.config import Settings
from webapp.provider_settings import GITHUB, GITHUB_API, GITHUB_SITE, Provider
from webapp.web.site.extensions import db


@pytest.fixture
def site(settings: Settings, school: OpenIdProvider, app: Flask) -> Iterator[str]:
    """The running site, where the provider leads back to."""
    github = Provider("github", "GitHub", GITHUB, GITHUB_SITE, "id", "secret", GITHUB_API)
    made = create_app(
        replace(settings, site_url=school.site, providers=(github, school.settings)),
        TESTING=True,
        RATELIMIT_ENABLED=False,
    )
    server = make_server("127.0.0.1", urlsplit(school.site).port or 0, made, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield school.site
    server.shutdown()
    server.server_close()
    thread.join()
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def at_school(page: Page, name: str) -> None:
    """Does what the provider's own pages ask."""
    page.wait_for_url(re.compile(r"/interaction/"))
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")


def complaints(page: Page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


@pytest.mark.parametrize("width", [390, 1440])
def test_from_a_mark_to_an_account_and_back(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said = complaints(page)
    page.goto(f"{site}/login?next=/alpha")
    page.get_by_role("link", name="Continue with The School").click()
    at_school(page, "lin")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert violations(page) == []
    expect(page.get_by_label("Username")).to_have_value("lin")
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url(f"{site}/alpha")
    page.goto(f"{site}/me/settings/identities")
    expect(page.locator(".identity")).to_contain_text("lin@example.org")
    assert violations(page) == []
    page.get_by_role("button", name="Disconnect").click()
    expect(page.locator(".toast__words")).to_contain_text("only way into your account")
    assert [text for text in said if "Security" in text] == []
    # The next time nothing is asked, on either side.
    page.goto(f"{site}/me/settings")
    if page.locator(".masthead__menu-button").is_visible():
        page.locator(".masthead__menu-button").click()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.goto(f"{site}/login?next=/beta")
    assert violations(page) == []
    page.get_by_role("link", name="Continue with The School").click()
    page.wait_for_url(f"{site}/beta")
    # Back does not use the answer again, nor break anything.
    page.go_back()
    assert page.url.startswith(f"{site}/login")
    context.close()


def test_without_scripts_by_keyboard(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/signup")
    link = page.get_by_role("link", name="Continue with The School")
    link.focus()
    page.keyboard.press("Enter")
    at_school(page, "grace")
    page.get_by_label("Username").press("Enter")
    page.wait_for_url(f"{site}/me")
    context.close()


def test_connecting_from_the_settings(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/signup")
    page.fill("#username", "ada")
    page.fill("#email", "ada@example.net")
    page.fill("#password", "three blind mice")
    page.get_by_role("button", name="Create account").click()
    page.goto(f"{site}/me/settings")
    page.get_by_role("link", name="Sign-in by other sites").click()
    page.get_by_role("link", name="Continue with The School").click()
    at_school(page, "countess")
    expect(page.locator(".toast__words")).to_contain_text("The School is connected")
    page.get_by_role("button", name="Disconnect The School, countess@example.org").click()
    expect(page.get_by_text("No other site signs in to your account.")).to_be_visible()


def test_saying_no_leads_back_to_other_ways(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/login")
    page.get_by_role("link", name="Continue with The School").click()
    page.wait_for_url(re.compile(r"/interaction/"))
    page.get_by_role("link", name=re.compile("Cancel")).click()
    expect(page.get_by_role("alert")).to_contain_text("The School was not allowed to tell us who you are.")
    assert violations(page) == []
    page.get_by_role("link", name="Sign in another way").click()
    page.wait_for_url(f"{site}/login")


def test_no_page_asks_another_site_for_anything(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/login", "/signup"):
        page.goto(f"{site}{path}")
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
