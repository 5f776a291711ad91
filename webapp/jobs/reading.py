"""The queue as operators and metrics read it: how much there is of what, and lists.

Pages do not read what a job is to do: the payload of a mail holds, sealed, an address and a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from webapp.jobs.models import Job

DUE, WAITING, FAILED = "due", "waiting", "failed"
STATES = (DUE, WAITING, FAILED)


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs are in a state, and since when the oldest one has been; 0 if there is none."""

    count: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many jobs of a kind are in each state, and since when the oldest one is there."""

    kind: str
    due: int
    waiting: int
    failed: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job in a list. `name` says which mail it is, and is empty for other jobs."""

    id: int
    kind: str
    name: str
    state: str
    due: datetime | None
    created_at: datetime
    attempts: int
    last_error: str


def count_jobs(session: Session, now: datetime) -> dict[str, JobCount]:
    """Returns the jobs that are due (a worker may be at them), that wait for their time, and that failed."""
    found = {}
    for state, condition in _states(now).items():
        since = Job.due if state == DUE else Job.created_at
        count, oldest = session.execute(select(func.count(), func.min(since)).where(condition)).one()
        found[state] = JobCount(count, max((now - oldest).total_seconds(), 0.0) if oldest else 0.0)
    return found


def list_jobs(session: Session, only_failed: bool = False) -> Sequence[Job]:
    """Returns the jobs that wait or have failed, the oldest first."""
    shown = _has_failed() if only_failed else _is_open()
    return session.scalars(select(Job).where(shown).order_by(Job.id)).all()


def count_by_kind(session: Session, now: datetime) -> list[KindCount]:
    """Returns the jobs that are not done, by kind."""
    states = _states(now)
    counts = [func.count().filter(states[state]) for state in STATES]
    columns: tuple[Any, ...] = (Job.kind, *counts, func.min(Job.created_at))
    query: Select[Any] = select(*columns).where(_is_open()).group_by(Job.kind).order_by(Job.kind)
    return [KindCount(*row) for row in session.execute(query)]


def list_open_jobs(
    session: Session, state: str, now: datetime, before: int | None, count: int
) -> list[ListedJob]:
    """Returns the newest jobs in a state, or in any if that is empty, whose number is below `before`."""
    states = _states(now)
    name = Job.payload["name"].as_string()
    columns = (Job.id, Job.kind, name, Job.due, Job.created_at, Job.attempts, Job.last_error)
    query = select(*columns).where(states.get(state, _is_open())).order_by(Job.id.desc()).limit(count)
    if before is not None:
        query = query.where(Job.id < before)
    return [
        ListedJob(number, kind, name or "", _state(due, now), due, *rest)
        for number, kind, name, due, *rest in session.execute(query)
    ]


def _is_open() -> ColumnElement[bool]:
    """Rows that only keep the key of a schedule are done."""
    return Job.due.is_not(None) | (Job.last_error != "")


def _states(now: datetime) -> dict[str, ColumnElement[bool]]:
    return {DUE: Job.due <= now, WAITING: Job.due > now, FAILED: _has_failed()}


def _has_failed() -> ColumnElement[bool]:
    return Job.due.is_(None) & (Job.last_error != "")


def _state(due: datetime | None, now: datetime) -> str:
    if due is None:
        return FAILED
    return DUE if due <= now else WAITING
