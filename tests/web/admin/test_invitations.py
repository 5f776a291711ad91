"""Invitations: made, shown once, used and revoked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from tests.web.admin.pages import words_of
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

pytestmark = on_both
PATH = "/admin/invitations"
ASKED = {"uses": "2", "days": "7", "note": "The reading group"}


@pytest.fixture
def invited(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same site, where people need an invitation."""
    made = create_app(replace(settings, sign_up="invite"), TESTING=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def make(admin: FlaskClient, **changed: str) -> str:
    answer = admin.post(PATH, data=ASKED | changed)
    assert answer.status_code == 200
    (address,) = html.fromstring(answer.text).xpath("//input[@id='made-address']/@value")
    return str(address)


def join(site: Flask, address: str, name: str) -> int:
    data = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    code = address.partition("invitation=")[2]
    return site.test_client().post("/signup", data=data | {"invitation": code}).status_code


def test_people_sign_up_by_its_link_as_often_as_it_says(
    app: Flask, admin: FlaskClient, invited: Flask
) -> None:
    address = make(admin)
    assert address.startswith("http://127.0.0.1:8000/signup?invitation=")
    assert [join(invited, address, name) for name in ("grace", "lin", "edsger")] == [303, 303, 403]
    assert "No invitation works at the moment." in words_of(admin, PATH)
    events = [row for row in rows_of_all_tables(app)["audit_event"] if row["event"] == "invitation_made"]
    assert [(row["actor_id"], row["details"]) for row in events] == [("1", "uses=2")]


def test_its_link_is_shown_once(app: Flask, admin: FlaskClient) -> None:
    code = make(admin).partition("invitation=")[2]
    shown = words_of(admin, PATH)
    assert "The reading group 0 of 2 used made just now ends on" in shown
    assert code not in admin.get(PATH).text
    assert code not in str(rows_of_all_tables(app))


def test_a_revoked_one_lets_nobody_in(app: Flask, admin: FlaskClient, invited: Flask) -> None:
    address = make(admin)
    (action,) = re.findall(r'action="(/admin/invitations/\d+/revoke)"', admin.get(PATH).text)
    for words in ("The invitation works no longer.", "That invitation was gone already."):
        assert words in admin.post(action, follow_redirects=True).text
    assert join(invited, address, "grace") == 403
    assert "invitation_revoked" in {row["event"] for row in rows_of_all_tables(app)["audit_event"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"uses": "0"}, {"uses": "1001"}, {"uses": "x"}, {"uses": ""}, {"uses": "9" * 5000}, {"days": "0"},
        {"days": "366"}, {"days": "1.5"}, {"note": "a" * 101}, {"note": "\0"},
    ],
)  # fmt: skip
def test_a_bad_value_is_said_at_its_field_and_makes_nothing(
    app: Flask, admin: FlaskClient, changed: dict[str, str]
) -> None:
    answer = admin.post(PATH, data=ASKED | changed)
    assert answer.status_code == 422
    assert "integer" not in answer.text  # the form library's own words
    (name,) = changed
    page = html.fromstring(answer.text)
    assert page.xpath(f"//*[@id='{name}-error']")[0].text_content().strip()
    assert page.xpath(f"//input[@id='{name}']/@aria-invalid") == ["true"]
    assert rows_of_all_tables(app)["invitation"] == []


def test_a_note_is_no_markup(admin: FlaskClient) -> None:
    make(admin, note="<b>bold</b>")
    assert html.fromstring(admin.get(PATH).text).xpath("//main//b") == []


def test_the_page_says_whether_anybody_needs_one(admin: FlaskClient, invited: Flask) -> None:
    assert "Everybody can sign up here" in words_of(admin, PATH)
    client = invited.test_client()
    client.post("/login", data={"username": "ada", "password": PASSWORD})
    assert "People need one to sign up here." in words_of(client, PATH)
