"""Signing in in two steps: the password, then a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links, read_mails, text_of
from tests.parallel import in_parallel
from tests.second_steps import add_app, code_of, give_password
from tests.tables import rows_of_all_tables
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

pytestmark = on_both
STEP, RECOVERY = "/login/second-step", "/login/recovery-code"
TOPIC = "/alpha/first-steps@main-one-000000000001"


@pytest.fixture
def secret(app: Flask, settings: Settings, ada: FlaskClient, clock: Clock) -> str:
    return add_app(app, settings, 1, clock.now(UTC))[0]


@contextmanager
def site_of(settings: Settings) -> Iterator[Flask]:
    """The same site with other settings."""
    made = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def send(client: FlaskClient, code: str, where: str = STEP) -> int:
    return client.post(where, data={"code": code}).status_code


def test_the_password_alone_opens_nothing(visitor: FlaskClient, secret: str) -> None:
    give_password(visitor)
    assert visitor.get_cookie("milepost") is None
    assert visitor.get("/me").status_code == 303
    page = visitor.get(STEP).text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_with_a_code_one_goes_where_one_wanted(visitor: FlaskClient, secret: str, clock: Clock) -> None:
    give_password(visitor, next="/beta?view=list", remember="y")
    answer = visitor.post(STEP, data={"code": code_of(secret, clock.now(UTC))})
    assert (answer.status_code, answer.location) == (303, "/beta?view=list")
    cookie = visitor.get_cookie("milepost")
    assert cookie
    assert cookie.max_age == 90 * 24 * 3600
    assert visitor.get_cookie("milepost-attempt") is None
    assert visitor.get("/me/settings").status_code == 200
    assert visitor.get(STEP).status_code == 410, "an attempt works once"


def test_what_a_guest_marked_comes_along(visitor: FlaskClient, secret: str, clock: Clock) -> None:
    visitor.post(f"{TOPIC}/status", data={"status": "done"})
    give_password(visitor)
    assert "1 of 9 done" in visitor.get("/alpha").text, "the guest stays until the sign-in is complete"
    assert send(visitor, code_of(secret, clock.now(UTC))) == 303
    assert "1 mark from this browser" in visitor.get("/me").text
    assert "1 of 9 done" in visitor.get("/alpha").text


def test_a_code_may_have_spaces_and_be_half_a_minute_off(app: Flask, secret: str, clock: Clock) -> None:
    for steps, status in ((-3, 422), (2, 422), (-1, 422), (0, 303), (1, 303)):
        client = app.test_client()
        give_password(client)
        code = code_of(secret, clock.now(UTC), steps)
        # The one of half a minute ago was used to confirm the app.
        assert send(client, f" {code[:3]} {code[3:]} ") == status, steps


def test_a_code_works_once(app: Flask, secret: str, clock: Clock) -> None:
    code = code_of(secret, clock.now(UTC))
    first, second = app.test_client(), app.test_client()
    give_password(first)
    give_password(second)
    assert send(first, code) == 303
    answer = second.post(STEP, data={"code": code})
    assert answer.status_code == 422
    assert "was used already" in answer.text


def test_five_wrong_codes_end_the_attempt(visitor: FlaskClient, secret: str, clock: Clock) -> None:
    give_password(visitor)
    assert [send(visitor, "000000") for _ in range(5)] == [422, 422, 422, 422, 410]
    over = visitor.post(STEP, data={"code": code_of(secret, clock.now(UTC))})
    assert over.status_code == 410
    assert "five codes were wrong" in over.text


def test_after_ten_minutes_the_attempt_is_over(visitor: FlaskClient, secret: str, clock: Clock) -> None:
    give_password(visitor)
    clock.wait(minutes=9, seconds=50)
    assert visitor.get(STEP).status_code == 200
    clock.wait(seconds=11)
    assert send(visitor, code_of(secret, clock.now(UTC))) == 410


def test_thirty_codes_a_day_are_tried_whoever_tries_and_a_link_by_mail_helps(
    app: Flask, secret: str, clock: Clock, settings: Settings
) -> None:
    statuses: Counter[int] = Counter()
    for _ in range(8):
        client = app.test_client()
        give_password(client)
        statuses.update(send(client, "000000") for _ in range(4))
    assert statuses == {422: 30, 429: 2}
    answer = client.post(STEP, data={"code": code_of(secret, clock.now(UTC))})
    assert answer.status_code == 429
    assert "Wait 24 hours" in answer.text
    owner = app.test_client()
    owner.post("/forgot-password", data={"email": "ada"})
    link = mailed_links(settings, "ada@example.org")[-1]
    asked = owner.post(link, data={"password": "a fresh password"})
    assert asked.location == STEP, "who reads the mail needs the code too"
    assert send(client, code_of(secret, clock.now(UTC))) == 410, "what was under way has ended"
    assert send(owner, code_of(secret, clock.now(UTC))) == 303


def test_a_recovery_code_works_once_and_is_told(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    _, codes = add_app(app, settings, 1, datetime.now(UTC))
    assert len(set(codes)) == 10
    assert codes[0] not in str(rows_of_all_tables(app))
    typed = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    statuses = []
    for _ in range(2):
        client = app.test_client()
        give_password(client)
        assert "recovery code" in client.get(STEP).text
        statuses.append(send(client, typed, RECOVERY))
    assert statuses == [303, 422]
    assert any(
        "one of its recovery codes" in text_of(mail) for mail in read_mails(settings, "ada@example.org")
    )
    assert len(rows_of_all_tables(app)["recovery_code"]) == 9


def test_an_operator_ends_the_second_step_of_who_has_lost_it(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for learner in (1, 2):
        add_app(app, settings, learner, datetime.now(UTC))
    run = app.test_cli_runner().invoke
    assert run(args=["learners", "end-second-step", "ADA"]).exit_code == 0
    assert '"event": "second_step_ended", "user": 1' in caplog.text
    answer = app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    assert answer.location == "/me"
    rows = rows_of_all_tables(app)
    for table in ("totp", "second_step", "recovery_code"):
        assert {row["learner_id"] for row in rows[table]} == {"2"}
    assert "is not asked for a second step" in run(args=["learners", "end-second-step", "ada"]).output
    assert "there is no account" in run(args=["learners", "end-second-step", "nobody"]).output


def test_somebody_elses_code_is_worth_nothing(
    app: Flask, ada: FlaskClient, grace: FlaskClient, settings: Settings, clock: Clock
) -> None:
    add_app(app, settings, 1, clock.now(UTC))
    graces, codes = add_app(app, settings, 2, clock.now(UTC))
    client = app.test_client()
    give_password(client)
    assert send(client, code_of(graces, clock.now(UTC))) == 422
    assert send(client, codes[0], RECOVERY) == 422


def test_another_password_ends_sign_ins_under_way(
    visitor: FlaskClient, ada: FlaskClient, secret: str, clock: Clock
) -> None:
    give_password(visitor)
    ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": "brand new password"})
    assert send(visitor, code_of(secret, clock.now(UTC))) == 410


def test_secrets_are_stored_sealed(app: Flask, secret: str) -> None:
    rows = rows_of_all_tables(app)
    assert secret not in str(rows)
    assert len(secret) * 5 >= 112


def test_a_new_secret_key_costs_nobody_the_app(
    app: Flask, settings: Settings, secret: str, clock: Clock
) -> None:
    """The key of before is named, the secrets are sealed anew, and then it is not needed any more."""
    new = "a new key of the site 0123456789"
    forgotten = replace(settings, secret_key=new)
    with site_of(forgotten) as site:
        client = site.test_client()
        give_password(client)
        assert send(client, code_of(secret, clock.now(UTC))) == 422
        told = site.test_cli_runner().invoke(args=["learners", "reseal"])
        assert (told.exit_code, "1 can be read neither" in told.output) == (1, True)
    with site_of(replace(forgotten, secret_key_previous=settings.secret_key)) as site:
        client = site.test_client()
        give_password(client)
        assert send(client, code_of(secret, clock.now(UTC))) == 303
        for count in (1, 0):
            told = site.test_cli_runner().invoke(args=["learners", "reseal"])
            assert f"{count} secrets of authenticator apps were sealed" in told.output
    with site_of(forgotten) as site:
        client = site.test_client()
        give_password(client)
        assert send(client, code_of(secret, clock.now(UTC), 1)) == 303


@pytest.mark.slow
def test_a_code_sent_by_six_attempts_at_once_opens_one_session(app: Flask, secret: str, clock: Clock) -> None:
    code = code_of(secret, clock.now(UTC))
    clients = [app.test_client() for _ in range(6)]
    for client in clients:
        give_password(client)
    statuses = in_parallel([partial(send, client, code) for client in clients])
    assert Counter(statuses) == {303: 1, 422: 5}


@pytest.mark.slow
def test_a_recovery_code_sent_six_times_at_once_opens_one_session(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    _, codes = add_app(app, settings, 1, datetime.now(UTC))
    clients = [app.test_client() for _ in range(6)]
    for client in clients:
        give_password(client)
    statuses = in_parallel([partial(send, client, codes[3], RECOVERY) for client in clients])
    assert Counter(statuses) == {303: 1, 422: 5}


@pytest.mark.slow
def test_of_twenty_codes_at_once_five_are_checked(app: Flask, secret: str) -> None:
    client = app.test_client()
    give_password(client)
    cookie = client.get_cookie("milepost-attempt")
    assert cookie

    def guess(number: int) -> int:
        guesser = app.test_client()
        guesser.set_cookie("milepost-attempt", cookie.value)
        return send(guesser, f"{number:06}")

    in_parallel([partial(guess, number) for number in range(20)])
    (attempt,) = rows_of_all_tables(app)["sign_in_attempt"]
    assert attempt["tries"] == "5"
    codes = Counter(row["key"] for row in rows_of_all_tables(app)["sign_in_try"])
    assert max(codes.values()) == 5
