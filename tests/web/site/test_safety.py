"""What strangers try: other sites, junk, other people's data, too many tries."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import viewer_of
from tests.web.site.route_table import ROWS, Row
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

TOPIC = "/alpha/first-steps@main-one-000000000001"
FOREIGN = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
           {"Referer": "https://evil.example/x"}]  # fmt: skip
UNSAFE = [
    "//evil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/%5cevil.example",
    "///evil.example",
    "@evil.example",
    "http:evil.example",
    "/\t/evil.example",
    "%2f%2fevil.example",
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_requests_of_other_sites_change_nothing(
    ada: FlaskClient, visitor: FlaskClient, headers: dict[str, str]
) -> None:
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=headers).status_code == 403
    assert 'data-status="done"' not in ada.get("/alpha").text
    account = {"username": "eve", "email": "eve@example.org", "password": "long enough words"}
    assert visitor.post("/signup", data=account, headers=headers).status_code == 403
    assert (
        visitor.post(
            "/login", data={"username": "ada", "password": "three blind mice"}, headers=headers
        ).status_code
        == 403
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=str)
def test_a_body_that_is_no_form_is_no_error(ada: FlaskClient, row: Row) -> None:
    for body in ('{"name": ' * 10_000, "[1]", "5", '{"old_password": {"a": 1}}'):
        answer = ada.post(row.address, data=body[:60_000], content_type="application/json")
        assert answer.status_code < 500


def test_messages_that_no_page_has_shown_do_not_pile_up(ada: FlaskClient) -> None:
    sizes = []
    for status in ("done", "learning") * 20:
        ada.post(f"{TOPIC}/status", data={"status": status})
        cookie = ada.get_cookie("milepost-notes")
        assert cookie is not None
        sizes.append(len(cookie.value))
    assert max(sizes) < 2 * min(sizes)
    assert ada.get("/alpha").text.count("First Steps: learning") == 1


def test_own_pages_may(ada: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, headers=headers).status_code == 303


def test_an_old_page_of_one_learner_never_acts_for_another(ada: FlaskClient, grace: FlaskClient) -> None:
    answer = ada.post(f"{TOPIC}/status", data={"status": "done", "viewer": viewer_of(grace)})
    assert answer.status_code == 409
    assert "Load it again" in answer.text
    assert 'data-status="done"' not in ada.get("/alpha").text
    assert ada.post(f"{TOPIC}/status", data={"status": "done", "viewer": viewer_of(ada)}).status_code == 303


def test_a_page_from_before_sign_out_leads_to_sign_in_and_then_the_mark_is_set(ada: FlaskClient) -> None:
    old = {"status": "done", "viewer": viewer_of(ada)}
    ada.post("/logout")
    answer = ada.post(f"{TOPIC}/status", data=old)
    assert answer.status_code == 303
    assert answer.location.startswith("/login?")
    fragment = ada.post(f"{TOPIC}/status", data=old, headers={"HX-Request": "true"})
    assert fragment.status_code == 401
    want = parse_qs(urlsplit(fragment.headers["HX-Redirect"]).query)["want"][0]
    ada.post("/login", data={"username": "ada", "password": "three blind mice", "want": want})
    assert 'data-status="done"' in ada.get("/alpha").text


def test_a_mark_from_before_sign_out_is_set_for_nobody_else(ada: FlaskClient, grace: FlaskClient) -> None:
    old = {"status": "done", "viewer": viewer_of(ada)}
    ada.post("/logout")
    grace.post("/logout")
    address = ada.post(f"{TOPIC}/status", data=old).location
    want = parse_qs(urlsplit(address).query)["want"][0]
    # Grace signs in at the browser in which Ada's page was open.
    ada.post("/login", data={"username": "grace", "password": "three blind mice", "want": want})
    assert "Sign out" in ada.get("/alpha").text
    assert 'data-status="done"' not in ada.get("/alpha").text


def test_a_note_of_another_browser_sets_no_mark(ada: FlaskClient, visitor: FlaskClient) -> None:
    data = {"status": "done", "viewer": viewer_of(ada)}
    want = parse_qs(urlsplit(visitor.post(f"{TOPIC}/status", data=data).location).query)["want"][0]
    ada.post("/login", data={"username": "ada", "password": "three blind mice", "want": want})
    assert 'data-status="done"' not in ada.get("/alpha").text
    visitor.post("/login", data={"username": "ada", "password": "three blind mice", "want": want})
    assert 'data-status="done"' in visitor.get("/alpha").text


@pytest.mark.parametrize(
    "path", ["/", "/alpha", "/login", "/nothing", TOPIC, "/rss.xml", "/static/css/app.css"]
)
def test_every_answer_carries_the_headers(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-Id"]
    assert "Server" not in headers


@pytest.mark.parametrize("wanted", UNSAFE)
def test_next_never_leaves_the_site(ada: FlaskClient, visitor: FlaskClient, wanted: str) -> None:
    data = {"username": "ada", "password": "three blind mice", "next": wanted}
    assert visitor.post("/login", data=data).location == "/me"
    assert ada.post(f"{TOPIC}/status", data={"status": "done", "next": wanted}).location == TOPIC


def test_the_session_is_new_at_sign_in_and_gone_at_sign_out(app: Flask, ada: FlaskClient) -> None:
    before = ada.get_cookie("milepost")
    assert before
    assert before.http_only
    assert before.same_site == "Lax"
    ada.post("/login", data={"username": "ada", "password": "three blind mice"})
    after = ada.get_cookie("milepost")
    assert after
    assert after.value != before.value
    stolen = app.test_client()
    stolen.set_cookie("milepost", before.value)
    assert stolen.get("/me").status_code == 303
    ada.post("/logout")
    stolen.set_cookie("milepost", after.value)
    assert stolen.get("/me").status_code == 303


def test_wrong_tries_are_limited_and_the_owner_stays_signed_in(app: Flask, ada: FlaskClient) -> None:
    thief = app.test_client()
    codes = []
    for n in range(12):
        # Without a trusted proxy nobody believes what a visitor says about the own address.
        headers = {"X-Forwarded-For": f"10.0.0.{n}"}
        data = {"username": ("ADA", "ada@example.org")[n % 2], "password": f"wrong {n}"}
        codes.append(thief.post("/login", data=data, headers=headers).status_code)
    assert codes == [422] * 10 + [429] * 2
    answer = thief.post("/login", data={"username": "ada", "password": "three blind mice"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes" in answer.text
    assert ada.get("/me").status_code == 200


def test_tries_from_another_network_behind_a_proxy_are_counted_apart(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    behind = create_app(replace(settings, trusted_proxies=1), TESTING=True, RATELIMIT_ENABLED=False)
    thief = behind.test_client()

    def sign_in(password: str, forwarded: str) -> int:
        data = {"username": "ada", "password": password}
        return thief.post("/login", data=data, headers={"X-Forwarded-For": forwarded}).status_code

    # What the proxy adds comes last; the rest is the visitor's own invention.
    codes = [sign_in("wrong", f"10.0.0.{n}, 203.0.113.7") for n in range(11)]
    assert codes == [422] * 10 + [429]
    assert sign_in("three blind mice", "203.0.113.7, 203.0.113.8") == 303
    with behind.app_context():
        db.engine.dispose()


def test_known_and_unknown_names_get_the_same_answer(ada: FlaskClient, visitor: FlaskClient) -> None:
    known, unknown = (
        visitor.post("/login", data={"username": n, "password": "wrong wrong"}) for n in ("ada", "abc")
    )
    assert known.status_code == unknown.status_code
    assert without_own_parts(known.text, "ada") == without_own_parts(unknown.text, "abc")


def without_own_parts(html: str, name: str) -> str:
    """Leaves out the echoed name and the challenge for a passkey, which is a new one on each page."""
    return re.sub(r' data-options="[^"]*"', "", html.replace(f'value="{name}"', ""))


def test_nobody_becomes_an_administrator_by_asking(app: Flask, visitor: FlaskClient) -> None:
    from webapp.accounts.models import Account

    visitor.post(
        "/signup",
        data={
            "username": "eve",
            "email": "eve@example.org",
            "password": "long enough words",
            "is_admin": "1",
        },
    )
    with app.app_context():
        assert db.session.query(Account).one().is_admin is False


def test_methods(visitor: FlaskClient) -> None:
    assert visitor.open("/alpha", method="TRACE").status_code == 405
    answer = visitor.delete("/alpha")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert visitor.get(f"{TOPIC}/status").status_code in {404, 405}
    assert visitor.get("/logout").status_code in {404, 405}


def test_large_bodies_are_413(ada: FlaskClient) -> None:
    assert ada.post(f"{TOPIC}/status", data={"status": "x" * 10_0000}).status_code == 413
    assert ada.post(f"{TOPIC}/status", data={f"f{n}": "x" for n in range(3000)}).status_code in {413, 422}


def test_junk_is_answered_without_an_error_of_ours(ada: FlaskClient) -> None:
    dice = random.Random(7)
    alphabet = "abc/%@.\\'\"<>{}[]();:&?=+-_ \t\r\n\x00\x7fäß漢🎉%"
    starts = [
        "/",
        "/alpha/",
        "/tags/",
        "/static/",
        "/reset-password/",
        "/roadmaps?q=",
        "/login?next=",
        "/jsons/roadmaps/",
    ]
    for n in range(400):
        junk = "".join(dice.choice(alphabet) for _ in range(dice.randint(1, 60)))
        path, _, query = dice.choice(starts).partition("?")
        method = dice.choice(["GET", "POST", "HEAD", "PUT"])
        fields = (
            dict.fromkeys(("status", "username", "password", "next", "want", "email"), junk)
            if method == "POST"
            else None
        )
        raw = (
            {"QUERY_STRING": query + quote(junk)}
            if query
            else {"PATH_INFO": (path + junk).encode().decode("latin-1")}
        )
        answer = ada.open(path, method=method, data=fields, environ_overrides=raw)
        assert answer.status_code < 500, (n, method, path, junk)
        assert "Traceback" not in answer.text


def test_an_error_page_knows_who_is_signed_in(ada: FlaskClient, visitor: FlaskClient) -> None:
    assert "Sign out" in ada.get("/nothing-here").text
    assert "Sign in" in visitor.get("/nothing-here").text
