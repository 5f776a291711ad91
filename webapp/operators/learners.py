"""Accounts as operators see them: a list that is searched and read page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from webapp.accounts.models import (
    Account,
    AccountDeletion,
    AddressClaim,
    AddressEntry,
    EmailAddress,
    LearnerSession,
    UsernameEntry,
)
from webapp.db.learners import ACCOUNT, LEAVING, Learner
from webapp.progress.models import ProgressAct

ACTIVE, DISABLED, AWAY, UNVERIFIED, ADMIN = "active", "disabled", "leaving", "unverified", "admin"
# What a list can be narrowed down to.
STATES = (ACTIVE, DISABLED, AWAY, UNVERIFIED, ADMIN)
# Those that need the learner's row.
OF_KIND = frozenset({ACTIVE, AWAY})
LONGEST_SEARCH = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a list shows: those whose name or address has `search` in it, those in a state."""

    search: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ListedLearner:
    """An account in a list. `state` is ACTIVE, DISABLED or AWAY; `email` may be empty."""

    id: int
    username: str
    email: str
    is_verified: bool
    is_admin: bool
    state: str
    created_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountNumbers:
    """How many accounts there are, were made within a week, and are in a state that is not the usual one."""

    accounts: int
    new: int
    disabled: int
    admins: int
    leaving: int


def account_numbers(session: Session, now: datetime) -> AccountNumbers:
    """Returns how many accounts there are. It reads all of them, once."""
    counted = func.count()
    query = select(
        counted,
        counted.filter(Account.created_at >= now - WEEK),
        counted.filter(Account.disabled_at.is_not(None)),
        counted.filter(Account.is_admin),
    ).select_from(Account)
    leaving = session.scalar(select(counted).select_from(AccountDeletion)) or 0
    return AccountNumbers(*session.execute(query).one(), leaving)


def list_learners(
    session: Session, wanted: Wanted, count: int, before: int | None = None
) -> list[ListedLearner]:
    """Returns the newest accounts whose number is below `before`."""
    query = _accounts().where(*_conditions(wanted)).order_by(Account.learner_id.desc()).limit(count)
    if before is not None:
        query = query.where(Account.learner_id < before)
    return _listed(session, query)


def count_learners(session: Session, wanted: Wanted, most: int | None = None) -> int:
    """Returns how many accounts a list has on all its pages. Counting stops at `most`."""
    query = select(Account.learner_id).where(*_conditions(wanted)).limit(most)
    if wanted.state in OF_KIND:
        query = query.join(Learner, Learner.id == Account.learner_id)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def find_listed(session: Session, learner_id: int) -> ListedLearner | None:
    """Returns an account as lists show it, or None."""
    return next(iter(_listed(session, _accounts().where(Account.learner_id == learner_id))), None)


def last_seen(session: Session, learner_ids: Iterable[int]) -> dict[int, datetime]:
    """Returns when learners were last here: in a session that still exists, or with their last act."""
    owner = Learner.id
    # The greatest of one learner at a time is one step in an index, however many acts there are.
    session_at = select(func.max(LearnerSession.last_seen_at)).where(LearnerSession.learner_id == owner)
    act_at = select(func.max(ProgressAct.at)).where(ProgressAct.learner_id == owner)
    query = select(owner, session_at.scalar_subquery(), act_at.scalar_subquery())
    found: dict[int, datetime] = {}
    for learner_id, *moments in session.execute(query.where(owner.in_(list(learner_ids)))):
        known = [moment for moment in moments if moment is not None]
        if known:
            found[learner_id] = max(known)
    return found


def _listed(session: Session, query: Select[Any]) -> list[ListedLearner]:
    rows = session.execute(query).all()
    seen = last_seen(session, [row.learner_id for row in rows])
    return [
        ListedLearner(
            id=row.learner_id,
            username=row.username,
            email=row.address or "",
            is_verified=row.verified_at is not None,
            is_admin=row.is_admin,
            state=_state(row.kind, row.disabled_at),
            created_at=row.created_at,
            last_seen_at=seen.get(row.learner_id),
        )
        for row in rows
    ]


def _state(kind: str, disabled_at: datetime | None) -> str:
    if disabled_at is not None:
        return DISABLED
    return AWAY if kind == LEAVING else ACTIVE


def _accounts() -> Select[Any]:
    of_account = (Account.learner_id, Account.username, Account.is_admin, Account.created_at)
    of_address = (EmailAddress.address, EmailAddress.verified_at)
    columns: tuple[Any, ...] = (*of_account, Account.disabled_at, Learner.kind, *of_address)
    query: Select[Any] = select(*columns)
    mail = and_(EmailAddress.learner_id == Account.learner_id, EmailAddress.is_primary)
    return query.join(Learner, Learner.id == Account.learner_id).outerjoin(EmailAddress, mail)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.search.strip():
        conditions.append(_matches(wanted.search.strip()[:LONGEST_SEARCH].casefold()))
    verified = select(EmailAddress.learner_id).where(
        EmailAddress.is_primary, EmailAddress.verified_at.is_not(None)
    )
    of_state: dict[str, ColumnElement[bool]] = {
        ACTIVE: and_(Account.disabled_at.is_(None), Learner.kind == ACCOUNT),
        DISABLED: Account.disabled_at.is_not(None),
        AWAY: Learner.kind == LEAVING,
        UNVERIFIED: Account.learner_id.not_in(verified),
        ADMIN: Account.is_admin.is_(True),
    }
    if wanted.state in of_state:
        conditions.append(of_state[wanted.state])
    return conditions


def _matches(text: str) -> ColumnElement[bool]:
    """Names of before count: whoever writes to the operator may sign with one.

    A NUL, which PostgreSQL refuses, is in no name.
    """
    text = text.replace("\0", "\ufffd")
    ids = union(
        select(UsernameEntry.learner_id).where(UsernameEntry.folded.contains(text, autoescape=True)),
        select(AddressEntry.learner_id).where(AddressEntry.folded.contains(text, autoescape=True)),
        select(AddressClaim.learner_id).where(AddressClaim.folded.contains(text, autoescape=True)),
    )
    return or_(Account.learner_id.in_(ids))
