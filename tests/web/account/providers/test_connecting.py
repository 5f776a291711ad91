"""Connecting another site from the settings, disconnecting it, and confirming by it who is there."""

from __future__ import annotations

from datetime import UTC
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.openid import OpenIdProvider, come_back, query_of
from tests.pages import toast_of, viewer_of
from tests.tables import rows_of_all_tables
from tests.web.account.providers.visits import arrive, begin, connect, join
from webapp.config import Settings


@on_both
def test_connected_from_the_settings_and_disconnected_again(
    app: Flask, ada: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    assert connect(ada, school, "ada-at-school").location == "/me/settings/identities"
    page = ada.get("/me/settings/identities")
    assert "ada-at-school@example.org" in page.text
    assert arrive(app.test_client(), school, "ada-at-school").location == "/me"
    (row,) = rows_of_all_tables(app)["identity"]
    end = f"/me/settings/identities/{row['id']}/disconnect"
    assert ada.post(end).status_code == 303
    assert ada.post(end).status_code == 404
    assert rows_of_all_tables(app)["identity"] == rows_of_all_tables(app)["identity_directory"] == []
    told = " ".join(text_of(mail) for mail in read_mails(settings, "ada@example.org"))
    assert "was connected to your account" in told
    assert "was disconnected from it" in told


def test_the_only_way_in_is_not_disconnected(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    join(visitor, school, "lin", "lin")
    (row,) = rows_of_all_tables(app)["identity"]
    assert visitor.post(f"/me/settings/identities/{row['id']}/disconnect").status_code == 303
    assert "only way into your account" in toast_of(visitor, "/me")
    assert len(rows_of_all_tables(app)["identity"]) == 1


def test_an_identity_of_somebody_else_is_not_connected(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    join(visitor, school, "lin", "lin")
    connect(ada, school, "lin")
    assert "another account" in toast_of(ada, "/me")
    assert len(rows_of_all_tables(app)["identity"]) == 1


def test_connecting_begins_on_a_page_of_ones_own_only(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    for key in ("", "0" * 16, viewer_of(grace, "/me/settings")):
        answer = ada.get(f"/me/settings/identities/connect/school?viewer={key}")
        assert answer.location == "/me/settings/identities"


def test_what_one_learner_began_connects_nothing_to_another(
    app: Flask, ada: FlaskClient, school: OpenIdProvider
) -> None:
    key = viewer_of(ada, "/me/settings")
    address = school.answer(begin(ada, f"/me/settings/identities/connect/school?viewer={key}"), "mallory")
    ada.post("/logout")
    ada.post("/signup", data={"username": "eve", "email": "eve@example.org", "password": PASSWORD})
    assert come_back(ada, address).location.startswith("/login")
    assert rows_of_all_tables(app)["identity"] == []


def test_after_fifteen_minutes_the_provider_proves_who_is_there(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider, clock: Clock
) -> None:
    join(visitor, school, "lin", "lin")
    clock.wait(minutes=16)
    assert visitor.get("/me/settings/identities").location.startswith("/me/confirm")
    query = urlencode({"viewer": viewer_of(visitor, "/me/settings"), "next": "/me/settings/identities"})
    confirming = f"/me/confirm/school?{query}"
    assert query_of(begin(visitor, confirming))["prompt"] == "login", "a session there is no proof"
    assert arrive(visitor, school, "somebody-else", confirming).location == "/me/confirm"
    assert visitor.get("/me/settings/identities").status_code == 303
    for said in (int(clock.now(UTC).timestamp()) - 3600, None, "now", True):
        # The browser had removed that a new proof is asked for, and somebody was signed in there.
        school.next(token={"claims": {"auth_time": said}})
        assert arrive(visitor, school, "lin", confirming).status_code == 502
        assert visitor.get("/me/settings/identities").status_code == 303
    school.next()
    assert arrive(visitor, school, "lin", confirming).location == "/me/settings/identities"
    assert visitor.get("/me/settings/identities").status_code == 200


def test_a_page_to_confirm_offers_what_the_account_has(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    join(visitor, school, "lin", "lin")
    assert "/me/confirm/school?" in visitor.get("/me/confirm?next=/me").text
    assert "/me/confirm/github?" not in visitor.get("/me/confirm?next=/me").text
    assert "/me/confirm/school?" not in ada.get("/me/confirm?next=/me").text
