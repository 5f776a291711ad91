"""Every page of the administration in a browser: access for all, nothing sideways, no errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import insert, update

from tests.browsing import sign_in, violations
from tests.conftest import PASSWORD
from tests.web.admin.pages import PAGES_OF_ADMIN, make_admin
from tests.web.site.route_table import TOPIC
from webapp.accounts.audit import record
from webapp.accounts.models import Account, AccountDeletion, EmailAddress
from webapp.accounts.second_step import turn_on
from webapp.db.learners import lock_learner
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main summary')].filter(e => {
  const r = e.getBoundingClientRect(), inline = e.closest('p, td, dd') && getComputedStyle(e).display === 'inline';
  return r.width && !inline && (r.height < 24 || r.width < 24); }).map(e => e.outerHTML.slice(0, 90))"""


def people(app: Flask) -> None:
    """Ada, who administers, and Grace, with all that a page can say of somebody."""
    for name, mail in (
        ("ada", "ada@example.org"),
        ("a_very-long-name_of-30-letters", f"{'g' * 60}@{'x' * 60}.org"),
    ):
        client = app.test_client()
        answer = client.post("/signup", data={"username": name, "email": mail, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        client.post(f"{TOPIC}/status", data={"status": "done"})
    make_admin(app, "ada")
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        disabled = {"is_admin": True, "disabled_at": now, "disabled_reason": "Long " + "w" * 495}
        session.execute(update(Account).where(Account.learner_id == 2).values(**disabled))
        record(session, "account_disabled", 1, 2, "", now, "Long " + "w" * 495)
        other = {"folded": "κ@παράδειγμα.example", "address": "κ@παράδειγμα.example"}
        session.execute(insert(EmailAddress).values(learner_id=2, is_primary=False, verified_at=now, **other))
        lock_learner(session, 2)
        turn_on(session, 2, now)
        session.execute(insert(AccountDeletion).values(learner_id=2, requested_at=now, due=now))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium: Browser, app: Flask, site: str, width: int, scheme: str
) -> None:
    people(app)
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two that it knows
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    sign_in(page, site)
    for path in (*PAGES_OF_ADMIN, "/admin/learners/2"):
        page.goto(site + path)
        assert violations(page) == [], path
        assert not page.evaluate(SIDEWAYS), path
        assert page.evaluate(SMALL) == [], path
    # Without its form a link for a new password is seen by nobody.
    page.goto(f"{site}/admin/learners/2/reset-link")
    page.click("main form button")
    page.wait_for_selector(".reset-link")
    assert violations(page) == []
    assert not page.evaluate(SIDEWAYS)
    assert wrong == []
    context.close()


def test_a_deed_without_javascript(chromium: Browser, app: Flask, site: str) -> None:
    people(app)
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, site)
    page.get_by_role("button", name="Menu").click()
    page.click("text=Admin")
    page.click(".tile a")
    page.fill("#q", "a_very-long")
    page.click("text=Find")
    page.click(".person__name a")
    page.click("text=Keep the account")
    expect(page.locator(".toast__words")).to_have_text("The account of a_very-long-name_of-30-letters stays.")
    page.click("text=Delete")
    expect(page.locator("h1")).to_contain_text("Delete the account of")
    page.click("main form button")
    expect(page.locator(".toast__words")).to_have_text(
        "The account of a_very-long-name_of-30-letters will be deleted."
    )
    context.close()
