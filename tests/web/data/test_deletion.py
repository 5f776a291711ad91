"""Deleting an account: two weeks to come back, then no trace of it in any table."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import read_mails, text_of
from tests.parallel import in_parallel
from tests.portability.people import exported, sessions, taken_in
from tests.tables import rows_of_all_tables
from tests.web.data.test_import import FIRST, look, mark, taken
from webapp.accounts.deletion import request_deletion
from webapp.accounts.errors import AccountError
from webapp.accounts.models import Account, AddressClaim, Identity, IdentityEntry, TokenEntry, UsernameEntry
from webapp.accounts.second_step_models import (
    Passkey,
    PasskeyEntry,
    RecoveryCode,
    SecondStep,
    SignInAttempt,
    Totp,
)
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.habits.models import CalendarAddress, DayRhythm, DigestWish, PastDayRhythm, StudyPlan
from webapp.jobs.models import Job
from webapp.portability.tables import TABLES
from webapp.progress.own_models import Favorite, Note, OpenedRoadmap, Profile, ResourceTick, ShareLink
from webapp.progress.records import Finished, make_record
from webapp.web.site.services import services_of

pytestmark = on_both
ADA = 1


def ask(client: FlaskClient, **fields: str) -> str:
    answer = client.post("/me/settings/data/delete", data={"username": "ada"} | fields)
    assert answer.status_code == 200, answer.text
    return answer.text


def sign_in(client: FlaskClient) -> str:
    answer = client.post("/login", data={"username": "ada", "password": PASSWORD})
    assert answer.status_code == 303
    return answer.location


def work(app: Flask) -> None:
    worker = services_of(app).worker
    worker._put_daily()
    worker.run_due()


def fill(app: Flask, ada: FlaskClient) -> str:
    """Gives Ada something in every table, and returns the code of her record."""
    mark(ada, FIRST, "done")
    look(ada, taken(ada))
    ada.post("/forgot-password", data={"email": "ada@example.org"})
    now = datetime.now(UTC)
    today = now.date()
    with sessions(app) as session, writing(session):
        finished = Finished("alpha", "Alpha", "Ada Lovelace", ("a1",), today, today)
        code = make_record(session, ADA, finished, now)
        own = {"learner_id": ADA, "id": secrets.token_hex(16)}
        named = {"issuer": "https://id.example", "subject": "ada-there", "title": "ada@there.example"}
        session.execute(insert(Identity).values(**own, **named, connected_at=now, last_used_at=now))
        session.execute(insert(IdentityEntry).values(identity_hash="a" * 64, learner_id=ADA))
        rhythm = {"learner_id": ADA, "day_begins": 0, "rest_days": ""}
        session.execute(insert(DayRhythm).values(rhythm))
        session.execute(insert(PastDayRhythm).values(**rhythm, until=now, time_zone="UTC"))
        plan = {"roadmap": "alpha", "starts_on": today, "minutes_a_week": 60, "changed_at": now}
        session.execute(insert(StudyPlan).values(learner_id=ADA, **plan))
        session.execute(insert(CalendarAddress).values(learner_id=ADA, token_hash="g" * 64, made_at=now))
        session.execute(insert(DigestWish).values(learner_id=ADA, since=now))
        session.execute(insert(TokenEntry).values(token_hash="b" * 64, learner_id=ADA))
        session.execute(insert(SecondStep).values(learner_id=ADA, since=now))
        session.execute(insert(Totp).values(learner_id=ADA, sealed_secret="x", created_at=now))
        session.execute(insert(RecoveryCode).values(learner_id=ADA, code_hash="c" * 64))
        key = {"credential_hash": "d" * 64, "learner_id": ADA}
        device = {"credential_id": "x", "public_key": "x", "user_handle": "x", "sign_count": 0}
        passkey = {"name": "Ada's phone", "transports": "", "created_at": now}
        session.execute(insert(Passkey).values(id="e" * 32, **key, **device, **passkey))
        session.execute(insert(PasskeyEntry).values(**key))
        proof = {"proof": "password", "remember": False, "back": "/me", "mark": "", "expires_at": now}
        session.execute(insert(SignInAttempt).values(learner_id=ADA, token_hash="f" * 64, **proof))
        topic = {"learner_id": ADA, "roadmap": "alpha", "topic_id": "a1"}
        session.execute(insert(Note).values(**topic, text="Ada's own words", written_at=now))
        read = {"resource": "0" * 32, "address": "https://example.org"}
        session.execute(insert(ResourceTick).values(**topic, **read, ticked_at=now))
        session.execute(insert(Favorite).values(**topic, kept_at=now))
        session.execute(insert(Profile).values(learner_id=ADA, is_open=True, may_be_indexed=False))
        session.execute(insert(OpenedRoadmap).values(learner_id=ADA, roadmap="alpha"))
        link = {"token_hash": "9" * 64, "kind": "page", "roadmap": "alpha", "made_at": now}
        session.execute(insert(ShareLink).values(learner_id=ADA, **link))
        held = {"folded": "countess", "held_until": now, "learner_id": ADA}
        session.execute(insert(UsernameEntry).values(**held))
        session.execute(insert(AddressClaim).values(folded="lovelace@example.org", learner_id=ADA))
    return code


def test_nothing_of_an_account_is_left_after_two_weeks(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock
) -> None:
    fill(app, ada)
    others = rows_of_all_tables(app)
    ask(ada)
    filled = rows_of_all_tables(app)
    # Sessions ended at once.
    empty = {rule.table.name for rule in TABLES if not filled[rule.table.name]} - {"session"}
    assert empty == set(), "every table has something of Ada's, or the test says nothing of it"
    with sessions(app) as session, writing(session):
        # Mails that could not be sent stay for a while.
        session.execute(update(Job).values(due=None, last_error="it was refused"))
    clock.wait(days=13, hours=23)
    work(app)
    assert {row["learner_id"] for row in rows_of_all_tables(app)["account"]} == {"1", "2"}
    clock.wait(hours=25)
    services_of(app).worker._put_for = None
    work(app)
    rows = rows_of_all_tables(app)
    assert {row["learner_id"] for row in rows["account"]} == {"2"}
    for table, found in rows.items():
        for row in found:
            # Her name alone is three letters, which also a hash or a sealed mail of Grace's may have.
            assert "ada" not in {value.casefold() for value in row.values()}, (table, row)
            text = " ".join(row.values()).casefold()
            assert row.get("learner_id") != str(ADA), table
            for trace in ("ada@", "ada's", "ada-there", "countess", "lovelace", "there.example"):
                assert trace not in text, (table, row)
    assert [row["id"] for row in rows["learner"]] == ["2"]
    kept = [row for row in others["email_address"] if row["learner_id"] == "2"]
    assert rows["email_address"] == kept


def test_mails_that_wait_go_with_the_account(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    ask(ada)
    with sessions(app) as session, writing(session):
        session.execute(update(Job).values(due=None, last_error="it was refused"))
    assert {row["kind"] for row in rows_of_all_tables(app)["job"]} == {"mail"}
    clock.wait(days=15)
    work(app)
    assert "mail" not in {row["kind"] for row in rows_of_all_tables(app)["job"]}


def test_the_page_says_what_goes_and_a_mail_until_when(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    mark(ada, FIRST, "done")
    assert "1 entry in your history" in ada.get("/me/settings/data/delete").text
    assert "Your account will be deleted on" in ask(ada)
    assert ada.get("/me").location.startswith("/login")
    last = text_of(read_mails(settings, "ada@example.org")[-1])
    assert "will be deleted on" in last
    assert "/login" in last


def test_signing_in_offers_to_come_back_and_nothing_else(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    mark(ada, FIRST, "done")
    before = taken(ada)["marks"]
    ask(ada)
    clock.wait(days=13)
    back = app.test_client()
    sign_in(back)
    for address in ("/me", "/alpha", "/me/settings", "/login"):
        assert back.get(address).location == "/me/leaving", address
    assert "Keep my account" in back.get("/me/leaving").text
    assert back.post("/me/leaving").location == "/me"
    assert "Welcome back" in back.get("/me").text
    assert taken(back)["marks"] == before
    clock.wait(days=3)
    work(app)
    assert rows_of_all_tables(app)["account"]
    assert rows_of_all_tables(app)["account_deletion"] == []


def test_it_is_signed_out_and_hidden_meanwhile(app: Flask, ada: FlaskClient, visitor: FlaskClient) -> None:
    code = fill(app, ada)
    elsewhere = app.test_client()
    sign_in(elsewhere)
    assert visitor.get(f"/record/{code}").status_code == 200
    ask(ada)
    assert elsewhere.get("/me").location.startswith("/login")
    assert visitor.get(f"/record/{code}").status_code == 404
    assert visitor.get(f"/record/{code}.png").status_code == 404
    taken_name = {"username": "Ada", "email": "x@example.org", "password": PASSWORD}
    assert visitor.post("/signup", data=taken_name).status_code == 422


def test_it_needs_a_proof_and_the_name(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, clock: Clock
) -> None:
    assert ada.post("/me/settings/data/delete", data={"username": "grace"}).status_code == 422
    assert ada.post("/me/settings/data/delete").status_code == 422
    clock.wait(minutes=16)
    answer = ada.post("/me/settings/data/delete", data={"username": "ada"})
    assert answer.location.startswith("/me/confirm")
    assert rows_of_all_tables(app)["account_deletion"] == []


def test_the_only_administrator_says_that_it_is_known(app: Flask, ada: FlaskClient) -> None:
    with sessions(app) as session, writing(session):
        session.execute(update(Account).values(is_admin=True))
    assert "only administrator" in ada.get("/me/settings/data/delete").text
    answer = ada.post("/me/settings/data/delete", data={"username": "ada"})
    assert answer.status_code == 422
    assert "make somebody else one first" in answer.text
    ask(ada, knows_last="y")


def test_the_last_two_administrators_do_not_leave_at_once(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    with sessions(app) as session, writing(session):
        session.execute(update(Account).values(is_admin=True))

    def leave(learner_id: int) -> bool:
        try:
            with sessions(app) as session, writing(session):
                request_deletion(session, learner_id, datetime.now(UTC))
        except AccountError:
            return False
        return True

    left = in_parallel([lambda: leave(1), lambda: leave(2)])
    assert sorted(left) == [False, True]


def test_deleting_while_importing_ends_well(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    mark(ada, FIRST, "done")
    content = exported(app, ADA)
    ask(ada)
    clock.wait(days=15)

    def bring() -> None:
        try:
            taken_in(app, ADA, content, now=datetime.now(UTC))
        except LookupError:
            return

    in_parallel([bring, lambda: work(app), bring])
    rows = rows_of_all_tables(app)
    assert rows["learner"] == rows["topic_mark"] == rows["progress_act"] == []


def test_exporting_while_it_is_asked_for_gives_a_file_or_asks_to_sign_in(
    app: Flask, ada: FlaskClient
) -> None:
    mark(ada, FIRST, "done")
    cookie = ada.get_cookie("milepost")
    assert cookie is not None

    def again() -> FlaskClient:
        client = app.test_client()
        client.set_cookie("milepost", cookie.value)
        return client

    def take(address: str) -> int:
        return again().get(address).status_code

    files = ["/me/export.json", "/me/export.csv", "/me/export.zip"] * 6
    leave = {"username": "ada"}
    asked = [lambda: again().post("/me/settings/data/delete", data=leave).status_code] * 2
    answered = in_parallel([*(partial(take, address) for address in files), *asked])
    assert set(answered[: len(files)]) <= {200, 303}, answered
    assert set(answered[len(files) :]) <= {200, 303}, answered
    assert len(rows_of_all_tables(app)["account_deletion"]) == 1


def test_whoever_comes_back_at_the_last_moment_has_everything_or_nothing(
    app: Flask, ada: FlaskClient, clock: Clock
) -> None:
    mark(ada, FIRST, "done")
    ask(ada)
    clock.wait(days=13, hours=23, minutes=50)
    backs = [app.test_client() for _ in range(8)]
    for client in backs:
        sign_in(client)
    clock.wait(minutes=20)
    posts = [partial(client.post, "/me/leaving") for client in backs]
    answers = in_parallel([lambda: work(app), *posts])[1:]
    assert {answer.status_code for answer in answers if answer is not None} == {303}
    rows = rows_of_all_tables(app)
    kept = len(rows["learner"])
    assert rows["account_deletion"] == []
    assert [len(rows[name]) for name in ("account", "topic_mark", "email_address")] == [kept] * 3


@pytest.mark.parametrize("times", [1, 3])
def test_asking_again_changes_nothing(app: Flask, ada: FlaskClient, times: int) -> None:
    first = datetime.now(UTC)
    with sessions(app) as session:
        for _ in range(times):
            with writing(session):
                due = request_deletion(session, ADA, first)
            first = first.replace(year=first.year + 1)
    assert len(rows_of_all_tables(app)["account_deletion"]) == 1
    assert due.year <= datetime.now(UTC).year + 1
