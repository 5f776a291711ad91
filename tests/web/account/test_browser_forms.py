"""Every form for a password, filled in and sent by a real browser with its own headers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.conftest import PASSWORD
from tests.mails import read_mails, text_of
from webapp.config import Settings


def newest_mail(settings: Settings) -> str:
    return text_of(read_mails(settings)[-1])


@pytest.mark.slow
def test_sign_up_sign_out_reset_and_a_new_password_work(
    desktop: BrowserContext, site: str, settings: Settings
) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/signup")
    page.fill("[name=username]", "ada")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    expect(page).to_have_url(f"{site}/me")

    page.goto(f"{site}/me/settings/password")
    page.fill("[name=old_password]", PASSWORD)
    page.fill("[name=new_password]", "a second good secret")
    page.locator("form", has=page.locator("[name=new_password]")).locator("button[type=submit]").click()
    expect(page.get_by_text(re.compile("password", re.I)).first).to_be_visible()

    desktop.clear_cookies()
    page.goto(f"{site}/forgot-password")
    page.fill("[name=email]", "ada@example.org")
    page.click("main form button[type=submit]")
    link = re.search(r"/reset-password/\S+", newest_mail(settings))
    assert link
    page.goto(site + link.group())
    page.fill("[name=password]", "a third good secret")
    page.click("main form button[type=submit]")
    expect(page).to_have_url(f"{site}/me")

    desktop.clear_cookies()
    page.goto(f"{site}/login")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", "a third good secret")
    page.click("main form button[type=submit]")
    expect(page).to_have_url(f"{site}/me")
