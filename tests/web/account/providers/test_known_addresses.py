"""Signing in by another site with an address that an account here has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.openid import OpenIdProvider, query_of
from tests.second_steps import add_app, code_of
from tests.tables import rows_of_all_tables
from tests.web.account.providers.visits import arrive, claim_of, is_signed_in, join, verify
from webapp.config import Settings


@on_both
def test_verified_on_both_sides_joins_and_the_owner_is_told(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    verify(ada, settings, "ada@example.org")
    assert arrive(visitor, school, "ada").location == "/me"
    assert visitor.get("/me/settings").status_code == 200
    told = [text_of(mail) for mail in read_mails(settings, "ada@example.org")]
    assert any("Another site was connected to your account" in text for text in told)
    assert len(rows_of_all_tables(app)["account"]) == 1


@on_both
@pytest.mark.parametrize("says", [True, False])
def test_an_address_that_one_side_did_not_verify_opens_nothing(
    app: Flask,
    ada: FlaskClient,
    visitor: FlaskClient,
    school: OpenIdProvider,
    settings: Settings,
    says: bool,
) -> None:
    if not says:
        verify(ada, settings, "ada@example.org")
    school.next(people={"ada": {"email_verified": says}})
    answer = arrive(visitor, school, "ada")
    school.next(people={"ada": {}})
    page = visitor.get(answer.location)
    assert "You may have an account here" in page.text
    # Where only the provider has verified the address, somebody else may have typed it here.
    assert ("That account is not yours?" in page.text) is says
    assert not is_signed_in(visitor)
    assert rows_of_all_tables(app)["identity"] == []


def test_an_address_that_neither_side_has_verified_tells_nothing(
    ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    school.next(people={"ada": {"email_verified": False}})
    page = arrive(visitor, school, "ada").location
    school.next(people={"ada": {}})
    assert "You may have an account here" not in visitor.get(page).text
    answer = visitor.post(page, data={"username": "countess", "email": "ada@example.org"})
    assert answer.status_code == 303
    assert "ada@example.org" in ada.get("/me/settings").text


def test_signing_in_first_connects_by_a_button(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    page = arrive(visitor, school, "ada", "/login/school?next=/alpha").location
    claim = claim_of(page)
    assert claim in visitor.get(page).text
    sent = visitor.get(claim)
    assert sent.location.startswith("/login?")
    data = {"username": "ada", "password": PASSWORD, "next": query_of(sent.location)["next"]}
    assert visitor.post("/login", data=data).location == claim
    assert "ada@example.org at The School can then sign in to your account, ada." in visitor.get(claim).text
    assert rows_of_all_tables(app)["identity"] == [], "nobody has pressed the button"
    assert visitor.post(claim).location == "/alpha"
    assert arrive(app.test_client(), school, "ada").location == "/me"
    assert visitor.post(claim).status_code == 422, "it was used"


@on_both
def test_an_account_with_a_second_step_asks_for_it_after_a_provider_too(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    verify(ada, settings, "ada@example.org")
    now = datetime.now(UTC)
    secret, _ = add_app(app, settings, 1, now)
    assert arrive(visitor, school, "ada", "/login/school?next=/alpha").location == "/login/second-step"
    assert not is_signed_in(visitor)
    answer = visitor.post("/login/second-step", data={"code": code_of(secret, now)})
    assert (answer.status_code, answer.location) == (303, "/alpha")
    assert is_signed_in(visitor)


def test_what_somebody_left_in_a_browser_is_not_connected_by_the_next_one(
    app: Flask, ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    page = arrive(visitor, school, "ada").location
    assert grace.get(claim_of(page)).status_code == 422, "another browser"
    assert grace.get(page).status_code == 422


def test_a_squatters_account_loses_an_address_that_somebody_else_has_verified(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    page = arrive(visitor, school, "ada").location
    assert visitor.post(page, data={"username": "ada"}).status_code == 422, "the name stays"
    assert visitor.post(page, data={"username": "countess"}).status_code == 303
    assert "ada@example.org" not in ada.get("/me/settings").text
    assert "ada@example.org" in visitor.get("/me/settings").text


def test_another_address_at_the_provider_changes_nothing_here(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    join(visitor, school, "lin", "lin")
    verify(ada, settings, "ada@example.org")
    school.next(people={"lin": {"email": "ada@example.org"}})
    again = app.test_client()
    assert arrive(again, school, "lin").location == "/me"
    assert "lin@example.org" in again.get("/me/settings").text
    school.next(people={"lin": {}})
