"""What the site says after a change, or instead of one, is translated."""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests import pseudo
from tests.conftest import PASSWORD
from tests.mails import mailed_links
from tests.web.translations.untranslated import (
    TOPIC,
    Find,
    check,
    widened,
)
from webapp.config import Settings


def test_messages_after_changes(ada: FlaskClient, untranslated: Find) -> None:
    ada.get("/me")
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    page = ada.get("/me").text
    assert widened("%(topic)s: %(status)s", topic="First Steps", status=pseudo.widen("done")) in page
    undo = re.search(r"/me/acts/[^/]+/undo", page)
    assert undo
    for _ in range(2):
        ada.post(undo[0], data={"next": "/me"})
        check(untranslated, ada.get("/me").text, "undone")
    for topic in ("one@b1", "two@b2"):
        ada.post(f"/beta/{topic}/status", data={"status": "done"})
    check(untranslated, ada.get("/beta").text, "the ending")
    check(untranslated, ada.get("/me").text, "a finished roadmap")
    check(untranslated, ada.post("/beta/record", data={"name": ""}).text, "a record without a name")
    record = ada.post("/beta/record", data={"name": "ada"}).location
    check(untranslated, ada.get(record).text.replace(record, ""), "a record")
    check(untranslated, ada.get("/beta").text.replace(record, ""), "the ending with a record")
    ada.post("/me/settings/sessions/end")
    assert pseudo.widen("Everywhere else you are signed out.") in ada.get("/me/settings/security").text
    ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": "four blind mice"})
    page = ada.get("/me/settings/security").text
    assert pseudo.widen("Your password is changed. Everywhere else you are signed out.") in page


WRONG_FORMS = [
    ("/signup", {}),
    ("/signup", {"username": "!", "email": "ada@example.org", "password": PASSWORD}),
    ("/signup", {"username": "admin", "email": "ada@example.org", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "x", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "ü@example.org", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "a" * 300, "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "short"}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "x" * 300}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "password1"}),
    ("/signup", {"username": "gracehopper", "email": "g@example.org", "password": "gracehopper"}),
    ("/signup", {"username": "gra\0ce", "email": "g@example.org", "password": PASSWORD}),
    ("/signup", {"username": "ada", "email": "other@example.org", "password": PASSWORD}),
    ("/signup", {"username": "other", "email": "ada@example.org", "password": PASSWORD}),
    ("/login", {}),
    ("/login", {"username": "ada", "password": "wrong"}),
    ("/login", {"username": "a" * 300, "password": "wrong"}),
    ("/forgot-password", {}),
    ("/forgot-password", {"email": "nobody@example.org"}),
    ("/reset-password/none", {"password": "x"}),
]  # fmt: skip


def test_what_forms_say(ada: FlaskClient, app: Flask, settings: Settings, untranslated: Find) -> None:
    (link,) = mailed_links(settings, "ada@example.org", "/verify-email/")
    assert ada.post(link).status_code == 303
    for path, values in WRONG_FORMS:
        answer = app.test_client().post(path, data=values)
        assert answer.status_code != 303, values
        check(untranslated, answer.text, f"{path} {values}")


def test_what_the_form_for_a_password_says(ada: FlaskClient, untranslated: Find) -> None:
    for values in (
        {},
        {"old_password": "wrong", "new_password": PASSWORD},
        {"old_password": PASSWORD, "new_password": "ada"},
    ):
        check(untranslated, ada.post("/me/settings/password", data=values).text, str(values))


def test_what_confirming_says(ada: FlaskClient, untranslated: Find) -> None:
    check(untranslated, ada.get("/me/confirm?posted=1").text, "a form that came too late")
    for values in ({}, {"password": "wrong"}):
        check(untranslated, ada.post("/me/confirm", data=values).text, str(values))


def test_what_the_second_step_says(ada: FlaskClient, app: Flask, untranslated: Find) -> None:
    app_page = "/me/settings/security/app"
    ada.post(f"{app_page}/new")
    page = html.fromstring(ada.get(app_page).text)
    secret = page.xpath("//code[@class='secret']")[0].text_content()
    pages = [ada.get(app_page).text, ada.post(app_page, data={"code": "1"}).text]
    for text in pages:
        check(untranslated, text.replace(secret, ""), "an app")
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    codes = ada.post(app_page, data={"code": code}).text
    check(untranslated, re.sub("<li><code>.*</code></li>", "", codes), "recovery codes")
    check(untranslated, ada.get("/me/settings/security").text, "security with a second step")
    visitor = app.test_client()
    check(untranslated, visitor.get("/login/second-step").text, "a sign-in that is over")
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    for path in ("/login/second-step", "/login/recovery-code"):
        check(untranslated, visitor.get(path).text, path)
        check(untranslated, visitor.post(path, data={"code": "1"}).text, path)
    here = {"base_url": "http://localhost:8000"}
    check(untranslated, app.test_client().get("/login", **here).text, "signing in by a passkey")
    refused = app.test_client().post("/login/passkey", data={"answer": "x"}, **here)
    check(untranslated, refused.text, "a passkey that was refused")


def test_too_many_tries(ada: FlaskClient, app: Flask, untranslated: Find) -> None:
    client = app.test_client()
    for _ in range(12):
        answer = client.post(
            "/login",
            data={"username": "ada", "password": "wrong"},
            environ_base={"REMOTE_ADDR": "203.0.113.7"},
        )
    assert answer.status_code == 429
    check(untranslated, answer.text, "429")


def test_refusals(ada: FlaskClient, untranslated: Find) -> None:
    other_site = {"Sec-Fetch-Site": "cross-site"}
    check(untranslated, ada.post("/logout", headers=other_site).text, "from another site")
    check(untranslated, ada.post("/logout", data={"viewer": "somebody"}).text, "made for another")
    ada.post(f"{TOPIC}/status", data={"status": "done", "act_key": "key-number-one"})
    other = {"status": "learning", "act_key": "key-number-one"}
    check(untranslated, ada.post(f"{TOPIC}/status", data=other).text, "key used again")
    answer = ada.post(f"{TOPIC}/status", data=other, headers={"HX-Request": "true"})
    check(untranslated, answer.text, "key used again, fragment")
    unknown = html.fromstring(ada.post(f"{TOPIC}/status", data={"status": "odd"}).text)
    assert unknown.xpath("//main/p")[1].text.startswith("⟦")
