"""Jobs: put in with their cause, done once by one of several workers, tried again, never lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from tests.clock import Clock
from tests.databases import on_both
from tests.jobs.conftest import Sessions
from tests.parallel import in_parallel
from webapp.db.learners import ACCOUNT, Learner
from webapp.db.unit_of_work import writing
from webapp.jobs import worker as worker_module
from webapp.jobs.models import Job
from webapp.jobs.queue import (
    MOST_ATTEMPTS,
    JobError,
    delay_after,
    put_job,
    put_once,
    retry_jobs,
    take_job,
)
from webapp.jobs.reading import list_jobs
from webapp.jobs.worker import Worker

SOON = timedelta(seconds=1)


def put(sessions: Sessions, *numbers: int) -> None:
    with sessions() as session, writing(session):
        for number in numbers:
            put_job(session, "count", {"number": number}, worker_module.datetime.now(UTC))


def rows(sessions: Sessions) -> list[Job]:
    with sessions() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


@on_both
def test_a_job_is_done_once_and_is_gone(sessions: Sessions) -> None:
    done: list[Mapping[str, Any]] = []
    put(sessions, 7)
    assert Worker(sessions, {"count": done.append}).run_due() == 1  # type: ignore[dict-item]  # it returns None
    assert done == [{"number": 7}]
    assert rows(sessions) == []


@on_both
def test_a_cause_that_is_rolled_back_leaves_no_job(sessions: Sessions) -> None:
    def cause() -> None:
        with sessions() as session, writing(session):
            put_job(session, "count", {}, datetime.now(UTC))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert rows(sessions) == []


@on_both
def test_several_workers_at_once_do_each_job_once(sessions: Sessions) -> None:
    done: list[int] = []
    put(sessions, *range(60))
    workers = [Worker(sessions, {"count": lambda p: done.append(p["number"])}) for _ in range(4)]
    assert sum(in_parallel([w.run_due for w in workers])) == 60
    assert Counter(done) == Counter(range(60))
    assert rows(sessions) == []


@on_both
def test_the_result_is_stored_with_the_end_of_the_job_or_not_at_all(sessions: Sessions) -> None:
    def make(payload: Mapping[str, Any]) -> Any:
        now = datetime.now(UTC)

        def store(session: Any) -> None:
            session.execute(insert(Learner).values(kind=ACCOUNT, created_at=now))
            if payload["number"]:
                raise ValueError("after the row was written")

        return store

    put(sessions, 0, 1)
    assert Worker(sessions, {"count": make}).run_due() == 2
    with sessions() as session:
        assert session.scalar(select(text("count(*)")).select_from(Learner)) == 1
    (failed,) = rows(sessions)
    assert failed.last_error.startswith("ValueError at test_worker.py, line ")


@on_both
def test_a_job_of_a_dead_worker_is_due_again_after_its_lease(sessions: Sessions, clock: Clock) -> None:
    put(sessions, 1)
    with sessions() as session, writing(session):
        assert take_job(session, datetime.now(UTC)) is not None
    done: list[int] = []
    worker = Worker(sessions, {"count": lambda p: done.append(p["number"])})
    assert worker.run_due() == 0
    clock.wait(minutes=3, seconds=1)
    assert worker.run_due() == 1
    assert done == [1]


@on_both
def test_who_has_lost_the_lease_stores_nothing(sessions: Sessions, clock: Clock) -> None:
    """The slow worker neither deletes the job that another one does now, nor stores its own result."""
    stored: list[str] = []

    def slow(_: Mapping[str, Any]) -> Any:
        clock.wait(minutes=4)
        with sessions() as session, writing(session):
            assert take_job(session, worker_module.datetime.now(UTC)) is not None
        return lambda _: stored.append("slow")

    put(sessions, 1)
    Worker(sessions, {"count": slow}).run_due()
    assert stored == []
    assert [row.attempts for row in rows(sessions)] == [2]


@on_both
def test_a_job_that_fails_is_tried_again_later_and_at_last_kept_as_failed(
    sessions: Sessions, clock: Clock
) -> None:
    def fail(_: Mapping[str, Any]) -> None:
        raise JobError("the printer is on fire")

    put(sessions, 1)
    worker = Worker(sessions, {"count": fail})
    assert worker.run_due() == 1
    assert worker.run_due() == 0, "it is not tried again at once"
    for _ in range(MOST_ATTEMPTS + 5):
        clock.wait(hours=8)
        worker.run_due()
    (failed,) = rows(sessions)
    assert (failed.due, failed.attempts) == (None, MOST_ATTEMPTS)
    assert failed.last_error == "the printer is on fire"
    with sessions() as session, writing(session):
        assert len(list_jobs(session, only_failed=True)) == 1
        assert retry_jobs(session, worker_module.datetime.now(UTC)) == 1
    assert Worker(sessions, {"count": lambda _: None}).run_due() == 1
    assert rows(sessions) == []


def test_a_final_failure_is_not_tried_again(sessions: Sessions) -> None:
    def fail(_: Mapping[str, Any]) -> None:
        raise JobError("there is no such person", is_final=True)

    put(sessions, 1)
    Worker(sessions, {"count": fail}).run_due()
    assert [(row.due, row.attempts) for row in rows(sessions)] == [(None, 1)]


def test_a_job_that_kills_its_worker_every_time_is_given_up(sessions: Sessions, clock: Clock) -> None:
    put(sessions, 1)
    for _ in range(MOST_ATTEMPTS):
        with sessions() as session, writing(session):
            assert take_job(session, worker_module.datetime.now(UTC)) is not None
        clock.wait(minutes=4)
    Worker(sessions, {"count": lambda _: pytest.fail("it is done")}).run_due()
    assert [(row.due, row.last_error[:25]) for row in rows(sessions)] == [(None, "its worker has ended each")]


def test_an_error_that_nobody_expected_is_told_without_its_words(
    sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Mapping[str, Any]) -> None:
        raise KeyError("ada@example.org")

    put(sessions, 1)
    Worker(sessions, {"count": fail}).run_due()
    (row,) = rows(sessions)
    assert row.last_error.startswith("KeyError at test_worker.py, line ")
    assert "ada@" not in caplog.text


def test_waiting_grows_and_is_never_the_same() -> None:
    assert timedelta(seconds=20) < delay_after(1) < timedelta(seconds=40)
    assert timedelta(hours=4) < delay_after(9) < timedelta(hours=8)
    assert len({delay_after(3) for _ in range(5)}) > 1


@on_both
def test_a_schedule_is_put_in_by_one_of_many_and_once_a_day(sessions: Sessions, clock: Clock) -> None:
    done: list[str] = []

    def turn() -> None:
        Worker(sessions, {"tidy": lambda _: done.append("tidy")}, daily=["tidy"])._turn()

    in_parallel([turn] * 4)
    turn()
    assert done == ["tidy"]
    clock.wait(days=1)
    turn()
    assert done == ["tidy", "tidy"]


@on_both
def test_one_key_is_one_job(sessions: Sessions) -> None:
    with sessions() as session, writing(session):
        now = datetime.now(UTC)
        assert [put_once(session, "digest:2026-11-26", "count", {}, now) for _ in range(3)] == [
            True, False, False,
        ]  # fmt: skip


@on_both
def test_a_thread_wakes_when_a_job_is_put_in_and_stops_when_it_is_told(sessions: Sessions) -> None:
    done = threading.Event()
    worker = Worker(sessions, {"count": lambda _: done.set()})
    worker.start()
    time.sleep(0.3)
    put(sessions, 1)
    assert done.wait(2), "it would have looked again by itself after four seconds at the earliest"
    worker.stop(5)
    done.clear()
    put(sessions, 2)
    assert not done.wait(0.3)
    assert len(rows(sessions)) == 1


def test_looking_for_jobs_takes_no_lock(sessions: Sessions, app: Flask) -> None:
    """A worker with nothing to do never waits for a writer, and no writer for it."""
    done: list[int] = []
    worker = Worker(sessions, {"count": lambda p: done.append(1)})
    with sessions() as session, writing(session):
        session.execute(insert(Learner).values(kind=ACCOUNT, created_at=datetime.now(UTC)))
        began = time.monotonic()
        assert worker.run_due() == 0
        assert time.monotonic() - began < 0.5


def test_the_commands_name_what_waits_and_do_it(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["jobs", "list"]).output == "nothing waits, and nothing has failed\n"
    with app.app_context():
        from webapp.web.site.extensions import db

        with writing(db.session()) as session:
            put_job(session, "purge-guests", {}, datetime.now(UTC))
            put_job(session, "unheard-of", {}, datetime.now(UTC))
    assert run(args=["jobs", "list"]).output.count("  due  ") == 2
    assert run(args=["jobs", "run", "--once"]).output.endswith("2 jobs were tried\n")
    listed = run(args=["jobs", "list"]).output
    assert "this version does not know jobs of the kind unheard-of" in listed
    assert "purge-guests" not in listed
    assert run(args=["jobs", "list", "--failed"]).output == "nothing has failed\n"
    assert run(args=["jobs", "retry", "1"]).exit_code == 1
