"""Accounts, as people use them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Connection

from tests.databases import on_both
from tests.mails import mailed_links
from webapp.config import Settings
from webapp.db.learners import UnknownLearner
from webapp.progress import marks

pytestmark = on_both

GOOD = {"username": "lin", "email": "lin@example.org", "password": "correct horse"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short"}, "at least 8"),
        ({"password": "x" * 257}, "at most 256"),
        ({"password": "password123"}, "Many people use this"),
        ({"username": "a b"}, "2 to 30 letters"),
        ({"username": "admin"}, "kept for the site"),
        ({"email": "nobody"}, "such as ada@example.org"),
        ({"username": ""}, "Choose a username"),
    ],
)
def test_sign_up_says_under_the_field_what_would_be_right(
    visitor: FlaskClient, change: dict[str, str], words: str
) -> None:
    answer = visitor.post("/signup", data=GOOD | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert visitor.get("/me").status_code == 303


@pytest.mark.parametrize(
    "password", ["  spaces count  ", "пароль-длинный", "🎉🚀" * 4, "x'--<b>\\\"", "Z9" * 128]
)
def test_any_characters_make_a_password_and_none_is_cut(
    app: Flask, visitor: FlaskClient, password: str
) -> None:
    assert visitor.post("/signup", data=GOOD | {"password": password}).status_code == 303
    other = app.test_client()
    assert other.post("/login", data={"username": "lin", "password": password[:-1]}).status_code == 422
    assert other.post("/login", data={"username": "lin", "password": password}).status_code == 303


@pytest.fixture
def verified(ada: FlaskClient, settings: Settings) -> FlaskClient:
    """Ada, who has verified her address."""
    (link,) = mailed_links(settings, "ada@example.org", "/verify-email/")
    assert ada.post(link).status_code == 303
    return ada


def test_names_and_verified_addresses_are_unique_whatever_their_case(
    visitor: FlaskClient, verified: FlaskClient
) -> None:
    assert "taken" in visitor.post("/signup", data=GOOD | {"username": "ADA"}).text
    assert (
        "account with this address" in visitor.post("/signup", data=GOOD | {"email": "Ada@Example.org"}).text
    )


def test_sign_in_by_name_or_address(visitor: FlaskClient, ada: FlaskClient) -> None:
    for name in ("ada", "ADA", "ada@example.org"):
        answer = visitor.post(
            "/login", data={"username": name, "password": "three blind mice", "next": "/alpha"}
        )
        assert answer.location == "/alpha"


def test_remember_me_outlives_the_browser(visitor: FlaskClient, ada: FlaskClient) -> None:
    visitor.post("/login", data={"username": "ada", "password": "three blind mice"})
    assert visitor.get_cookie("milepost").max_age is None
    visitor.post("/login", data={"username": "ada", "password": "three blind mice", "remember": "y"})
    assert visitor.get_cookie("milepost").max_age == 90 * 24 * 3600


@pytest.mark.parametrize("query", ["", "?next=/alpha"])
def test_who_signs_up_is_kept_signed_in_unless_that_is_not_wanted(visitor: FlaskClient, query: str) -> None:
    page = html.fromstring(visitor.get(f"/signup{query}").text)
    (choice,) = page.xpath('//input[@name="remember"]')
    assert "checked" in choice.attrib
    visitor.post("/signup", data=GOOD | {"remember": choice.get("value")})
    assert visitor.get_cookie("milepost").max_age == 90 * 24 * 3600
    visitor.post("/logout")
    visitor.post("/signup", data=GOOD | {"username": "eve", "email": "eve@example.org"})
    assert visitor.get_cookie("milepost").max_age is None


def test_a_new_password_ends_other_sessions(app: Flask, ada: FlaskClient) -> None:
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"username": "ada", "password": "three blind mice"})
    wrong = ada.post("/me/settings/password", data={"old_password": "no", "new_password": "another password"})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    data = {"old_password": "three blind mice", "new_password": "another password"}
    assert ada.post("/me/settings/password", data=data).status_code == 303
    assert ada.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303
    assert (
        elsewhere.post("/login", data={"username": "ada", "password": "another password"}).status_code == 303
    )


def test_sign_out_everywhere_else(app: Flask, ada: FlaskClient) -> None:
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"username": "ada", "password": "three blind mice"})
    ada.post("/me/settings/sessions/end")
    assert (ada.get("/me").status_code, elsewhere.get("/me").status_code) == (200, 303)


def test_a_forgotten_password_is_chosen_anew_by_mail(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, settings: Settings
) -> None:
    known = visitor.post("/forgot-password", data={"email": "ada@example.org"})
    unknown = visitor.post("/forgot-password", data={"email": "nobody@example.org"})
    assert known.text == unknown.text
    (path,) = mailed_links(settings)
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, data={"password": "short"}).status_code == 422
    assert visitor.post(path, data={"password": "a fresh password"}).status_code == 303
    assert visitor.get(path).status_code == 410
    assert ada.get("/me").status_code == 303
    fresh = app.test_client()
    assert fresh.post("/login", data={"username": "ada", "password": "a fresh password"}).status_code == 303


def test_a_guest_comes_back_to_where_sign_in_was_asked_for(visitor: FlaskClient, ada: FlaskClient) -> None:
    location = visitor.get("/me/settings").location
    assert location == "/login?next=/me/settings"
    assert 'name="next" value="/me/settings"' in visitor.get(location).text


def test_who_was_deleted_meanwhile_is_sent_to_sign_in(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock_nobody(connection: Connection, learner_id: int, *_: object) -> None:
        raise UnknownLearner(learner_id)

    monkeypatch.setattr(marks, "lock_journal", lock_nobody)
    answer = ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login")


@pytest.mark.parametrize(
    ("username", "email", "password", "wrong"),
    [
        ("-", "nobody", "short", ["username", "email", "password"]),
        ("carol", "nobody", "short", ["email", "password"]),
        ("carol", "carol@example.org", "password", ["password"]),
        ("", "", "", ["username", "email", "password"]),
        ("ada", "ada@example.org", "three blind mice", ["username", "email"]),
    ],
)
def test_all_wrong_fields_are_named_at_once_and_the_first_has_the_focus(
    visitor: FlaskClient, verified: FlaskClient, username: str, email: str, password: str, wrong: list[str]
) -> None:
    answer = visitor.post("/signup", data={"username": username, "email": email, "password": password})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath('//input[@aria-invalid="true"]/@name') == wrong
    assert page.xpath("//input[@autofocus]/@name") == wrong[:1]
    for name in wrong:
        (message,) = page.xpath(f'//p[@id="{name}-error"]')
        assert message.text_content().strip()


def test_a_message_about_the_whole_form_is_read_with_the_password_which_has_the_focus(
    visitor: FlaskClient, ada: FlaskClient
) -> None:
    answer = visitor.post("/login", data={"username": "ada", "password": "four blind mice"})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    (field,) = page.xpath("//input[@autofocus]")
    assert field.get("name") == "password"
    described_by = field.get("aria-describedby").split()[0]
    assert "do not go together" in page.xpath(f'//*[@id="{described_by}"]')[0].text_content()
    # Before anything was sent nothing has the focus.
    assert not html.fromstring(visitor.get("/login").text).xpath("//input[@autofocus]")


def test_an_operator_hands_out_a_link_for_a_new_password(
    app: Flask, ada: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    run = app.test_cli_runner().invoke
    done = run(args=["learners", "reset-link", "ADA@example.org"])
    link = done.stdout.strip().splitlines()[-1]
    token = link.rpartition("/")[2]
    assert '"event": "reset_link_made", "user": 1' in caplog.text
    assert token not in caplog.text
    visitor = app.test_client()
    path = link.removeprefix(settings.site_url)
    assert visitor.post(path, data={"password": "a fresh password"}).status_code == 303
    assert visitor.get(path).status_code == 410
    unknown = run(args=["learners", "reset-link", "nobody"])
    assert unknown.exit_code == 1
    assert "there is no account with the username or address nobody" in unknown.output
