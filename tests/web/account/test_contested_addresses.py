"""An address that several accounts have named and nobody has verified: nobody can occupy it."""

from __future__ import annotations

import re
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
from webapp.operators.learners import Wanted, list_learners
from webapp.web.site.extensions import db

pytestmark = [on_both, pytest.mark.usefixtures("patient")]
SHARED = "ada@example.org"
VERIFY = "/verify-email/"


@pytest.fixture
def name_it(app: Flask) -> Callable[[str], FlaskClient]:
    """Makes an account with the address that others have too."""

    def make(name: str, address: str = SHARED) -> FlaskClient:
        client = app.test_client()
        data = {"username": name, "email": address, "password": f"{PASSWORD} of {name}"}
        assert client.post("/signup", data=data).status_code == 303
        return client

    return make


def sign_in(app: Flask, name: str, password: str) -> int:
    data = {"username": name, "password": password}
    return app.test_client().post("/login", data=data).status_code


def holders(app: Flask) -> list[tuple[str, bool]]:
    """Of each account that has the address: the learner, and whether it is verified."""
    rows = rows_of_all_tables(app)["email_address"]
    own = [row for row in rows if row["folded"] == SHARED]
    return sorted((row["learner_id"], row["verified_at"] != "None") for row in own)


def links(settings: Settings, username: str, path: str = VERIFY) -> list[str]:
    """The links in mails to the address that are about an account."""
    texts = [text_of(mail) for mail in read_mails(settings, SHARED, f"account {username} at")]
    return [found[0] for text in texts if (found := re.search(rf"{path}\S+", text))]


def test_a_newcomer_notices_nothing_of_the_other_account(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    name_it("squat")

    def story(name: str, address: str) -> list[tuple[int, str, str]]:
        client = app.test_client()
        data = {"username": name, "email": address, "password": PASSWORD}
        again = app.test_client()
        answers = [
            client.post("/signup", data=data),
            client.get("/me/settings/email"),
            client.post("/me/settings/email/verify"),
            again.post("/login", data={"username": address, "password": PASSWORD}),
            again.post("/forgot-password", data={"email": address}),
        ]
        return [(a.status_code, a.headers.get("Location", ""), told(a.text, name, address)) for a in answers]

    def told(text: str, name: str, address: str) -> str:
        """What is said, without what is different for each account."""
        text = text.replace(address, "ADDRESS").replace(name, "NAME")
        return re.sub(r'value="[^"]*"|nonce="[^"]*"|v=\w+', "", text)

    assert story("newcomer", SHARED) == story("somebody", "free@example.org")

    def mails(name: str, address: str) -> list[str]:
        found = read_mails(settings, address, f"account {name} at")
        return [re.sub(r"/\d+\.\S+", "/TOKEN", text_of(mail)).replace(name, "NAME") for mail in found]

    assert mails("newcomer", SHARED) == mails("somebody", "free@example.org") != []


def test_the_address_signs_in_to_the_account_that_named_it_last_and_names_to_each(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    name_it("first")
    name_it("second")
    assert sign_in(app, SHARED, f"{PASSWORD} of second") == 303
    assert sign_in(app, SHARED, f"{PASSWORD} of first") == 422
    assert sign_in(app, "first", f"{PASSWORD} of first") == 303
    visitor = app.test_client()
    reset = "/reset-password/"
    visitor.post("/forgot-password", data={"email": SHARED})
    assert (len(links(settings, "first", reset)), len(links(settings, "second", reset))) == (0, 1)
    visitor.post("/forgot-password", data={"email": "first"})
    (link,) = links(settings, "first", reset)
    assert visitor.post(link, data={"password": "a fresh password"}).status_code == 303
    assert sign_in(app, "first", "a fresh password") == 303
    assert holders(app) == [("1", False), ("2", False)], "who can read a mail has not confirmed anything"


@pytest.mark.parametrize(("winner", "losers"), [("1", ["2", "3"]), ("2", ["1", "3"]), ("3", ["1", "2"])])
def test_whoever_verifies_first_has_it_alone(
    app: Flask,
    name_it: Callable[[str], FlaskClient],
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    winner: str,
    losers: list[str],
) -> None:
    clients = {number: name_it(f"account{number}") for number in ("1", "2", "3")}
    sent = {number: links(settings, f"account{number}") for number in clients}
    for number in losers:
        app.test_client().post("/forgot-password", data={"email": f"account{number}"})
    resets = [links(settings, f"account{number}", "/reset-password/")[0] for number in losers]
    page = app.test_client().get(sent[winner][0]).text
    assert f"Is {SHARED} your address, and account{winner} your account?" in page
    assert clients[winner].post(sent[winner][0]).status_code == 303
    assert holders(app) == [(winner, True)]
    for number in losers:
        assert "Your account has no address." in clients[number].get("/me/settings/email").text
        assert clients[number].post(sent[number][0]).status_code == 410
        app.test_client().post("/forgot-password", data={"email": f"account{number}"})
    assert [app.test_client().get(link).status_code for link in resets] == [410, 410]
    rows = rows_of_all_tables(app)
    assert (len(rows["address_claim"]), len(rows["address_directory"]), len(rows["password_reset"])) == (
        0,
        1,
        0,
    )
    lost = [row for row in rows["audit_event"] if row["event"] == "email_lost"]
    assert [(row["subject_id"], row["details"]) for row in lost] == [(n, f"to={winner}") for n in losers]
    assert sign_in(app, SHARED, f"{PASSWORD} of account{winner}") == 303
    # They go on with what they have, and can give another address.
    assert clients[losers[0]].post("/me/settings/email", data={"email": "b@example.org"}).status_code == 303
    (link,) = mailed_links(settings, "b@example.org", VERIFY)
    assert clients[losers[0]].post(link).status_code == 303


def test_a_verified_address_stays_and_its_newcomers_are_told(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    owner = name_it("owner")
    owner.post(links(settings, "owner")[0])
    data = {"username": "newcomer", "email": SHARED.upper(), "password": PASSWORD}
    answer = app.test_client().post("/signup", data=data)
    assert answer.status_code == 422
    assert "There is an account with this address." in answer.text
    assert holders(app) == [("1", True)]


def test_an_address_changed_to_leaves_all_who_have_only_named_it(
    app: Flask, name_it: Callable[[str], FlaskClient], grace: FlaskClient, settings: Settings
) -> None:
    name_it("first")
    name_it("second")
    assert grace.post("/me/settings/email", data={"email": SHARED}).status_code == 303
    assert len(holders(app)) == 2, "nothing changes before it is confirmed"
    assert grace.post(links(settings, "grace")[0]).status_code == 303
    assert holders(app) == [("1", True)]
    assert rows_of_all_tables(app)["address_claim"] == []


def test_when_the_last_one_goes_the_address_signs_in_to_the_one_before(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    name_it("first")
    second = name_it("second")
    second.post("/me/settings/email", data={"email": "second@example.org"})
    assert second.post(mailed_links(settings, "second@example.org", VERIFY)[0]).status_code == 303
    assert sign_in(app, SHARED, f"{PASSWORD} of first") == 303
    name_it("third")
    assert sign_in(app, SHARED, f"{PASSWORD} of third") == 303
    assert app.test_client().post(links(settings, "first")[0]).status_code == 303
    assert holders(app) == [("1", True)]


def test_operators_find_all_accounts_that_have_named_it(
    app: Flask, name_it: Callable[[str], FlaskClient]
) -> None:
    for name in ("first", "second", "third"):
        name_it(name)
    with app.app_context():
        found = list_learners(db.session(), Wanted(search=SHARED), 10)
    assert [(one.username, one.email) for one in found] == [(n, SHARED) for n in ("third", "second", "first")]


@pytest.mark.slow
def test_of_six_who_verify_at_once_one_has_it(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    for number in range(6):
        name_it(f"account{number}")
    sent = [links(settings, f"account{number}")[0] for number in range(6)]
    statuses = in_parallel(
        [partial(lambda link: app.test_client().post(link).status_code, link) for link in sent]
    )
    assert Counter(statuses) == {303: 1, 410: 5}
    assert [is_verified for _, is_verified in holders(app)] == [True]
    rows = rows_of_all_tables(app)
    assert (len(rows["address_directory"]), len(rows["address_claim"])) == (1, 0)


@pytest.mark.slow
def test_of_six_who_sign_up_at_once_all_may_and_none_has_it_for_good(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    in_parallel([partial(name_it, f"account{number}") for number in range(6)])
    assert len(holders(app)) == 6
    rows = rows_of_all_tables(app)
    assert (len(rows["address_directory"]), len(rows["address_claim"])) == (1, 5)
    assert app.test_client().post(links(settings, "account3")[0]).status_code == 303
    assert [is_verified for _, is_verified in holders(app)] == [True]


@pytest.mark.slow
def test_who_signs_up_while_another_verifies_never_keeps_it(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings
) -> None:
    name_it("owner")
    (link,) = links(settings, "owner")

    def join(number: int) -> int:
        data = {"username": f"account{number}", "email": SHARED, "password": PASSWORD}
        return app.test_client().post("/signup", data=data).status_code

    works = [partial(join, number) for number in range(5)]
    works.insert(2, lambda: app.test_client().post(link).status_code)
    statuses = in_parallel(works)
    assert statuses.pop(2) == 303
    assert set(statuses) <= {303, 422}
    assert holders(app) == [("1", True)]
    assert rows_of_all_tables(app)["address_claim"] == []


def test_nobody_floods_a_mailbox_by_signing_up(
    app: Flask, name_it: Callable[[str], FlaskClient], settings: Settings, clock: Clock
) -> None:
    last = [name_it(f"account{number}") for number in range(13)][-1]
    # The first account was alone with the address.
    assert len(mailed_links(settings, SHARED, VERIFY)) == 11
    clock.wait(hours=1, minutes=1)
    last.post("/me/settings/email/verify")
    assert last.post(links(settings, "account12")[0]).status_code == 303
