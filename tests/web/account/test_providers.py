"""Signing in by another site, against a real provider: new accounts, joined ones, and what must not work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.conftest import PASSWORD, FromAfar
from tests.databases import on_both
from tests.fake_github import FakeGitHub
from tests.mails import mailed_links, read_mails, text_of
from tests.openid import OpenIdProvider, come_back, free_port, query_of
from tests.pages import statuses_of, toast_of, viewer_of
from tests.parallel import in_parallel
from tests.second_steps import add_app, code_of
from tests.tables import rows_of_all_tables
from webapp.app import create_app
from webapp.config import Settings
from webapp.provider_settings import OPENID, Provider
from webapp.web.site.extensions import db

TOPIC = "/alpha/first-steps@main-one-000000000001"
MARKED = "main-one-000000000001"


@pytest.fixture
def providers(school: OpenIdProvider, github: FakeGitHub) -> tuple[Provider, ...]:
    gone = Provider("gone", "Gone", OPENID, f"http://127.0.0.1:{free_port()}", "a", "b")
    return (github.settings, school.settings, gone)


@pytest.fixture
def app(settings: Settings, providers: tuple[Provider, ...]) -> Iterator[Flask]:
    """The site with a school, GitHub, and a provider that is away."""
    made = create_app(replace(settings, providers=providers), TESTING=True, RATELIMIT_ENABLED=False)
    made.test_client_class = FromAfar
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def begin(client: FlaskClient, address: str = "/login/school") -> str:
    """Returns where the browser is sent to."""
    answer = client.get(address)
    assert answer.status_code == 303, answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    return str(answer.location)


def arrive(
    client: FlaskClient, school: OpenIdProvider, name: str = "ada", address: str = "/login/school"
) -> TestResponse:
    return come_back(client, school.answer(begin(client, address), name))


def join(
    client: FlaskClient, school: OpenIdProvider, username: str, name: str, **fields: str
) -> TestResponse:
    page = arrive(client, school, name).location
    return client.post(page, data={"username": username} | fields)


def claim_of(page: str) -> str:
    """Returns the address of the button, for the page of somebody whom nothing here knows."""
    return page.replace("/login/school/new?", "/me/settings/identities/claim/school?")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me/settings").status_code == 200


def verify(client: FlaskClient, settings: Settings, address: str) -> None:
    assert client.post(mailed_links(settings, address, "/verify-email/")[-1]).status_code == 303


def connect(client: FlaskClient, school: OpenIdProvider, name: str) -> TestResponse:
    key = viewer_of(client, "/me/settings")
    return arrive(client, school, name, f"/me/settings/identities/connect/school?viewer={key}")


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


@on_both
def test_github_signs_in_too(app: Flask, visitor: FlaskClient, github: FakeGitHub) -> None:
    page = come_back(visitor, github.answer(begin(visitor, "/login/github"))).location
    assert visitor.post(page, data={"username": "octocat"}).status_code == 303
    again = app.test_client()
    assert come_back(again, github.answer(begin(again, "/login/github"))).location == "/me"
    denied = come_back(again, github.answer(begin(again, "/login/github"), "access_denied"))
    assert denied.status_code == 422
    assert "GitHub was not allowed to tell us who you are." in denied.text


def test_a_no_is_a_sentence(visitor: FlaskClient, school: OpenIdProvider) -> None:
    answer = come_back(visitor, school.answer(begin(visitor, "/login/school?next=/alpha"), deny=True))
    assert answer.status_code == 422
    assert "The School was not allowed to tell us who you are. Nothing was changed." in answer.text
    assert "/login/school?next=%2Falpha" in answer.text


@on_both
def test_an_answer_counts_once(app: Flask, visitor: FlaskClient, school: OpenIdProvider) -> None:
    join(app.test_client(), school, "lin", "lin")
    address = school.answer(begin(visitor), "lin")
    cookies = visitor.get_cookie  # The browser's cookies before the answer is used.
    kept = {name: cookies(name) for name in [c.key for c in visitor._cookies.values()]}
    assert come_back(visitor, address).location == "/me"
    for cookie in kept.values():
        assert cookie is not None
        visitor.set_cookie(cookie.key, cookie.value)
    again = come_back(visitor, address)
    assert again.status_code == 422
    assert "This sign-in is over." in again.text


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
    answer = visitor.get("/login/school")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.endswith("; Max-Age=600; HttpOnly; Path=/; SameSite=Lax") or "Max-Age=600" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert query_of(answer.location)["nonce"] not in str(answer.location).replace(
        query_of(answer.location)["nonce"], ""
    )


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


def test_pages_offer_what_the_settings_name(visitor: FlaskClient) -> None:
    for path in ("/login?next=/alpha", "/signup?next=/alpha"):
        page = visitor.get(path).text
        assert "Continue with GitHub" in page
        assert 'href="/login/school?next=%2Falpha"' in page
        assert page.count("http://www.google") == page.count("avatars") == 0
