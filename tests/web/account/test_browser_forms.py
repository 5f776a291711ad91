"""Every form for a password, filled in and sent by a real browser with its own headers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

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


@pytest.mark.slow
def test_what_is_wrong_is_said_below_the_field(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/signup")
    page.click("main form button[type=submit]")
    expect(page.locator("#email-error")).to_have_text("Enter your e-mail address.")
    page.fill("[name=username]", "ada")
    page.fill("[name=email]", "ada at example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    expect(page.locator("#email-error")).to_have_text("Enter an address such as ada@example.org.")
    expect(page.locator("#email")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_boxes_and_lists_stand_in_one_column(chromium: Browser, site: str, color_scheme: str) -> None:
    page = chromium.new_page(color_scheme=color_scheme)  # type: ignore[arg-type]
    page.goto(f"{site}/signup")
    page.fill("[name=username]", "ada")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.goto(f"{site}/me/streak")
    lefts = page.locator("form.form :is(label[for], legend, select, .button), .check:first-child input")
    assert len(set(lefts.evaluate_all("all => all.map(part => part.getBoundingClientRect().x)"))) == 1
    box = page.locator("[name=rest]").first
    empty = box.evaluate("box => getComputedStyle(box).backgroundColor")
    box.check()
    filled = box.evaluate("box => getComputedStyle(box).backgroundColor")
    button = page.locator("form.form .button").evaluate("button => getComputedStyle(button).backgroundColor")
    assert (empty != filled, filled) == (True, button)
    arrow = page.locator("#day_begins").evaluate("list => getComputedStyle(list).backgroundImage")
    assert arrow.startswith("url")
    page.close()
