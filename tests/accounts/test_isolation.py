"""Two learners, two sessions each: what one does to the account changes no row of the other."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from tests.tables import Rows, difference, rows_of_all_tables
from webapp.config import Settings

pytestmark = on_both
CHANGE = {"old_password": PASSWORD, "new_password": "brand new password"}


def elsewhere(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 303
    return client


def owners(rows: Rows) -> set[str]:
    return {row["learner_id"] for found in rows.values() for row in found if "learner_id" in row}


def test_a_new_password_ends_ones_own_other_sessions_alone(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    others = [elsewhere(app, "ada"), elsewhere(app, "grace")]
    cookie = ada.get_cookie("milepost")
    before = rows_of_all_tables(app)
    assert ada.post("/me/settings/password", data=CHANGE).status_code == 303
    rows = difference(before, rows_of_all_tables(app))
    assert owners(rows) == {"1"}
    assert set(rows) == {"password", "-password", "session", "-session", "-email_link", "job"}
    assert len(rows["-session"]) == 2
    assert ada.get_cookie("milepost") != cookie
    assert [client.get("/me").status_code for client in (ada, grace, *others)] == [200, 200, 303, 200]


def test_ending_other_sessions_ends_ones_own_alone(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    others = [elsewhere(app, "ada"), elsewhere(app, "grace")]
    before = rows_of_all_tables(app)
    assert ada.post("/me/settings/sessions/end").status_code == 303
    rows = difference(before, rows_of_all_tables(app))
    assert (owners(rows), set(rows), len(rows["-session"])) == ({"1"}, {"-session", "job"}, 1)
    assert [client.get("/me").status_code for client in (ada, grace, *others)] == [200, 200, 303, 200]


def test_signing_out_ends_this_session_alone(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    other = elsewhere(app, "ada")
    before = rows_of_all_tables(app)
    ada.post("/logout")
    rows = difference(before, rows_of_all_tables(app))
    assert (owners(rows), set(rows), len(rows["-session"])) == ({"1"}, {"-session"}, 1)
    assert [client.get("/me").status_code for client in (ada, grace, other)] == [303, 200, 200]


def test_a_reset_ends_ones_own_sessions_and_links_alone(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings
) -> None:
    visitor = app.test_client()
    for name in ("grace", "ada"):
        visitor.post("/forgot-password", data={"email": name})
    (link,) = mailed_links(settings, "ada@example.org")
    before = rows_of_all_tables(app)
    assert visitor.post(link, data={"password": "brand new password"}).status_code == 303
    rows = difference(before, rows_of_all_tables(app))
    assert owners(rows) == {"1"}
    assert set(rows) == {
        "password", "-password", "session", "-session", "-password_reset", "-email_link", "job",
    }  # fmt: skip
    assert [client.get("/me").status_code for client in (visitor, ada, grace)] == [200, 303, 200]


def test_a_right_password_is_no_try_and_a_wrong_one_counts_three_times(app: Flask, ada: FlaskClient) -> None:
    before = rows_of_all_tables(app)
    elsewhere(app, "ada")
    assert set(difference(before, rows_of_all_tables(app))) == {"session", "job"}
    app.test_client().post("/login", data={"username": "ada", "password": "wrong"})
    rows = difference(before, rows_of_all_tables(app))
    assert len({row["key"] for row in rows["sign_in_try"]}) == len(rows["sign_in_try"]) == 3
