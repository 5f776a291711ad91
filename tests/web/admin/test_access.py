"""The administration is there for administrators, and for nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update

from tests.databases import on_both
from tests.tables import difference, rows_of_all_tables
from tests.web.site.route_table import TOPIC
from webapp.accounts.models import LearnerSession
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both


def prove_long_ago(app: Flask) -> None:
    ago = datetime.now(UTC) - timedelta(minutes=16)
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(LearnerSession).values(authenticated_at=ago))


def test_nobody_else_is_told_of_it(visitor: FlaskClient, grace: FlaskClient, app: Flask) -> None:
    guest = app.test_client()
    guest.post(f"{TOPIC}/status", data={"status": "done"})
    for client in (visitor, guest, grace):
        assert client.get("/admin").status_code == 404
        assert 'href="/admin"' not in client.get("/alpha").text


def test_no_part_of_it_answers_anybody_else(
    app: Flask, admin: FlaskClient, grace: FlaskClient, visitor: FlaskClient
) -> None:
    """The account, the invitation and the job with the number 1 are there."""
    assert admin.post("/admin/invitations", data={"uses": "1", "days": "14"}).status_code == 200
    guest = app.test_client()
    guest.post(f"{TOPIC}/status", data={"status": "done"})
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]
    assert len(rules) > 10
    before = rows_of_all_tables(app)
    for rule in rules:
        address = re.sub(r"<[^>]*>", "1", rule.rule.replace("<deed>", "disable"))
        for method in rule.methods & {"GET", "POST"}:
            for client in (visitor, guest, grace):
                assert client.open(address, method=method).status_code == 404, (method, address)
    assert difference(before, rows_of_all_tables(app)) == {}


def test_only_pages_of_administrators_lead_there(admin: FlaskClient, visitor: FlaskClient) -> None:
    anonymous = visitor.get("/alpha").data
    assert 'href="/admin"' in admin.get("/alpha").text
    assert visitor.get("/alpha").data == anonymous
    page = html.fromstring(admin.get("/admin").text)
    assert page.xpath("//nav[@class='masthead__nav']//a[@aria-current]/@href") == ["/admin"]
    assert page.xpath("//nav[@class='admin-nav']//a[@aria-current='page']/@href") == ["/admin"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_after_fifteen_minutes_an_administrator_proves_who_is_there(app: Flask, admin: FlaskClient) -> None:
    prove_long_ago(app)
    asked = admin.get("/admin")
    assert (asked.status_code, asked.location) == (303, "/me/confirm?next=/admin")


def test_a_stranger_is_not_asked_who_is_there(app: Flask, grace: FlaskClient) -> None:
    prove_long_ago(app)
    assert grace.get("/admin").status_code == 404


def test_the_overview_counts_accounts(admin: FlaskClient, grace: FlaskClient) -> None:
    tile = html.fromstring(admin.get("/admin").text).xpath("//li[contains(@class, 'tile')][1]")[0]
    assert tile.xpath(".//a/@href") == ["/admin/learners"]
    assert "2 accounts" in tile.text_content()
    assert "1 administrator" in tile.text_content()
