"""Which names and addresses make an account, and whose they are afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from webapp.accounts import sign_up
from webapp.accounts.addresses import read_address
from webapp.accounts.directory import find_learner
from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.models import EmailAddress
from webapp.accounts.sign_up import prepare_account
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

KEPT = (
    "admin", "administrator", "root", "system", "support", "help", "moderator", "security",
    "milepost", "me", "settings", "login", "logout", "signup", "api",
)  # fmt: skip


def blamed(username: str = "lin", email: str = "lin@example.org", password: str = PASSWORD) -> str:
    with pytest.raises(AccountErrors) as caught:
        prepare_account(username, email, password)
    return ", ".join(error.field for error in caught.value.errors)


@pytest.mark.parametrize("name", KEPT)
def test_names_of_the_site_are_nobodys(name: str) -> None:
    assert blamed(username=name) == blamed(username=name.upper()) == "username"


@pytest.mark.parametrize("name", ["", "a", "-ab", "_ab", "a b", "a.b", "ä1", "a" * 31, "ab\ncd"])
def test_a_name_that_an_address_could_not_hold_is_refused(name: str) -> None:
    assert blamed(username=name) == "username"


@pytest.mark.parametrize("name", ["ab", "a-_", "7b", "A" * 30, " lin\n"])
def test_a_name_of_two_to_thirty_letters_is_taken(name: str) -> None:
    assert prepare_account(name, "lin@example.org", PASSWORD).username == name.strip()


def test_a_mistake_is_put_under_its_field() -> None:
    assert blamed(email="nobody") == "email"
    assert blamed(password="short") == "password"
    assert blamed(username="lin-the-first", password="Lin-the-First") == "password"
    assert blamed(email="lin.the.first@example.org", password="LIN.the.first") == "password"
    assert blamed(email="lin.the.first@example.org", password="LIN.the.first@example.org") == "password"


def test_the_longest_address_has_254_characters() -> None:
    local, domain = "a" * 64, ".".join(["b" * 61, "c" * 61, "d" * 61, "org"])
    address = f"{local}@{domain}"
    assert read_address(address) == address
    assert len(f"{address}") == 254
    with pytest.raises(AccountError, match="at most 254") as caught:
        read_address("a" + address)
    assert caught.value.field == "email"
    with pytest.raises(AccountError, match="plain letters"):
        read_address("ä@example.org")


@on_both
def test_a_learner_is_found_by_name_or_address_whatever_the_case(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        session = db.session()
        for name in ("ada", " ADA ", "ada@example.org", "Ada@Example.ORG\n"):
            assert find_learner(session, name) == 1
        for name in ("", "adam", "grace@example.org", "ada\0", "a" * 255, "a" * 250 + "@b.org"):
            assert find_learner(session, name) is None


@on_both
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "other@example.org"}, "Somebody has just taken this name or address."),
        ({"username": "other"}, "There is an account with this address."),
    ],
    ids=["name", "address"],
)
def test_who_takes_a_name_at_the_same_moment_is_told_so_and_nothing_is_stored(
    app: Flask,
    ada: FlaskClient,
    visitor: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, str],
    told: str,
) -> None:
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(EmailAddress).values(verified_at=datetime.now(UTC)))
    before = rows_of_all_tables(app)
    # Both have looked before either has written.
    monkeypatch.setattr(sign_up, "check_free", lambda *_: None)
    data = {"username": "ada", "email": "ada@example.org", "password": PASSWORD} | changed
    answer = visitor.post("/signup", data=data)
    assert answer.status_code == 422
    assert told in answer.text
    # But that somebody was told of an account.
    assert rows_of_all_tables(app) | {"sign_in_try": []} == before
