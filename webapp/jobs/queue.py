"""Putting jobs into the queue, taking them, and what becomes of them.

A job is put in by the transaction that causes it. It is taken by one statement, which moves `due` to the end
of a lease; if the worker dies, the job is due again then. Its result and its deletion are one transaction.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, bindparam, delete, event, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.db.purging import Purged, delete_some
from webapp.jobs.models import LONGEST_ERROR, Job
from webapp.request_ids import request_id

# Longer than any job takes.
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=6)
# How long failed jobs and the keys of schedules are kept.
KEPT = timedelta(days=60)
_NEW = "new_jobs"


class JobError(Exception):
    """A job could not be done. The message is shown to operators, so it holds no address and no secret.

    If the error is final, the job is not tried again.
    """

    def __init__(self, message: str, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class LeaseLost(Exception):
    """Another worker has taken the job, because the lease had ended."""


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job that a worker has taken; `attempt` is 1 at the first time."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    schedule_key: str | None
    request_id: str | None


def put_job(
    session: Session, kind: str, payload: Mapping[str, Any], now: datetime, due: datetime | None = None
) -> None:
    """Puts a job into the queue, in the caller's transaction."""
    values = {"kind": kind, "payload": payload, "created_at": now, "due": due or now}
    values |= {"request_id": request_id.get() or None}
    session.execute(insert(Job).values(values))
    session.info[_NEW] = True


def put_once(
    session: Session,
    key: str,
    kind: str,
    payload: Mapping[str, Any],
    now: datetime,
    due: datetime | None = None,
) -> bool:
    """Puts a job with a key such as `digest:2026-11-26` into the queue. Returns False if the key was used."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"kind": kind, "payload": payload, "created_at": now, "due": due or now, "schedule_key": key}
    added = dialect.insert(Job).values(values | {"attempts": 0, "last_error": ""})
    ignoring = added.on_conflict_do_nothing(index_elements=["schedule_key"]).returning(Job.id)
    is_new = session.scalar(ignoring) is not None
    if is_new:
        session.info[_NEW] = True
    return is_new


@dataclass(frozen=True, slots=True)
class KeyedJob:
    """A job with the key that only one may have."""

    key: str
    payload: Mapping[str, Any]
    due: datetime


def put_many_once(session: Session, kind: str, jobs: Sequence[KeyedJob], now: datetime) -> None:
    """Puts jobs of one kind into the queue, by one statement; those whose key was used are left out."""
    if not jobs:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(Job).on_conflict_do_nothing(index_elements=["schedule_key"])
    same = {"kind": kind, "created_at": now, "attempts": 0, "last_error": ""}
    rows = [{**same, "payload": j.payload, "due": j.due, "schedule_key": j.key} for j in jobs]
    session.connection().execute(added, rows)
    session.info[_NEW] = True


def take_job(session: Session, now: datetime, lease: timedelta = LEASE) -> TakenJob | None:
    """Takes the job that has been due for the longest time, or returns None. Commit before doing it."""
    row = session.execute(_TAKE, {"now": now, "leased_until": now + lease}).one_or_none()
    return TakenJob(*row) if row else None


def finish_job(session: Session, job: TakenJob, now: datetime) -> None:
    """Ends a job that was done; call it in the transaction of its result. Raises LeaseLost."""
    if job.schedule_key is None:
        ended = session.scalar(delete(Job).where(*_is_leased(job)).returning(Job.id))
    else:
        kept = update(Job).where(*_is_leased(job)).values(due=None, last_error="")
        ended = session.scalar(kept.returning(Job.id))
    if ended is None:
        raise LeaseLost(job.id)


def fail_job(session: Session, job: TakenJob, error: str, is_final: bool, now: datetime) -> datetime | None:
    """Stores why a job failed, and returns when it is tried again; None means never."""
    due = None if is_final or job.attempt >= MOST_ATTEMPTS else now + delay_after(job.attempt)
    failed = update(Job).where(*_is_leased(job)).values(due=due, last_error=error[:LONGEST_ERROR])
    session.execute(failed)
    return due


def delay_after(attempt: int) -> timedelta:
    """Returns how long to wait after a failed attempt: four times longer each time, and never the same."""
    delay = min(FIRST_DELAY * float(4 ** (attempt - 1)), LONGEST_DELAY)
    return delay * random.uniform(0.75, 1.25)  # noqa: S311  # it spreads work, and hides nothing


def next_due(session: Session) -> datetime | None:
    """Returns when the next job is due, or None if there is none. It only reads."""
    return session.scalar(select(func.min(Job.due)))


def retry_jobs(session: Session, now: datetime, job_id: int | None = None) -> int:
    """Lets failed jobs, or one of them, be tried again from the beginning. Returns how many there were."""
    chosen = [Job.due.is_(None), Job.last_error != ""]
    if job_id is not None:
        chosen.append(Job.id == job_id)
    again = update(Job).where(*chosen).values(due=now, attempts=0).returning(Job.id)
    count = len(session.scalars(again).all())
    session.info[_NEW] = True
    return count


def purge_jobs(session: Session, now: datetime, after: int) -> Purged:
    """Deletes some failed jobs and keys of schedules that are older than KEPT, beyond the id `after`."""
    return delete_some(session, Job, Job.id, after, Job.due.is_(None), Job.created_at < now - KEPT)


def call_after_put(listener: Callable[[], object]) -> None:
    """Calls `listener` in this process whenever jobs were put in and committed."""
    _listeners.append(listener)


def _is_leased(job: TakenJob) -> tuple[ColumnElement[bool], ...]:
    """The job, if nobody else has taken it since."""
    return Job.id == job.id, Job.attempts == job.attempt


def _take() -> Update:
    # The subquery is evaluated once, and skips what another transaction has just taken.
    first = (
        select(Job.id)
        .where(Job.due <= bindparam("now", type_=Job.due.type))
        .order_by(Job.due)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(Job)
        .where(Job.id == first)
        .values(due=bindparam("leased_until", type_=Job.due.type), attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.payload, Job.attempts, Job.schedule_key, Job.request_id)
        .execution_options(synchronize_session=False)
    )


@event.listens_for(Session, "after_commit")
def _announce(session: Session) -> None:
    if session.info.pop(_NEW, False):
        for listener in _listeners:
            listener()


_TAKE = _take()
_listeners: list[Callable[[], object]] = []
