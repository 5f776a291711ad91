"""The audit log: read page by page, narrowed down, and taken along as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.databases import on_both
from webapp.accounts.audit import record
from webapp.db.unit_of_work import writing
from webapp.web.admin.paging import AT_ONCE
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime.now(UTC)


def add(app: Flask, count: int, event: str = "tried", details: str = "", subject: int | None = 2) -> None:
    with app.app_context(), writing(db.session()) as session:
        for number in range(count):
            record(session, event, None, subject, details or f"number={number}", NOW)


def listed(client: FlaskClient, address: str) -> list[str]:
    page = html.fromstring(client.get(address).text)
    return [" ".join(row.text_content().split()) for row in page.xpath("//li[contains(@class, 'row')]")]


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    assert answer.is_streamed
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_it_is_read_page_by_page(app: Flask, admin: FlaskClient, grace: FlaskClient) -> None:
    add(app, AT_ONCE + 5)
    first = listed(admin, "/admin/audit?event=tried")
    page = html.fromstring(admin.get("/admin/audit?event=tried").text)
    (older,) = page.xpath("//main//a[contains(@href, 'before=')]/@href")
    second = listed(admin, older)
    assert (len(first), len(second)) == (AT_ONCE, 5)
    assert f"number {AT_ONCE + 4}" in first[0]
    assert "number 0" in second[-1]
    assert "by a command on the server" in first[0]
    assert "before=" not in admin.get(older).text


def test_it_is_narrowed_down_to_an_event_or_a_learner(
    app: Flask, admin: FlaskClient, grace: FlaskClient
) -> None:
    for text in ("grace", "GRACE@example.org", "2"):
        found = listed(admin, f"/admin/audit?learner={text}")
        assert [row.split(" 2")[0] for row in found] == ["Signed in, with a password", "Signed up"]
        assert "about grace" in found[0]
    events = html.fromstring(admin.get("/admin/audit").text).xpath("//select[@name='event']/option/@value")
    assert events == ["", "signed_in", "signed_up"]
    assert len(listed(admin, "/admin/audit?event=signed_up")) == 2
    assert len(listed(admin, "/admin/audit?event=signed_up&learner=grace")) == 1
    assert "There is no account of that name" in admin.get("/admin/audit?learner=nobody").text
    assert listed(admin, f"/admin/audit?learner={'9' * 18}") == []


@pytest.mark.parametrize(
    "query",
    ["before=x", "before=-1", f"before={'9' * 30}", "learner=%00", "event=%00", f"learner={'9' * 40}"],
)
def test_what_nobody_means_is_answered_too(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/admin/audit?{query}").status_code == 200
    assert admin.get(f"/admin/audit.csv?{query}").status_code == 200


def test_as_csv_it_is_whole_and_no_cell_is_a_formula(
    app: Flask, admin: FlaskClient, grace: FlaskClient
) -> None:
    add(app, 1203, details="=HYPERLINK(1)")
    rows = rows_of(admin, "/admin/audit.csv?event=tried")
    assert len(rows) == 1203
    assert {row["details"] for row in rows} == {"'=HYPERLINK(1)"}
    assert [row["subject"] for row in rows[:2]] == ["grace", "grace"]
    assert rows[0]["at"].endswith("Z")
    assert {row["event"] for row in rows_of(admin, "/admin/audit.csv?learner=grace")} == {
        "signed_in", "signed_up", "tried",
    }  # fmt: skip
    assert listed(admin, "/admin/audit")[0].startswith("Audit log exported")


def test_a_deleted_learner_is_a_number(app: Flask, admin: FlaskClient) -> None:
    add(app, 1, subject=77)
    assert "about number 77" in listed(admin, "/admin/audit?learner=77")[0]
