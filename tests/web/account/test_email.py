"""Addresses: verified by a button, changed when the new one confirms, and kept by the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links, read_mails, text_of
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables
from webapp.config import Settings

NEW = "lin@example.org"
VERIFY, KEEP = "/verify-email/", "/keep-email/"


def ask_for(client: FlaskClient, address: str) -> int:
    data = {"email": address}
    return client.post("/me/settings/email", data=data).status_code


def verify(client: FlaskClient, settings: Settings, to: str) -> int:
    return client.post(mailed_links(settings, to, VERIFY)[-1]).status_code


def addresses(app: Flask) -> list[tuple[str, str, bool]]:
    """Of each account: learner, address, whether it is verified."""
    rows = rows_of_all_tables(app)["email_address"]
    return sorted((row["learner_id"], row["address"], row["verified_at"] != "None") for row in rows)


def entries(app: Flask) -> list[tuple[str, str]]:
    return sorted((r["learner_id"], r["folded"]) for r in rows_of_all_tables(app)["address_directory"])


@pytest.fixture
def moved(app: Flask, ada: FlaskClient, settings: Settings) -> FlaskClient:
    """Ada's verified address was replaced by another one."""
    assert verify(ada, settings, "ada@example.org") == 303
    assert ask_for(ada, NEW) == 303
    assert verify(ada, settings, NEW) == 303
    return ada


@on_both
def test_an_address_is_verified_by_a_button_and_not_by_the_link(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, settings: Settings
) -> None:
    (link,) = mailed_links(settings, "ada@example.org", VERIFY)
    for _ in range(2):
        shown = visitor.get(link)
        assert shown.status_code == 200
        assert "Is ada@example.org your address, and ada your account?" in shown.text
    assert addresses(app) == [("1", "ada@example.org", False)]
    assert "It is not confirmed yet" in ada.get("/me/settings/email").text
    after = visitor.post(link, follow_redirects=True)
    assert "ada@example.org is confirmed." in after.text
    assert addresses(app) == [("1", "ada@example.org", True)]
    assert "It is confirmed." in ada.get("/me/settings/email").text
    assert (visitor.get(link).status_code, visitor.post(link).status_code) == (410, 410)


@on_both
def test_a_link_used_six_times_at_once_works_once(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    verify(ada, settings, "ada@example.org")
    ask_for(ada, NEW)
    (link,) = mailed_links(settings, NEW, VERIFY)
    statuses = in_parallel([partial(lambda: app.test_client().post(link).status_code) for _ in range(6)])
    assert Counter(statuses) == {303: 1, 410: 5}
    assert len(mailed_links(settings, "ada@example.org", KEEP)) == 1


@on_both
def test_two_accounts_that_confirm_one_address_at_once_do_not_both_get_it(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings
) -> None:
    for client in (ada, grace):
        assert ask_for(client, NEW) == 303
    links = mailed_links(settings, NEW, VERIFY)
    statuses = in_parallel([partial(app.test_client().post, link) for link in links])
    assert sorted(answer.status_code for answer in statuses) == [303, 410]
    assert [row[1] for row in addresses(app)].count(NEW) == 1
    assert [row[1] for row in entries(app)].count(NEW) == 1


def test_a_link_is_short_lived_and_ends_with_the_password(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings, clock: Clock
) -> None:
    (ours,) = mailed_links(settings, "ada@example.org", VERIFY)
    ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": "brand new password"})
    assert app.test_client().post(ours).status_code == 410
    (theirs,) = mailed_links(settings, "grace@example.org", VERIFY)
    clock.wait(days=1, minutes=1)
    assert app.test_client().post(theirs).status_code == 410


def test_only_a_hash_of_a_link_is_stored(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    (link,) = mailed_links(settings, "ada@example.org", VERIFY)
    assert link.removeprefix(VERIFY) not in str(rows_of_all_tables(app))


@on_both
def test_another_address_replaces_the_old_one_when_it_confirms(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, settings: Settings
) -> None:
    verify(ada, settings, "ada@example.org")
    assert ask_for(ada, "ADA@example.org") == 422
    assert mailed_links(settings, NEW, VERIFY) == []
    assert ask_for(ada, NEW) == 303
    assert addresses(app) == [("1", "ada@example.org", True)], "nothing changes before it is confirmed"
    verify(visitor, settings, NEW)
    assert addresses(app) == [("1", NEW, True)]
    assert entries(app) == [("1", NEW)]
    assert visitor.post("/login", data={"username": NEW, "password": PASSWORD}).status_code == 303


@on_both
def test_the_old_address_takes_a_change_back_and_shuts_everybody_out(
    app: Flask, moved: FlaskClient, settings: Settings
) -> None:
    (link,) = mailed_links(settings, "ada@example.org", KEEP)
    owner = app.test_client()
    assert NEW in text_of(read_mails(settings, "ada@example.org", KEEP)[0])
    assert "ada@example.org back" in owner.get(link).text
    answer = owner.post(link)
    assert answer.location.startswith("/reset-password/")
    assert addresses(app) == [("1", "ada@example.org", True)]
    assert entries(app) == [("1", "ada@example.org")]
    assert moved.get("/me").status_code == 303
    for password in (PASSWORD, "!", ""):
        login = {"username": "ada", "password": password}
        assert app.test_client().post("/login", data=login).status_code == 422
    assert owner.post(answer.location, data={"password": "a fresh password"}).status_code == 303
    assert owner.get("/me").status_code == 200
    assert owner.post(link).status_code == 410


def test_the_old_address_can_do_so_after_a_change_of_the_password_and_of_the_address(
    app: Flask, moved: FlaskClient, settings: Settings, clock: Clock
) -> None:
    """Whoever stole the account did all of that, and has a link of the same kind."""
    clock.wait(hours=1)
    assert moved.post("/me/confirm", data={"password": PASSWORD, "next": "/me"}).location == "/me"
    change = {"old_password": PASSWORD, "new_password": "brand new password"}
    assert moved.post("/me/settings/password", data=change).status_code == 303
    assert ask_for(moved, "eve@example.org") == 303
    assert verify(moved, settings, "eve@example.org") == 303
    (thiefs,) = mailed_links(settings, NEW, KEEP)
    (owners,) = mailed_links(settings, "ada@example.org", KEEP)
    clock.wait(days=6)
    assert app.test_client().post(owners).status_code == 303
    assert app.test_client().post(thiefs).status_code == 410
    assert addresses(app) == [("1", "ada@example.org", True)]


def test_after_seven_days_a_change_stays(
    app: Flask, moved: FlaskClient, settings: Settings, clock: Clock
) -> None:
    (link,) = mailed_links(settings, "ada@example.org", KEEP)
    clock.wait(days=7, minutes=1)
    assert app.test_client().post(link).status_code == 410
    assert addresses(app) == [("1", NEW, True)]


def test_an_address_that_nobody_verified_gets_no_link_to_the_account(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    """It may be a stranger's, by a slip of the pen."""
    ask_for(ada, NEW)
    verify(ada, settings, NEW)
    assert addresses(app) == [("1", NEW, True)]
    assert mailed_links(settings, "ada@example.org", KEEP) == []


@on_both
def test_an_address_that_somebody_else_verifies_leaves_the_account(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings
) -> None:
    """Ada has written Grace's other address, and never verified it."""
    squatter = app.test_client()
    data = {"username": "squat", "email": NEW, "password": PASSWORD}
    assert squatter.post("/signup", data=data).status_code == 303
    assert ask_for(grace, NEW) == 303
    links = mailed_links(settings, NEW, VERIFY)
    assert grace.post(links[-1]).status_code == 303
    assert ("2", NEW, True) in addresses(app)
    assert [row[1] for row in addresses(app)].count(NEW) == 1
    assert squatter.post(links[0]).status_code == 410
    assert squatter.get("/me").status_code == 200
    assert "Your account has no address." in squatter.get("/me/settings/email").text
    assert ask_for(squatter, "squat@example.org") == 303


def test_a_verified_address_stays_with_its_account(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings
) -> None:
    verify(ada, settings, "ada@example.org")
    answer = grace.post("/me/settings/email", data={"email": "ada@example.org"})
    assert answer.status_code == 422
    assert "There is an account with this address." in answer.text


def test_not_more_than_five_links_are_on_their_way(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    for _ in range(8):
        assert ada.post("/me/settings/email/verify").status_code == 303
    assert len(mailed_links(settings, "ada@example.org", VERIFY)) == 5


@pytest.mark.parametrize("path", [VERIFY, KEEP])
def test_links_of_one_kind_do_nothing_at_the_page_of_another(
    app: Flask, moved: FlaskClient, settings: Settings, path: str
) -> None:
    for token in (
        mailed_links(settings, "ada@example.org", KEEP)[0].removeprefix(KEEP),
        "x",
        "1." + "a" * 43,
    ):
        if path == KEEP and token.startswith("1.") and token[2:] != "a" * 43:
            continue
        assert app.test_client().get(path + token).status_code == 410
        assert app.test_client().post(path + token).status_code == 410
    assert addresses(app) == [("1", NEW, True)]


def notices(settings: Settings) -> list[str]:
    mails = read_mails(settings, "ada@example.org", "/forgot-password")
    return [text_of(mail).splitlines()[0] for mail in mails]


def test_what_happens_to_an_account_is_told_its_owner(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    elsewhere = app.test_client()
    login = {"username": "ada", "password": PASSWORD}
    assert notices(settings) == []
    for _ in range(2):
        # The second sign-in is from a browser that is known.
        elsewhere.post("/login", data=login)
        elsewhere.post("/logout")
    assert notices(settings) == ["Somebody signed in to your account from a browser that is new to it."]
    ada.post("/logout")
    ada.post("/login", data=login)
    assert len(notices(settings)) == 1, "signing up made this browser known"
    ada.post("/me/settings/sessions/end")
    change = {"old_password": PASSWORD, "new_password": "brand new password"}
    ada.post("/me/settings/password", data=change)
    ada.post("/forgot-password", data={"email": "ada"})
    ada.post(mailed_links(settings, "ada@example.org")[-1], data={"password": PASSWORD})
    assert notices(settings)[1:] == [
        "Your account was signed out in all other browsers.",
        "The password of your account was changed.",
        "The password of your account was set anew by a link from a mail.",
    ]


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32, ".".join(["0" * 32] * 9), "ä"])
def test_a_browser_is_not_known_by_a_cookie_that_the_site_did_not_make(
    app: Flask, ada: FlaskClient, settings: Settings, cookie: str
) -> None:
    forged = app.test_client()
    forged.set_cookie("milepost-browser", cookie)
    assert forged.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
    assert len(notices(settings)) == 1


def test_five_accounts_share_a_browser(
    app: Flask, sign_up: Callable[[str], FlaskClient], settings: Settings
) -> None:
    shared = app.test_client()
    for name in ("ada", "grace"):
        sign_up(name)
    for name in ("ada", "grace", "ada"):
        shared.post("/login", data={"username": name, "password": PASSWORD})
    assert len(notices(settings)) == 1
