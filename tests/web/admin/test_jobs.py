"""Mail and jobs: what waits, what has failed and why, and trying again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update

from tests.databases import on_both
from tests.mails import read_mails
from tests.tables import rows_of_all_tables
from tests.web.admin.pages import words_of
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.jobs.models import Job
from webapp.jobs.queue import put_job, put_once
from webapp.web.admin.paging import AT_ONCE
from webapp.web.site.extensions import db

pytestmark = on_both
TOKEN = "7.dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgdG9rZW4tYS1iLWM"


def fail(app: Flask, error: str = "mail.example.org:587 refuses the mail (550)", **of: str) -> None:
    with app.app_context(), writing(db.session()) as session:
        failing = update(Job).values(due=None, attempts=10, last_error=error)
        session.execute(failing.filter_by(**of))


def main_of(client: FlaskClient, path: str = "/admin/jobs") -> str:
    return words_of(client, path)


def test_what_waits_is_counted_by_kind(app: Flask, admin: FlaskClient) -> None:
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        put_job(session, "digest", {}, now - timedelta(hours=3), now + timedelta(hours=1))
        put_once(session, "done:1", "purge-jobs", {}, now)
        session.execute(update(Job).where(Job.schedule_key.is_not(None)).values(due=None))
    shown = main_of(admin)
    assert "mail 1 is due" in shown
    assert "digest 1 waits the oldest came 3 hours ago" in shown
    assert "mail verify_email due" in shown
    assert "purge-jobs" not in shown, "it is done"
    assert "verify_email" not in main_of(admin, "/admin/jobs?state=waiting")
    assert "next at" in main_of(admin, "/admin/jobs?state=waiting")
    assert "No jobs in this state" in main_of(admin, "/admin/jobs?state=failed")


def test_what_has_failed_is_tried_again_one_by_one_or_all(
    app: Flask, admin: FlaskClient, grace: FlaskClient, settings: Settings
) -> None:
    fail(app)
    assert "2 have failed" in main_of(admin)
    assert "mail.example.org:587 refuses the mail (550)" in main_of(admin)
    numbers = sorted(int(row["id"]) for row in rows_of_all_tables(app)["job"])
    for words in ("1 job is tried again.", "Nothing had failed any more."):
        answer = admin.post(f"/admin/jobs/{numbers[0]}/retry", follow_redirects=True)
        assert words in answer.text
    assert "1 has failed" in main_of(admin)
    admin.post("/admin/jobs/retry")
    assert "No jobs in this state" in main_of(admin, "/admin/jobs?state=failed")
    assert {mail["To"] for mail in read_mails(settings)} == {"ada@example.org", "grace@example.org"}
    events = [
        row["details"] for row in rows_of_all_tables(app)["audit_event"] if row["event"] == "jobs_retried"
    ]
    assert events == ["count=1", "count=1"]


def test_no_address_and_no_link_is_shown(app: Flask, admin: FlaskClient, grace: FlaskClient) -> None:
    fail(app, f"<grace@example.org> was refused: https://site.example/verify-email/{TOKEN} {TOKEN}")
    shown = main_of(admin)
    assert "…@example.org" in shown
    assert "https://site.example/…" in shown
    assert not any(
        secret in admin.get("/admin/jobs").text for secret in ("grace@", TOKEN, TOKEN[2:], "sealed")
    )


def test_mails_without_a_server_are_counted(app: Flask, admin: FlaskClient, settings: Settings) -> None:
    assert "The outbox is empty" in main_of(admin)
    read_mails(settings)
    assert "1 mail lies in the outbox" in main_of(admin)
    assert "No mail server is set" in main_of(admin, "/admin")


def test_the_list_is_read_page_by_page(app: Flask, admin: FlaskClient) -> None:
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        for _ in range(AT_ONCE + 2):
            put_job(session, "digest", {}, now)
    page = html.fromstring(admin.get("/admin/jobs?state=due").text)
    (older,) = page.xpath("//main//a[contains(@href, 'before=')]/@href")
    rows = html.fromstring(admin.get(older).text).xpath("//ol/li")
    assert len(page.xpath("//ol/li")) == AT_ONCE
    assert len(rows) == 3, "two more, and the mail that verifies an address"


@pytest.mark.parametrize("query", ["state=x", "before=x", f"before={'9' * 40}"])
def test_what_nobody_means_is_answered_too(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/admin/jobs?{query}").status_code == 200


def test_a_number_that_no_database_has_is_not_there(admin: FlaskClient) -> None:
    assert admin.post(f"/admin/jobs/{2**63}/retry").status_code == 404


def test_the_overview_asks_to_look_where_something_has_failed(app: Flask, admin: FlaskClient) -> None:
    assert "Nothing has failed" in main_of(admin, "/admin")
    fail(app)
    page = html.fromstring(admin.get("/admin").text)
    (urgent,) = page.xpath("//li[contains(@class, 'tile--urgent')]")
    assert "1 has failed" in urgent.text_content()
