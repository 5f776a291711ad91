"""What nobody needs any more is deleted once a day, by jobs of the queue."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.faults.writers import TOPIC
from tests.jobs.conftest import Sessions
from tests.mails import read_mails
from tests.tables import Rows, rows_of_all_tables
from webapp.accounts.models import LearnerSession, TokenEntry
from webapp.config import Settings
from webapp.db import purging
from webapp.db.unit_of_work import writing
from webapp.doctor.result import LOOK, OK
from webapp.jobs.models import Job
from webapp.web.habits.digest_mail import DAILY
from webapp.web.site import moves
from webapp.web.site.purges import PURGES
from webapp.web.site.services import services_of


def days(app: Flask, clock: Clock, count: int) -> Rows:
    """Lets so many days go by on a site that is switched on once a week, and returns all rows then."""
    rows: Rows = {}
    while count > 0:
        clock.wait(days=min(count, 7))
        count -= 7
        rows = day(app)
    return rows


def day(app: Flask) -> Rows:
    """Lets a worker do what a day brings, and returns all rows then."""
    worker = services_of(app).worker
    worker._put_daily()
    worker.run_due()
    return rows_of_all_tables(app)


@on_both
def test_each_purge_is_a_job_of_every_day(app: Flask, clock: Clock) -> None:
    for count in (1, 2):
        jobs = day(app)["job"]
        assert {row["due"] for row in jobs} == {"None"}, "all are done"
        kinds = [*(f"purge-{name}" for name in PURGES), moves.KIND, DAILY]
        assert Counter(row["kind"] for row in jobs) == dict.fromkeys(kinds, count)
        clock.wait(days=1)


def test_operators_read_what_each_deletes() -> None:
    page = (Path(__file__).parents[2] / "docs/operate.md").read_text(encoding="utf-8")
    assert [name for name in PURGES if f"`purge-{name}`" not in page] == []


@on_both
def test_keys_of_schedules_and_failed_jobs_go_after_sixty_days(
    app: Flask, clock: Clock, sessions: Sessions
) -> None:
    day(app)
    with sessions() as session, writing(session):
        session.execute(update(Job).values(last_error="it did not work"))

    def first_day() -> list[dict[str, str]]:
        return [row for row in rows["job"] if row["last_error"]]

    rows = days(app, clock, 59)
    assert len(first_day()) == len(PURGES) + 2
    rows = days(app, clock, 2)
    assert first_day() == []


@on_both
def test_sessions_go_a_week_after_they_have_expired(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "PURGED_AT_ONCE", 2)
    for _ in range(5):
        app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    before = len(day(app)["session"])
    assert before == 7
    assert len(days(app, clock, 13)["session"]) == before, (
        "they have expired, and a wrong clock may be put right"
    )
    assert days(app, clock, 90)["session"] == []


@on_both
def test_a_session_in_use_stays(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    clock.wait(days=1)
    day(app)
    assert ada.get("/me").status_code == 200


@on_both
def test_links_and_tries_go(app: Flask, settings: Settings, ada: FlaskClient, clock: Clock) -> None:
    stranger = app.test_client()
    stranger.post("/login", data={"username": "ada", "password": "a wrong one"})
    stranger.post("/forgot-password", data={"email": "ada@example.org"})
    assert len(read_mails(settings, "ada@example.org")) == 2
    rows = day(app)
    assert all(rows[name] for name in ("password_reset", "email_link", "sign_in_try"))
    clock.wait(minutes=16, days=2)
    rows = day(app)
    assert rows["sign_in_try"] == []
    assert all(rows[name] for name in ("password_reset", "email_link"))
    clock.wait(days=7)
    rows = day(app)
    assert rows["password_reset"] == rows["email_link"] == []


@on_both
def test_tokens_of_the_first_release_go_with_their_sessions(
    app: Flask, ada: FlaskClient, clock: Clock, sessions: Sessions
) -> None:
    (row,) = rows_of_all_tables(app)["session"]
    known, gone = row["token_hash"], "0" * 64
    with sessions() as session, writing(session):
        values = [{"token_hash": text, "learner_id": int(row["learner_id"])} for text in (known, gone)]
        session.execute(insert(TokenEntry), values)
    assert [row["token_hash"] for row in day(app)["token_directory"]] == [known]
    assert days(app, clock, 101)["token_directory"] == []


@on_both
def test_a_purge_that_takes_too_long_goes_on_the_next_day(
    app: Flask, ada: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "PURGED_AT_ONCE", 1)
    monkeypatch.setattr("webapp.web.site.purges.MOST_SECONDS", -1.0)
    app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    clock.wait(days=103)
    assert len(day(app)["session"]) == 1
    clock.wait(days=1)
    assert len(day(app)["session"]) == 0


@on_both
@pytest.mark.parametrize("jump", [9, 400, -2])
def test_nothing_is_purged_for_three_days_after_the_clock_has_jumped(
    app: Flask, ada: FlaskClient, clock: Clock, sessions: Sessions, jump: int
) -> None:
    day(app)
    clock.wait(days=1)
    day(app)
    with sessions() as session, writing(session):
        session.execute(update(LearnerSession).values(expires_at=clock.now(UTC) - timedelta(days=300)))
    clock.wait(days=jump, hours=1)
    for _ in range(3):
        assert len(day(app)["session"]) == 1
        clock.wait(days=1)
    for _ in range(2):
        rows = day(app)
        clock.wait(days=1)
    assert rows["session"] == []


def test_readyz_and_the_doctor_say_so(app: Flask, clock: Clock) -> None:
    """On PostgreSQL the doctor says first that the database has another time."""
    day(app)
    assert state_of_clock(app) == OK
    clock.wait(days=400)
    for _ in range(3):
        assert state_of_clock(app) == LOOK
        day(app)
        assert "jobs purge" in app.test_cli_runner().invoke(args=["doctor"]).output
        clock.wait(days=1)
    day(app)
    assert state_of_clock(app) == OK


@on_both
def test_a_clock_that_is_a_year_ahead_for_an_hour_purges_nothing(
    app: Flask, ada: FlaskClient, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does it when that happens again, a day later."""
    guest = app.test_client()
    assert guest.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
    assert ada.post("/me/settings/data/delete", data={"username": "ada"}).status_code == 200
    before = day(app)
    for _ in range(3):
        clock.wait(days=365)
        day(app)
        clock.wait(days=-365, hours=1)
        day(app)
        clock.wait(hours=23)
    after = day(app)
    changed = {name for name, rows in before.items() if name != "job" and rows != after[name]}
    assert changed == set()
    said = [line for line in caplog.messages if "nothing is purged before" in line]
    # One line for all purges of an hour, rather than one for each.
    assert 1 <= len(said) <= 6


@on_both
def test_an_operator_purges_at_once_by_a_clock_that_has_jumped(
    app: Flask, ada: FlaskClient, clock: Clock
) -> None:
    day(app)
    clock.wait(days=400)
    assert len(day(app)["session"]) == 1
    done = app.test_cli_runner().invoke(args=["jobs", "purge"])
    assert (done.exit_code, "sessions: 1" in done.output) == (0, True), done.output
    assert day(app)["session"] == []


def state_of_clock(app: Flask) -> str:
    return str(app.test_client().get("/readyz").json["checks"]["clock"])
