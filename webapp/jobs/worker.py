"""A worker: does jobs one after the other, in a thread beside the server or as a process of its own."""

from __future__ import annotations

import logging
import random
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm import Session

from webapp.db.unit_of_work import end_reading, writing
from webapp.jobs.queue import (
    LEASE,
    MOST_ATTEMPTS,
    JobError,
    LeaseLost,
    TakenJob,
    call_after_put,
    fail_job,
    finish_job,
    next_due,
    put_once,
    take_job,
)
from webapp.request_ids import request_id

log = logging.getLogger("milepost.jobs")
# How often a worker looks for jobs of other processes.
POLL_SECONDS = 5.0
# How long it waits if the database cannot be used.
AWAY_SECONDS = 15.0
# Stores the result of a job; it is called in the transaction that deletes the job.
Store = Callable[[Session], object]
# Does a job, outside of any transaction.
Handler = Callable[[Mapping[str, Any]], Store | None]
# Is told the kind of a job that was tried, and what came of it.
OnTried = Callable[[str, str], object]
DONE, AGAIN, FAILED = "done", "tried again", "failed"


class Worker:
    """Does the jobs that are due.

    `handlers` has a function for each kind of job. Jobs of the kinds in `daily` are put in once a day.
    """

    def __init__(
        self,
        sessions: Callable[[], AbstractContextManager[Session]],
        handlers: Mapping[str, Handler],
        daily: Iterable[str] = (),
        lease: timedelta = LEASE,
        on_tried: OnTried = lambda kind, outcome: None,
    ) -> None:
        self._on_tried = on_tried
        self._sessions = sessions
        self._handlers = handlers
        self._daily = tuple(daily)
        self._put_for: date | None = None
        self._lease = lease
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to work in a thread of its own; if it has begun already, nothing happens."""
        if self._thread is None:
            self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 0.0) -> None:
        """Takes no further job, and waits up to `seconds` for the one under way.

        A job that is cut off is done again when its lease has ended.
        """
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Works until `stop` is called."""
        call_after_put(self._woken.set)
        while not self._stopping.is_set():
            seconds = self._turn()
            self._woken.wait(seconds)
            self._woken.clear()

    def run_due(self) -> int:
        """Does what is due now, and returns how many jobs were tried."""
        count = 0
        while not self._stopping.is_set() and self._seconds_to_next() == 0:
            job = self._take()
            if job is None:
                break
            self._do(job)
            count += 1
        return count

    def _turn(self) -> float:
        """Does what is due, and returns for how many seconds to wait."""
        try:
            self._put_daily()
            self.run_due()
            return self._seconds_to_next()
        except SQLAlchemyError as error:
            # Jobs are kept until the database is back.
            log.warning("jobs wait for the database: %s", type(error).__name__)
            return AWAY_SECONDS
        except Exception as error:
            log.error("jobs wait after an error: %s", _place(error))
            return AWAY_SECONDS

    def _put_daily(self) -> None:
        now = datetime.now(UTC)
        if self._put_for == now.date() or not self._daily:
            return
        with self._sessions() as session, writing(session):
            for kind in self._daily:
                put_once(session, f"{kind}:{now.date()}", kind, {}, now)
        self._put_for = now.date()

    def _seconds_to_next(self) -> float:
        """Returns how long to wait for the next job, at most POLL_SECONDS; it never waits for writers."""
        with self._sessions() as session:
            due = next_due(session)
            end_reading(session)
        # Processes that were started together do not ask together for ever.
        longest = POLL_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311  # no secret
        if due is None:
            return longest
        return min(max((due - datetime.now(UTC)).total_seconds(), 0.0), longest)

    def _take(self) -> TakenJob | None:
        with self._sessions() as session, writing(session):
            return take_job(session, datetime.now(UTC), self._lease)

    def _do(self, job: TakenJob) -> None:
        request_id.set(job.request_id or "")
        try:
            self._try(job)
        finally:
            request_id.set("")

    def _try(self, job: TakenJob) -> None:
        try:
            store = self._handler(job)(job.payload)
            with self._sessions() as session, writing(session):
                finish_job(session, job, datetime.now(UTC))
                if store is not None:
                    store(session)
            self._on_tried(job.kind, DONE)
        except LeaseLost:
            log.warning("job %d (%s) took longer than its lease; another worker does it", job.id, job.kind)
        except (OperationalError, TimeoutError):
            # The database is away; the job is done again when its lease has ended.
            raise
        except JobError as error:
            self._fail(job, str(error), error.is_final)
        except Exception as error:
            # The text of any error may hold what is in the job, so that only its place is told.
            self._fail(job, _place(error), False)

    def _handler(self, job: TakenJob) -> Handler:
        if job.attempt > MOST_ATTEMPTS:
            raise JobError("its worker has ended each time before the job was done", is_final=True)
        found = self._handlers.get(job.kind)
        if found is None:
            raise JobError(f"this version does not know jobs of the kind {job.kind}")
        return found

    def _fail(self, job: TakenJob, words: str, is_final: bool) -> None:
        with self._sessions() as session, writing(session):
            again = fail_job(session, job, words, is_final, datetime.now(UTC))
        self._on_tried(job.kind if job.kind in self._handlers else "unknown", AGAIN if again else FAILED)
        then = f"it is tried again at {again:%Y-%m-%d %H:%M:%S} UTC" if again else "it has failed for good"
        log.error("job %d (%s), attempt %d: %s; %s", job.id, job.kind, job.attempt, words, then)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" at {last.filename.rpartition('/')[2]}, line {last.lineno}" if last else ""
    return f"{type(error).__name__}{place}"
