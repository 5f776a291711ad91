"""Signing in by another site, for somebody who has no account here."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from tests.fake_github import FakeGitHub
from tests.openid import OpenIdProvider, come_back, query_of
from tests.pages import statuses_of
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables
from tests.web.account.providers.visits import arrive, begin, is_signed_in, join, verify
from webapp.config import Settings

TOPIC = "/alpha/first-steps@main-one-000000000001"
MARKED = "main-one-000000000001"


def test_pages_offer_what_the_settings_name(visitor: FlaskClient) -> None:
    for path in ("/login?next=/alpha", "/signup?next=/alpha"):
        page = visitor.get(path).text
        assert "Continue with GitHub" in page
        assert 'href="/login/school?next=%2Falpha"' in page
        assert page.count("http://www.google") == page.count("avatars") == 0


@on_both
def test_somebody_new_chooses_a_name_and_is_signed_in(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    answer = arrive(visitor, school, "lin", "/login/school?next=/alpha")
    page = visitor.get(answer.location)
    assert "You are at The School as lin@example.org" in page.text
    assert 'value="lin"' in page.text
    done = visitor.post(answer.location, data={"username": "lin"})
    assert (done.status_code, done.location) == (303, "/alpha")
    assert is_signed_in(visitor)
    rows = rows_of_all_tables(app)
    assert rows["password"] == []
    assert rows["email_address"][0]["verified_at"] != "None"
    # The second time nothing is asked.
    again = app.test_client()
    assert arrive(again, school, "lin").location == "/me"
    assert is_signed_in(again)


@on_both
def test_what_a_guest_has_marked_goes_into_the_new_account(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    visitor.post(f"{TOPIC}/status", data={"status": "done"})
    assert join(visitor, school, "lin", "lin").status_code == 303
    assert statuses_of(visitor) == {MARKED: "done"}
    assert is_signed_in(visitor)


def test_what_a_guest_has_marked_goes_into_the_account_that_exists(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    join(app.test_client(), school, "lin", "lin")
    visitor.post(f"{TOPIC}/status", data={"status": "done"})
    arrive(visitor, school, "lin")
    assert statuses_of(visitor) == {MARKED: "done"}


def test_an_address_that_is_not_verified_there_is_asked_for_and_gets_a_link(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider, settings: Settings
) -> None:
    school.next(people={"unsure": {"email_verified": False}})
    page = arrive(visitor, school, "unsure").location
    assert 'name="email"' in visitor.get(page).text
    assert visitor.post(page, data={"username": "unsure", "email": ""}).status_code == 422
    assert visitor.post(page, data={"username": "unsure", "email": "u@example.org"}).status_code == 303
    assert rows_of_all_tables(app)["email_address"][0]["verified_at"] == "None"
    verify(visitor, settings, "u@example.org")


def test_nobody_gives_an_address_that_the_provider_did_not(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    join(visitor, school, "lin", "lin", email="president@example.org", is_verified="1")
    assert [row["address"] for row in rows_of_all_tables(app)["email_address"]] == ["lin@example.org"]


@on_both
def test_github_signs_in_too(app: Flask, visitor: FlaskClient, github: FakeGitHub) -> None:
    page = come_back(visitor, github.answer(begin(visitor, "/login/github"))).location
    assert visitor.post(page, data={"username": "octocat"}).status_code == 303
    again = app.test_client()
    assert come_back(again, github.answer(begin(again, "/login/github"))).location == "/me"
    denied = come_back(again, github.answer(begin(again, "/login/github"), "access_denied"))
    assert denied.status_code == 422
    assert "GitHub was not allowed to tell us who you are." in denied.text


@on_both
def test_parallel_answers_make_one_session_and_one_account(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    address = school.answer(begin(visitor), "lin")
    cookie = next(iter(visitor._cookies.values()))

    def answer() -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        return come_back(client, address).status_code

    assert sorted(in_parallel([answer] * 5)) == [303, 422, 422, 422, 422]


@on_both
def test_two_tabs_make_one_account(app: Flask, visitor: FlaskClient, school: OpenIdProvider) -> None:
    first, second = (arrive(visitor, school, "lin").location for _ in range(2))
    assert first != second
    assert visitor.post(first, data={"username": "lin"}).status_code == 303
    answer = visitor.post(second, data={"username": "lin2"})
    assert answer.status_code == 422
    assert len(rows_of_all_tables(app)["account"]) == len(rows_of_all_tables(app)["identity"]) == 1


def test_no_log_line_names_anybody(
    visitor: FlaskClient, school: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    address = school.answer(begin(visitor), "lin")
    visitor.post(come_back(visitor, address).location, data={"username": "lin"})
    said = caplog.text
    assert "signed_up" in said
    query = query_of(address)
    for secret in ("lin@example.org", query["code"], query["state"]):
        assert secret not in said
