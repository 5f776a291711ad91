"""What comes back from another site: once, to the browser that asked, and otherwise a sentence."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.databases import on_both
from tests.openid import OpenIdProvider, come_back, query_of
from tests.tables import rows_of_all_tables
from tests.web.account.providers.visits import arrive, begin, is_signed_in, join


def test_a_no_is_a_sentence(visitor: FlaskClient, school: OpenIdProvider) -> None:
    answer = come_back(visitor, school.answer(begin(visitor, "/login/school?next=/alpha"), deny=True))
    assert answer.status_code == 422
    assert "The School was not allowed to tell us who you are. Nothing was changed." in answer.text
    assert "/login/school?next=%2Falpha" in answer.text


@on_both
def test_an_answer_counts_once(app: Flask, visitor: FlaskClient, school: OpenIdProvider) -> None:
    join(app.test_client(), school, "lin", "lin")
    address = school.answer(begin(visitor), "lin")
    before = list(visitor._cookies.values())
    assert come_back(visitor, address).location == "/me"
    for cookie in before:
        visitor.set_cookie(cookie.key, cookie.value)
    again = come_back(visitor, address)
    assert again.status_code == 422
    assert "This sign-in is over." in again.text


@pytest.mark.parametrize("sender", ["cross-site", "same-site"])
def test_another_sites_link_signs_nobody_in(visitor: FlaskClient, sender: str) -> None:
    answer = visitor.get("/login/school?next=/alpha", headers={"Sec-Fetch-Site": sender})
    assert answer.location == "/login?next=/alpha"
    assert not answer.headers.getlist("Set-Cookie")


def test_two_tabs_come_back_in_any_order(visitor: FlaskClient, school: OpenIdProvider) -> None:
    first, second = (begin(visitor, f"/login/school?next={to}") for to in ("/alpha", "/beta"))
    for sent in (second, first):
        assert come_back(visitor, school.answer(sent, "lin")).location.startswith("/login/school/new?key=")


def test_an_answer_is_of_no_use_in_another_browser(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider
) -> None:
    address = school.answer(begin(visitor), "mallory")
    victim = app.test_client()
    answer = come_back(victim, address)
    assert (answer.status_code, "This sign-in is over." in answer.text) == (422, True)
    begin(victim)
    assert come_back(victim, address).status_code == 422, "also where one was begun"
    assert rows_of_all_tables(app)["used_state"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?state=",
        "?state=x&code=y",
        "?state=" + "x" * 5000,
        "?error=access_denied",
        "?code=%00",
        "?state=%ff",
    ],
)
def test_an_invented_answer_is_a_sentence(visitor: FlaskClient, query: str) -> None:
    begin(visitor)
    answer = visitor.get(f"/login/school/callback{query}")
    assert (answer.status_code, "This sign-in is over." in answer.text) == (422, True)


def test_an_answer_to_another_provider_does_not_count(visitor: FlaskClient, school: OpenIdProvider) -> None:
    query = query_of(school.answer(begin(visitor), "lin"))
    assert visitor.get(f"/login/github/callback?{urlencode(query)}").status_code == 422


def test_ten_minutes_are_enough(visitor: FlaskClient, school: OpenIdProvider, clock: Clock) -> None:
    address = school.answer(begin(visitor), "lin")
    clock.wait(minutes=11)
    assert come_back(visitor, address).status_code == 422


@pytest.mark.parametrize(
    "token", [{"claims": {"nonce": "another"}}, {"claims": {"exp": 1_700_000_000}}, {"alg": "none"}], ids=str
)
def test_a_wrong_token_is_a_sentence_and_nobody_is_signed_in(
    visitor: FlaskClient, school: OpenIdProvider, token: dict[str, object]
) -> None:
    school.next(token=token)
    answer = arrive(visitor, school, "lin")
    assert answer.status_code == 502
    assert "What The School answered is not valid. Nothing was changed." in answer.text
    assert not is_signed_in(visitor)


def test_a_provider_that_is_away_is_a_sentence(visitor: FlaskClient, school: OpenIdProvider) -> None:
    answer = visitor.get("/login/gone")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Gone does not answer at the moment." in answer.text
    sent = begin(visitor)
    address = school.answer(sent, "lin")
    school.next(broken={"/token": {"status": 500}})
    answer = come_back(visitor, address)
    assert answer.status_code == 503
    assert "The School does not answer at the moment." in answer.text


def test_a_provider_that_nobody_named_is_unknown(visitor: FlaskClient) -> None:
    for address in ("/login/nobody", "/login/nobody/callback", "/login/nobody/new"):
        assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(
    app: Flask, visitor: FlaskClient, school: OpenIdProvider, target: str
) -> None:
    join(app.test_client(), school, "lin", "lin")
    assert arrive(visitor, school, "lin", f"/login/school?{urlencode({'next': target})}").location == "/me"


def test_cookies_are_short_lived_and_the_browsers_own(visitor: FlaskClient, school: OpenIdProvider) -> None:
    (cookie,) = visitor.get("/login/school").headers.getlist("Set-Cookie")
    _, *attributes = cookie.split("; ")
    assert {"Max-Age=600", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert "Domain" not in cookie
