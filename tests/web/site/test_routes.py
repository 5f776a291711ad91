"""An https site behind a proxy: the exact headers and cookies of every route, and who may use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD
from tests.web.site.route_table import ROWS, TOPIC, UNSAFE, Row
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

SITE = "https://site.example"
# What the proxy tells; it speaks http with the site.
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Access-Control-Allow-Origin": None,
    "Access-Control-Allow-Credentials": None,
    "Server": None,
    "X-Milepost-Cacheable": None,
}
SIGN_UP = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
TAKEN_BACK = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"
BOUND = "; Secure; HttpOnly; Path=/; SameSite=Lax"


@pytest.fixture
def https(app: Flask, settings: Settings) -> Iterator[Flask]:
    made = create_app(
        replace(settings, site_url=SITE, trusted_proxies=1), TESTING=True, RATELIMIT_ENABLED=False
    )
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def ask(client: FlaskClient, method: str, address: str, data: object = None, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(
        address, method=method, data=data, base_url="http://site.example", headers=PROXY | named
    )


def learner(site: Flask) -> FlaskClient:
    client = site.test_client()
    assert ask(client, "POST", "/signup", SIGN_UP).status_code == 303
    # Takes the greeting back, so that answers from here on set no cookie for it.
    ask(client, "GET", "/me")
    return client


def check(row: Row, answer: TestResponse, expected: tuple[int, str]) -> None:
    assert (answer.status_code, answer.headers["Cache-Control"]) == expected, row
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS | row.headers, row
    assert len(answer.headers["X-Request-Id"]) == 16, row


def test_every_route_of_the_site_has_a_row(app: Flask) -> None:
    rules = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert sorted(rules) == sorted((row.method, row.rule) for row in ROWS)


def test_every_route_answers_somebody_unknown_as_its_row_says(https: Flask) -> None:
    for row in ROWS:
        # Twice: the second answer comes from the cache of pages where there is one.
        for _ in range(2):
            answer = ask(https.test_client(), row.method, row.address, row.data)
            check(row, answer, row.visitor)
            assert answer.location in {row.lands or answer.location}, row


def test_every_route_answers_learners_as_its_row_says(https: Flask) -> None:
    client = learner(https)
    for row in ROWS:
        answer = ask(client, row.method, row.address, row.data)
        check(row, answer, row.learner)
        # The other account of a merge is signed in to.
        leads_there = row.address in {"/logout", "/me/settings/data/merge/begin"}
        assert leads_there or "/login" not in (answer.location or ""), row
        # A message that was left for the next page sets a cookie, which would make the next answer private.
        client.delete_cookie("__Host-milepost-notes", domain="site.example")


def test_every_route_answers_guests_as_its_row_says(https: Flask) -> None:
    for row in ROWS:
        client = https.test_client()
        ask(client, "POST", f"{TOPIC}/status", {"status": "done"})
        ask(client, "GET", "/me")
        answer = ask(client, row.method, row.address, row.data)
        check(row, answer, row.guest if row.guest[0] else row.learner)
        assert answer.location in {row.guest_lands or answer.location}, row
        assert "/login" not in (answer.location or ""), row


def changed_account(site: Flask, **values: object) -> None:
    with site.app_context(), writing(db.session()) as session:
        session.execute(update(Account).values(**values))


def test_every_route_answers_administrators_as_its_row_says(https: Flask) -> None:
    client = learner(https)
    changed_account(https, is_admin=True)
    for row in ROWS:
        answer = ask(client, row.method, row.address, row.data)
        check(row, answer, row.admin if row.admin[0] else row.learner)
        client.delete_cookie("__Host-milepost-notes", domain="site.example")


def test_no_route_knows_a_learner_whose_account_is_disabled(https: Flask) -> None:
    cookie = learner(https).get_cookie("__Host-milepost", domain="site.example")
    assert cookie is not None
    for is_admin in (False, True):
        changed_account(https, disabled_at=datetime.now(UTC), is_admin=is_admin)
        for row in ROWS:
            client = https.test_client()
            client.set_cookie("__Host-milepost", cookie.value, domain="site.example", secure=True)
            answer = ask(client, row.method, row.address, row.data)
            # What a cookie came with is never kept by others, as far as it has HTML.
            check(row, answer, (row.visitor[0], answer.headers["Cache-Control"]))
            assert answer.location in {row.lands or answer.location}, row


def test_every_route_that_writes_refuses_other_sites(https: Flask) -> None:
    foreign = [
        {"Origin": "https://evil.example"},
        {"Origin": "https://site.example.evil.example"},
        {"Origin": "http://site.example"},
        {"Origin": "null"},
        {"Referer": "https://site.example.evil.example/page"},
        {"Referer": "https://evil.example/?https://site.example/"},
        {"Sec_Fetch_Site": "cross-site", "Origin": SITE},
        {"Sec_Fetch_Site": "same-site", "Origin": SITE},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://evil.example"},
    ]
    client = learner(https)
    # Mail programs send this one from wherever they are; its token is all that counts.
    for row in (row for row in UNSAFE if row.rule != "/unsubscribe/<token>"):
        for headers in foreign:
            answer = ask(client, "POST", row.address, row.data, **headers)
            assert answer.status_code == 403, (row, headers)
            assert "nothing was changed" in answer.text
            check(replace(row, headers={}), answer, (403, "private, no-store"))
    assert ask(client, "GET", "/me").status_code == 200


def test_every_route_that_writes_takes_own_pages_and_programs(https: Flask) -> None:
    own: list[dict[str, str]] = [
        {"Origin": SITE, "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Referer": SITE},
        {"Referer": f"{SITE}/alpha"},
        {},
    ]
    for row in UNSAFE:
        for headers in own:
            answer = ask(https.test_client(), "POST", row.address, row.data, **headers)
            assert answer.status_code == row.visitor[0], (row, headers)


def test_reading_needs_no_origin(https: Flask) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = ask(https.test_client(), method, "/alpha", Origin="https://evil.example")
        assert answer.status_code == 200


def cookies(answer: TestResponse) -> dict[str, str]:
    """Returns the attributes of each cookie that an answer sets, by name, without its value."""
    parted = [cookie.partition("=") for cookie in answer.headers.getlist("Set-Cookie")]
    return {name: rest[rest.index(";") :] for name, _, rest in parted}


def test_the_cookies_of_an_https_site_are_bound_to_its_host(https: Flask) -> None:
    client = https.test_client()
    signed_up = ask(client, "POST", "/signup", SIGN_UP)
    browser = cookies(signed_up).pop("__Host-milepost-browser")
    assert browser.endswith("; Max-Age=34560000" + BOUND)
    others = {"__Host-milepost": BOUND, "__Host-milepost-notes": BOUND}
    assert cookies(signed_up) == others | {"__Host-milepost-browser": browser}
    assert cookies(ask(client, "GET", "/me")) == {"__Host-milepost-notes": TAKEN_BACK + BOUND}
    assert cookies(ask(client, "GET", "/me")) == {}
    for data, kept in ((SIGN_UP, ""), (SIGN_UP | {"remember": "y"}, "; Max-Age=7776000")):
        signed_in = cookies(ask(client, "POST", "/login", data))
        expires, _, bound = signed_in["__Host-milepost"].partition("; Secure")
        assert f"; Secure{bound}" == BOUND
        assert expires.endswith(kept)
        assert bool(expires) is bool(kept)
    ask(client, "GET", "/me")
    signed_out = {"__Host-milepost": TAKEN_BACK + BOUND, "__Host-milepost-notes": BOUND}
    assert cookies(ask(client, "POST", "/logout")) == signed_out
    marked = ask(client, "POST", f"{TOPIC}/status", {"status": "done"})
    (first,) = set(cookies(marked)) - {"__Host-milepost", "__Host-milepost-notes"}
    assert re.fullmatch(r"__Host-milepost-first-[0-9a-f]{8}", first)
    for name in ("__Host-milepost", first):
        expires, _, bound = cookies(marked)[name].partition("; Secure")
        assert (f"; Secure{bound}", expires.rpartition("; ")[2]) == (BOUND, "Max-Age=34560000")
    assert cookies(ask(client, "GET", "/alpha")) == dict.fromkeys(
        (first, "__Host-milepost-notes"), TAKEN_BACK + BOUND
    )
    assert cookies(ask(client, "GET", "/alpha")) == {}


def test_a_site_without_https_neither_binds_cookies_nor_asks_for_https(visitor: FlaskClient) -> None:
    answer = visitor.post("/signup", data=SIGN_UP)
    bound = "; HttpOnly; Path=/; SameSite=Lax"
    found = cookies(answer)
    assert found.pop("milepost-browser").endswith("; Max-Age=34560000" + bound)
    assert found == dict.fromkeys(("milepost", "milepost-notes"), bound)
    assert "Strict-Transport-Security" not in answer.headers
    assert "Strict-Transport-Security" not in visitor.get("/alpha").headers


def test_every_answer_has_a_number_of_its_own(visitor: FlaskClient) -> None:
    numbers = {visitor.get(path).headers["X-Request-Id"] for path in ("/alpha", "/alpha", "/login", "/none")}
    assert len(numbers) == 4


def test_no_address_has_a_twin_with_an_empty_part(visitor: FlaskClient) -> None:
    for path in ("//alpha", "/alpha//", "/tags//letters"):
        assert visitor.get("/", environ_overrides={"PATH_INFO": path}).status_code == 404
    assert visitor.get("/alpha", environ_overrides={"REQUEST_URI": "//alpha"}).status_code == 404


def test_a_page_that_sets_its_own_referrer_policy_keeps_it(visitor: FlaskClient) -> None:
    answer = visitor.get("/reset-password/x")
    assert answer.headers.getlist("Referrer-Policy") == ["same-origin"]
