"""The audit log: what was done to accounts, by their owners and by operators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, true, union
from sqlalchemy.orm import Session, aliased

from webapp.accounts.models import Account
from webapp.accounts.operator_models import LONGEST_DETAILS, AuditEvent
from webapp.db.purging import Purged, delete_some
from webapp.db.unit_of_work import end_reading

KEPT = timedelta(days=365)
READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit log. A name is empty where nobody is named, or where the account is deleted."""

    id: int
    at: datetime
    event: str
    actor_id: int | None
    actor: str
    subject_id: int | None
    subject: str
    details: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted: of an event, about or by a learner; everything if left empty."""

    event: str = ""
    learner_id: int | None = None


def record(
    session: Session,
    event: str,
    actor_id: int | None,
    subject_id: int | None,
    details: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Adds an entry, in the caller's transaction."""
    values = {"at": now, "event": event, "actor_id": actor_id, "subject_id": subject_id}
    words = {"details": details[:LONGEST_DETAILS], "reason": reason or None}
    session.execute(insert(AuditEvent).values(**values, **words))


def list_entries(session: Session, wanted: Filter, before: int | None, count: int) -> list[Entry]:
    """Returns the newest entries below the id `before`."""
    newest = union(*(_newest(condition, wanted.event, before, count) for condition in _of_learner(wanted)))
    query = _entries().where(AuditEvent.id.in_(newest)).order_by(AuditEvent.id.desc()).limit(count)
    return [Entry(*row) for row in session.execute(query)]


def all_entries(session: Session, wanted: Filter) -> Iterator[Entry]:
    """Returns all entries, the newest first, some at a time.

    No transaction is open meanwhile, however slowly they are taken.
    """
    before: int | None = None
    while found := list_entries(session, wanted, before, READ_AT_ONCE):
        end_reading(session)
        yield from found
        before = found[-1].id


def event_names(session: Session) -> list[str]:
    """Returns the events of which there is an entry, by name. It looks up each one in the index."""
    found = select(func.min(AuditEvent.event).label("event")).cte(recursive=True)
    next_one = select(func.min(AuditEvent.event)).where(AuditEvent.event > found.c.event).scalar_subquery()
    found = found.union_all(select(next_one).where(found.c.event.is_not(None)))
    return list(session.scalars(select(found.c.event).where(found.c.event.is_not(None))))


def purge_audit(session: Session, now: datetime, after: int) -> Purged:
    """Deletes entries that are older than KEPT."""
    return delete_some(session, AuditEvent, AuditEvent.id, after, AuditEvent.at < now - KEPT)


def _of_learner(wanted: Filter) -> tuple[ColumnElement[bool], ...]:
    """Returns the conditions one of which wanted entries fulfill. Each column has an index of its own."""
    if wanted.learner_id is None:
        return (true(),)
    return AuditEvent.actor_id == wanted.learner_id, AuditEvent.subject_id == wanted.learner_id


def _newest(condition: ColumnElement[bool], event: str, before: int | None, count: int) -> Select[int]:
    ids = select(AuditEvent.id).where(condition)
    if event:
        ids = ids.where(AuditEvent.event == event)
    if before is not None:
        ids = ids.where(AuditEvent.id < before)
    return select(ids.order_by(AuditEvent.id.desc()).limit(count).subquery().c.id)


def _entries() -> Select[Any]:
    actor, subject = aliased(Account), aliased(Account)
    row = AuditEvent
    by = (row.actor_id, func.coalesce(actor.username, ""))
    about = (row.subject_id, func.coalesce(subject.username, ""), row.details)
    reason = func.coalesce(row.reason, "")
    columns: tuple[Any, ...] = (row.id, row.at, row.event, *by, *about, reason)
    query: Select[Any] = select(*columns)
    query = query.outerjoin(actor, actor.learner_id == row.actor_id)
    return query.outerjoin(subject, subject.learner_id == row.subject_id)
