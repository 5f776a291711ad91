"""The operator's commands on accounts, as an operator types them."""

from __future__ import annotations

import json

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.tables import rows_of_all_tables
from tests.web.site.route_table import TOPIC
from webapp.config import Settings

pytestmark = on_both


def run(app: Flask, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["learners", *words], input=typed)


def last_line(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.strip().splitlines()[-1]


def test_the_first_administrator_of_a_fresh_site(app: Flask) -> None:
    made = run(app, "create", "root1", "root1@example.org", "--admin")
    link = last_line(made)
    assert made.stdout == f"{link}\n"
    assert "root1 sets a password here, once, within an hour:" in made.stderr
    client = app.test_client()
    path = "/reset-password/" + link.rpartition("/")[2]
    assert client.post(path, data={"password": PASSWORD}).status_code == 303
    assert client.get("/me").status_code == 200
    shown = json.loads(run(app, "show", "ROOT1", "--format", "json").stdout)
    assert shown["account"]["is_admin"] is True
    assert "last administrator" in run(app, "promote", "root1", "--remove").output
    assert "last administrator" in run(app, "delete", "root1", "--yes").output
    taken = run(app, "create", "root1", "other@example.org")
    assert (taken.exit_code, "This name is taken" in taken.output) == (1, True)


def test_disable_enable_and_sign_out(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    assert run(app, "sign-out", "ada@example.org").exit_code == 0
    assert ada.get("/me").status_code == 303
    assert run(app, "disable", "grace").exit_code == 0
    assert grace.get("/me").status_code == 303
    assert run(app, "disable", "grace").exit_code == 1
    assert run(app, "enable", "grace").exit_code == 0
    assert run(app, "enable", "grace").exit_code == 1
    by_command = [row for row in rows_of_all_tables(app)["audit_event"] if row["actor_id"] == "None"]
    assert {row["event"] for row in by_command} == {
        "signed_out_by_staff",
        "account_disabled",
        "account_enabled",
    }


def test_a_reason_is_kept_and_told(app: Flask, settings: Settings, grace: FlaskClient) -> None:
    assert "Use at most 500" in run(app, "disable", "grace", "--reason", "a" * 501).output
    assert run(app, "disable", "grace", "--reason", "The class has ended.").exit_code == 0
    assert "disabled reason: The class has ended." in run(app, "show", "grace").stdout
    (mail,) = read_mails(settings, "grace@example.org", "was disabled")
    assert "The reason: “The class has ended.”" in text_of(mail)


def test_an_address_that_several_have_named_and_none_has_verified_is_asked_about(app: Flask) -> None:
    for name in ("ada", "impostor"):
        data = {"username": name, "email": "ada@example.org", "password": PASSWORD}
        assert app.test_client().post("/signup", data=data).status_code == 303
    for command in ("disable", "reset-link", "show", "delete"):
        refused = run(app, command, "ADA@example.org")
        assert refused.exit_code == 1
        assert "several accounts have named it: impostor, ada. Say which one" in refused.output
    assert run(app, "delete", "impostor", "--yes").exit_code == 0
    assert "username: ada" in run(app, "show", "ada@example.org").stdout


def test_delete_says_what_goes_and_asks(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    kept = run(app, "delete", "ada", typed="n\n")
    assert kept.exit_code == 1
    assert "1 marks on 1 roadmaps" in kept.output
    assert ada.get("/me").status_code == 200
    assert run(app, "delete", "ada", typed="y\n").exit_code == 0
    rows = rows_of_all_tables(app)
    assert [row["username"] for row in rows["account"]] == ["grace"]
    assert rows["topic_mark"] == []


def test_list_and_stats(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    assert last_line(run(app, "list")) == "2 of 2"
    assert last_line(run(app, "list", "GRACE", "--state", "active")) == "1 of 1"
    found = json.loads(run(app, "list", "--limit", "1", "--format", "json").stdout)
    assert [one["username"] for one in found] == ["grace"]
    assert "accounts: fewer than 5, guests: 0" in run(app, "stats").stdout
    assert json.loads(run(app, "stats", "--exact", "--format", "json").stdout)["accounts"] == 2
    assert "sessions: 1" in run(app, "show", "ada").stdout


def test_an_invitation_is_a_link_and_unknown_names_are_said(app: Flask) -> None:
    assert "/signup?invitation=" in last_line(run(app, "invite", "--uses", "3", "--note", "class"))
    for command in ("show", "disable", "enable", "promote", "delete", "reset-link", "sign-out"):
        refused = run(app, command, "nobody")
        assert refused.exit_code == 1
        assert "there is no account with the username or address nobody" in refused.output
