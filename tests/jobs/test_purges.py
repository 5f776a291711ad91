"""What nobody needs any more is deleted once a day, by jobs of the queue."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.jobs.conftest import Sessions
from tests.mails import read_mails
from tests.tables import Rows, rows_of_all_tables
from webapp.accounts.models import TokenEntry
from webapp.config import Settings
from webapp.db import purging
from webapp.db.unit_of_work import writing
from webapp.jobs.models import Job
from webapp.web.habits.digest_mail import DAILY
from webapp.web.site import moves
from webapp.web.site.purges import PURGES
from webapp.web.site.services import services_of


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
    clock.wait(days=59)
    assert len(day(app)["job"]) == 2 * (len(PURGES) + 2)
    clock.wait(days=2)
    assert len(day(app)["job"]) == 2 * (len(PURGES) + 2)


@on_both
def test_sessions_go_a_week_after_they_have_expired(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "PURGED_AT_ONCE", 2)
    for _ in range(5):
        app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    before = len(day(app)["session"])
    assert before == 7
    clock.wait(days=13)
    assert len(day(app)["session"]) == before, "they have expired, and a wrong clock may be put right"
    clock.wait(days=90)
    assert day(app)["session"] == []


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
    clock.wait(days=100)
    day(app)
    clock.wait(days=1)
    assert day(app)["token_directory"] == []


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
