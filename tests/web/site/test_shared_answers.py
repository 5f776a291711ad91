"""What is given to everybody holds nothing of the visitor who happened to ask first."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD

PAGES = ("/", "/roadmaps", "/alpha", "/beta", "/rss.xml", "/sitemap.xml", "/login")


@pytest.mark.parametrize("path", PAGES)
def test_a_cookie_that_is_set_for_one_visitor_reaches_nobody_else(app: Flask, path: str) -> None:
    first = app.test_client()
    with first.session_transaction() as notes:
        # A permanent session is written again with every answer.
        notes.permanent = True
        notes["note"] = "of the first visitor"
    answer = first.get(path)
    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    for _ in range(2):
        later = app.test_client().get(path)
        assert later.status_code == 200
        assert "Set-Cookie" not in later.headers


def test_answers_from_the_cache_carry_listed_headers_only(app: Flask) -> None:
    @app.after_request
    def personal(response):  # type: ignore[no-untyped-def]  # what any extension may do
        response.headers["X-Visitor"] = "somebody"
        return response

    app.test_client().get("/alpha")
    assert "X-Visitor" not in app.test_client().get("/alpha").headers


@pytest.mark.parametrize("name", ["remember_token", "session"])
def test_a_foreign_cookie_does_not_sign_a_learner_out(ada: FlaskClient, name: str) -> None:
    ada.set_cookie(name, "2|" + "0" * 128)
    assert ada.get("/me").status_code == 200
    assert ada.post("/logout").status_code == 303
    assert ada.get("/me").status_code == 303


def test_the_log_holds_neither_what_was_typed_as_a_name_nor_a_token(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    visitor.post("/login", data={"username": PASSWORD, "password": "wrong password"})
    visitor.post("/reset-password/TOKEN-IN-PATH", data={"password": PASSWORD}, headers={"Origin": "null"})
    visitor.post(
        "/login",
        data={"username": PASSWORD, "password": PASSWORD},
        headers={"Origin": "https://evil.example"},
    )
    assert "sign_in_failed" in caplog.text
    assert "cross_origin_refused" in caplog.text
    assert PASSWORD not in caplog.text
    assert "TOKEN-IN-PATH" not in caplog.text
