"""Bad inputs get the same answer on both databases, and reach the code: limits on tries are lifted here."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from webapp.accounts import limits
from webapp.accounts.addresses import read_address
from webapp.accounts.errors import AccountError

GOOD = {"username": "lin", "email": "lin@example.org", "password": "correct horse"}
LONG = "ΐ" * 120 + "@example.org"
BAD = [
    "\0",
    "a\0b",
    "lin\0@example.org",
    "\ud7ff\ue000",
    "\ufffd",
    "\x1f\x7f\x85",
    "ﬃ" * 84,
    "ß" * 254,
    LONG,
    "İ" * 200,
    "e\u0301" * 100,
    "🎉" * 254,
    "'; DROP TABLE learner; --",
    "%s%n{0}{{7*7}}${7*7}",
    "a" * 60_000,
    "1e+999999",
    "-1",
    "../../etc/passwd",
    "\u202egnp.exe",
]


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PER_ACCOUNT_AND_NETWORK", "PER_NETWORK", "PER_ACCOUNT"):
        monkeypatch.setattr(limits, name, 10**9)


@on_both
@pytest.mark.parametrize("value", BAD, ids=map(str, range(len(BAD))))
def test_no_field_of_an_account_breaks_anything(visitor: FlaskClient, ada: FlaskClient, value: str) -> None:
    agent = {"User-Agent": "".join(c for c in value if c.isprintable())[:500].encode().decode("latin-1")}
    wanted = {
        422: [
            visitor.post("/login", data={"username": value, "password": "wrong"}),
            visitor.post("/signup", data=GOOD | {"username": value}),
            visitor.post("/signup", data=GOOD | {"email": value}),
            ada.post(
                "/me/settings/password", data={"old_password": value, "new_password": "brand new password"}
            ),
        ],
        404: [
            ada.post(
                "/me/acts/x/undo",
                environ_overrides={"PATH_INFO": f"/me/acts/{value}/undo".encode().decode("latin-1")},
            )
        ],
    }
    for status, answers in wanted.items():
        assert [answer.status_code for answer in answers] == [status] * len(answers)
    reset = {"PATH_INFO": f"/reset-password/{value}".encode().decode("latin-1")}
    others = [
        visitor.post("/forgot-password", data={"email": value}),
        visitor.get("/reset-password/x", environ_overrides=reset),
        visitor.post("/login", data=GOOD | {"next": value, "want": value, "username": "ada"}, headers=agent),
        ada.post(
            "/alpha/first-steps@main-one-000000000001/status",
            data={"status": "done", "act_key": value, "next": value},
        ),
        ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": value}),
    ]
    assert [answer.status_code for answer in others if answer.status_code >= 500] == []


@on_both
def test_a_cookie_with_anything_in_it_is_nobodys(app: Flask) -> None:
    for value in BAD:
        client = app.test_client()
        client.set_cookie("milepost", value[:190])
        assert client.get("/me").status_code == 303


@pytest.mark.parametrize(
    "address",
    ["ä@example.org", "用户@example.org", "a b@example.org", "@example.org", "x@" + "d" * 250 + ".org"],
)
def test_an_address_that_mail_does_not_reach_everywhere_is_refused(address: str) -> None:
    with pytest.raises(AccountError) as caught:
        read_address(address)
    assert caught.value.field == "email"


def test_an_address_at_a_domain_with_other_letters_is_kept() -> None:
    assert read_address("ada@bücher.example") == "ada@bücher.example"
