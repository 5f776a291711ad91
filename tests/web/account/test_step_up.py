"""What matters most asks again who is here, 15 minutes after the last proof."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables

pytestmark = on_both
EMAIL = "/me/settings/email"


def test_within_fifteen_minutes_nobody_is_asked(ada: FlaskClient, clock: Clock) -> None:
    clock.wait(minutes=14, seconds=50)
    assert ada.get(EMAIL).status_code == 200


def test_after_fifteen_minutes_the_password_is_asked_for_and_leads_back(
    ada: FlaskClient, clock: Clock
) -> None:
    clock.wait(minutes=15)
    asked = ada.get(f"{EMAIL}?from=here")
    assert (asked.status_code, asked.location) == (303, f"/me/confirm?next={EMAIL}?from%3Dhere")
    page = ada.get(asked.location)
    assert 'autocomplete="current-password"' in page.text
    assert "Nothing was changed yet" not in page.text
    wrong = ada.post("/me/confirm", data={"password": "wrong", "next": EMAIL})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    assert ada.get(EMAIL).status_code == 303
    right = ada.post("/me/confirm", data={"password": PASSWORD, "next": f"{EMAIL}?from=here"})
    assert (right.status_code, right.location) == (303, f"{EMAIL}?from=here")
    assert ada.get(EMAIL).status_code == 200
    clock.wait(minutes=15)
    assert ada.get(EMAIL).status_code == 303


def test_a_form_that_is_too_late_changes_nothing_and_says_so(
    app: Flask, ada: FlaskClient, clock: Clock
) -> None:
    clock.wait(minutes=16)
    before = rows_of_all_tables(app)["job"]
    headers = {"Referer": f"http://localhost{EMAIL}?x=1"}
    asked = ada.post(EMAIL, data={"email": "new@example.org"}, headers=headers)
    assert asked.location == f"/me/confirm?next={EMAIL}?x%3D1&posted=1"
    assert rows_of_all_tables(app)["job"] == before
    assert "Nothing was changed yet" in ada.get(asked.location).text


def test_a_fragment_sends_the_whole_page_to_the_question(ada: FlaskClient, clock: Clock) -> None:
    clock.wait(minutes=16)
    asked = ada.get(EMAIL, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (401, f"/me/confirm?next={EMAIL}")


def test_the_way_back_never_leaves_the_site(ada: FlaskClient) -> None:
    for target in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"):
        answer = ada.post("/me/confirm", data={"password": PASSWORD, "next": target})
        assert answer.location == "/me/settings"


def test_the_token_of_before_is_worth_nothing_and_other_browsers_stay(app: Flask, ada: FlaskClient) -> None:
    thief, elsewhere = app.test_client(), app.test_client()
    cookie = ada.get_cookie("milepost")
    assert cookie
    thief.set_cookie("milepost", cookie.value)
    elsewhere.post("/login", data={"username": "ada", "password": PASSWORD})
    assert thief.get("/me").status_code == 200
    assert ada.post("/me/confirm", data={"password": PASSWORD}).status_code == 303
    assert [client.get("/me").status_code for client in (ada, elsewhere, thief)] == [200, 200, 303]


def test_wrong_passwords_here_are_limited_and_strangers_cannot_use_them_up(
    app: Flask, ada: FlaskClient
) -> None:
    for host in range(11):
        for _ in range(10):
            data = {"username": "ada", "password": "wrong"}
            app.test_client().post("/login", data=data, environ_base={"REMOTE_ADDR": f"10.1.{host}.1"})
    assert ada.post("/me/confirm", data={"password": PASSWORD}).status_code == 303
    answers = [ada.post("/me/confirm", data={"password": "wrong"}) for _ in range(13)]
    assert Counter(answer.status_code for answer in answers) == {422: 10, 429: 3}
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ada.get("/me").status_code == 200


@pytest.mark.slow
def test_of_parallel_confirmations_one_session_is_left(app: Flask, ada: FlaskClient) -> None:
    cookie = ada.get_cookie("milepost")
    assert cookie

    def confirm() -> FlaskClient:
        client = app.test_client()
        client.set_cookie("milepost", cookie.value)
        client.post("/me/confirm", data={"password": PASSWORD})
        return client

    clients = in_parallel([partial(confirm) for _ in range(4)])
    assert [client.get("/me").status_code for client in clients].count(200) == 1
