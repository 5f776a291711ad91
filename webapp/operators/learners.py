"""Accounts as operators see them: a list that is searched and read page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, select, union
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
from webapp.db.beginnings import begins_with
from webapp.db.learners import LEAVING, Learner
from webapp.progress.models import ProgressAct

ACTIVE, DISABLED, AWAY, UNVERIFIED, ADMIN = "active", "disabled", "leaving", "unverified", "admin"
# What a list can be narrowed down to.
STATES = (ACTIVE, DISABLED, AWAY, UNVERIFIED, ADMIN)
LONGEST_SEARCH = 100
WEEK = timedelta(days=7)


Directory = type[UsernameEntry] | type[AddressEntry] | type[AddressClaim]
DIRECTORIES: tuple[Directory, ...] = (UsernameEntry, AddressEntry, AddressClaim)
_AWAY = select(AccountDeletion.learner_id).where(AccountDeletion.learner_id == Account.learner_id)
_OF_STATE: Mapping[str, Select[int]] = {
    ACTIVE: select(Account.learner_id).where(Account.disabled_at.is_(None), ~_AWAY.exists()),
    DISABLED: select(Account.learner_id).where(Account.disabled_at.is_not(None)),
    AWAY: select(AccountDeletion.learner_id),
    # An account without any address is not among them.
    UNVERIFIED: select(EmailAddress.learner_id).where(
        EmailAddress.is_primary, EmailAddress.verified_at.is_(None)
    ),
    ADMIN: select(Account.learner_id).where(Account.is_admin),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a list shows: those whose name or address begins with `search`, those in a state."""

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
    newest = [_newest(ids, count, before) for ids in _wanted_ids(session, wanted)]
    query = _accounts().where(Account.learner_id.in_(union(*newest)))
    return _listed(session, query.order_by(Account.learner_id.desc()).limit(count))


def count_learners(session: Session, wanted: Wanted, most: int | None = None) -> int:
    """Returns how many accounts a list has on all its pages. Counting stops at `most`."""
    some = [select(ids.limit(most).subquery().c.learner_id) for ids in _wanted_ids(session, wanted)]
    found = union(*some).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


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


def _wanted_ids(session: Session, wanted: Wanted) -> list[Select[int]]:
    """Returns queries for the numbers of accounts, each of which reads an index; all together are wanted."""
    text = wanted.search.strip()[:LONGEST_SEARCH].casefold()
    if not text:
        return [_OF_STATE.get(wanted.state, select(Account.learner_id))]
    return [
        _found(session, model, text, wanted.state) for model in (UsernameEntry, AddressEntry, AddressClaim)
    ]


def _found(session: Session, directory: Directory, text: str, state: str) -> Select[int]:
    """Names of before count: whoever writes to the operator may sign with one."""
    # A learner may have several names that begin alike.
    query = select(directory.learner_id).where(begins_with(session, directory.folded, text)).distinct()
    number = directory.learner_id
    if state == ACTIVE:
        # Most accounts are active: those that are not are the shorter list.
        return query.where(number.not_in(_OF_STATE[DISABLED]), number.not_in(_OF_STATE[AWAY]))
    return query.where(number.in_(_OF_STATE[state])) if state in _OF_STATE else query


def _newest(ids: Select[int], count: int, before: int | None) -> Select[int]:
    column = ids.selected_columns[0]
    if before is not None:
        ids = ids.where(column < before)
    return select(ids.order_by(column.desc()).limit(count).subquery().c.learner_id)
