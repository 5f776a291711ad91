"""Every text for people is translated: on pages and in fragments of them."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import default_exceptions

from tests import pseudo
from tests.conftest import PASSWORD
from tests.web.admin.pages import PAGES_OF_ADMIN, make_admin
from tests.web.translations.untranslated import (
    TOPIC,
    Find,
    check,
)
from webapp.web.site.errors import WORDS, http_error

PAGES = [
    "/", "/roadmaps", "/roadmaps?q=alpha", "/roadmaps?q=zzz", "/alpha", "/alpha?view=map", "/alpha?view=list", "/beta", "/gamma",
    "/tags/letters", "/search", "/search?q=first", "/search?q=zzz", "/login", "/login?next=/alpha", "/signup", "/forgot-password",
    "/reset-password/none", TOPIC, "/nothing", "/alpah",
    "/alpha/route", "/alpha/route?q=zzz", "/alpha/route?to=zzz", "/alpha/route?to=main-two-000000000001&known=sub-one-0000000000001&known=zzz",
    "/alpha/route?to=main-two-000000000001&view=map", "/alpha/route?to=main-two-000000000001&known=main-two-000000000001",
]  # fmt: skip


def test_pages_of_somebody_unknown(visitor: FlaskClient, untranslated: Find) -> None:
    for path in PAGES:
        answer = visitor.get(path)
        assert "⟦" in answer.text, path
        check(untranslated, answer.text, path)
        assert f'lang="{pseudo.LANGUAGE}"' in answer.text, path


def test_pages_of_a_guest_and_of_signing_in_with_marks(
    visitor: FlaskClient, ada: FlaskClient, untranslated: Find
) -> None:
    for client, status in ((visitor, "done"), (ada, "learning")):
        answer = client.post(f"{TOPIC}/status", data={"status": status}, headers={"HX-Request": "true"})
        check(untranslated, answer.text, status)
    for path in ("/alpha", TOPIC, "/me", "/me/forget", "/signup"):
        check(untranslated, visitor.get(path).text, path)
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    check(untranslated, visitor.get("/me/merge").text, "both have marks")


def test_a_page_from_the_cache_is_in_the_same_language(visitor: FlaskClient) -> None:
    first, again = visitor.get("/alpha"), visitor.get("/alpha")
    assert first.data == again.data
    assert "⟦" in again.text


def test_pages_of_a_learner(ada: FlaskClient, untranslated: Find) -> None:
    check(untranslated, ada.get("/me").text, "nothing under way, with the message after signing up")
    topics = (
        ("First Steps", TOPIC, "done"),
        ("Alpha & Beta", "/alpha/alpha--beta@sub-one-0000000000001", "learning"),
        ("", "/alpha/x@sub-two-0000000000001", "skipped"),
    )
    for label, topic, status in topics:
        answer = ada.post(f"{topic}/status", data={"status": status}, headers={"HX-Request": "true"})
        check(untranslated, answer.text, f"{label}: {status}")
    own = ("/me", "/me/history", "/me/settings", "/me/settings/name", "/me/settings/data")
    parts = ("security", "password", "data/delete", "data/merge")
    for path in (*PAGES, *own, *(f"/me/settings/{part}" for part in parts)):
        check(untranslated, ada.get(path).text, path)
    for path in (TOPIC, "/nothing"):
        check(untranslated, ada.get(path, headers={"HX-Request": "true"}).text, f"fragment of {path}")


def test_pages_of_an_administrator(app: Flask, ada: FlaskClient, untranslated: Find) -> None:
    make_admin(app, "ada")
    for path in PAGES_OF_ADMIN:
        answer = ada.get(path)
        assert answer.status_code == 200, path
        check(untranslated, answer.text, path)


def test_error_pages(app: Flask, untranslated: Find) -> None:
    for code in (*WORDS, 418):
        with app.test_request_context("/nothing"):
            page = http_error(default_exceptions[code]()).get_data(as_text=True)
            check(untranslated, page, str(code))
