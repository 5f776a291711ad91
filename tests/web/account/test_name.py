"""Another username; the old one is held for 30 days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from tests.portability.people import sessions
from tests.tables import rows_of_all_tables
from webapp.accounts.errors import AccountError
from webapp.accounts.renaming import rename
from webapp.db.unit_of_work import writing
from webapp.web.site.services import services_of

pytestmark = on_both


def change(client: FlaskClient, name: str) -> int:
    return client.post("/me/settings/name", data={"username": name}).status_code


def sign_in(app: Flask, name: str) -> int:
    return app.test_client().post("/login", data={"username": name, "password": PASSWORD}).status_code


def sign_up(app: Flask, name: str) -> int:
    data = {"username": name, "email": f"x-{name}@example.org", "password": PASSWORD}
    return app.test_client().post("/signup", data=data).status_code


def test_the_new_name_signs_in_and_the_old_one_does_not(app: Flask, ada: FlaskClient) -> None:
    assert change(ada, "Countess") == 303
    assert "ada is held for you for 30 days" in ada.get("/me/settings").text
    assert sign_in(app, "countess") == 303
    assert sign_in(app, "ada") == 422


def test_the_old_name_is_held_for_thirty_days(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    change(ada, "countess")
    assert sign_up(app, "Ada") == 422
    clock.wait(days=29)
    assert sign_up(app, "ada") == 422
    clock.wait(days=2)
    assert sign_up(app, "ada") == 303
    assert sign_in(app, "ada") == 303


def test_its_owner_can_go_back(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    change(ada, "countess")
    assert change(grace, "ada") == 422
    assert change(ada, "ada") == 303
    assert sign_in(app, "ada") == 303
    assert change(grace, "countess") == 422
    assert change(ada, "countess") == 303


def test_capitals_are_no_other_name(app: Flask, ada: FlaskClient) -> None:
    assert change(ada, "ADA") == 303
    assert len(rows_of_all_tables(app)["username_directory"]) == 1


@pytest.mark.parametrize("name", ["", "a", "admin", "gRace", "ada", "a b", "аda", "x" * 31])
def test_the_rules_of_sign_up_hold(ada: FlaskClient, grace: FlaskClient, name: str) -> None:
    assert change(ada, name) == 422


def test_three_names_are_held_at_most(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    assert [change(ada, f"name-{count}") for count in range(4)] == [303, 303, 303, 422]
    assert change(ada, "ada") == 303
    clock.wait(days=31)
    ada.post("/login", data={"username": "ada", "password": PASSWORD})
    assert change(ada, "name-9") == 303
    worker = services_of(app).worker
    worker._put_daily()
    worker.run_due()
    assert {row["folded"] for row in rows_of_all_tables(app)["username_directory"]} == {"ada", "name-9"}


def test_two_who_want_one_name_at_once(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    def want(learner_id: int) -> bool:
        try:
            with sessions(app) as session, writing(session):
                rename(session, learner_id, "countess", datetime.now(UTC))
        except AccountError:
            return False
        return True

    assert sorted(in_parallel([lambda: want(1), lambda: want(2)])) == [False, True]
    names = {row["folded"] for row in rows_of_all_tables(app)["username_directory"]}
    assert len(names) == 3
