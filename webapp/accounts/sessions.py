"""Sessions as rows: opened at sign-in or for a guest, found by the cookie's token, ended on the server."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Update,
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountDisabled
from webapp.accounts.limits import SKEW
from webapp.accounts.models import Account, LearnerSession
from webapp.accounts.tokens import new_token, read_own_token, read_token, token_hash
from webapp.db.base import Reader, connection_of
from webapp.db.learners import ACCOUNT, GUEST, Learner
from webapp.db.prepared import PreparedQuery

IDLE = {False: timedelta(days=2), True: timedelta(days=30)}
ABSOLUTE = {False: timedelta(days=7), True: timedelta(days=90)}
# A guest has nothing else than the session. It lasts while it is used, as long as browsers keep a cookie.
GUEST_IDLE = timedelta(days=90)
GUEST_ABSOLUTE = timedelta(days=400)
SEEN_EVERY = timedelta(minutes=10)
# How long a proof of who somebody is counts for what matters most, such as another password.
RECENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session that was just opened or renewed. `token` is for the cookie; it is not stored anywhere."""

    learner_id: int
    token: str
    remember: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A learner with the session of a request; a guest has no username."""

    learner_id: int
    kind: str
    username: str
    time_zone: str
    locale: str
    session_id: str
    authenticated_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    remember: bool
    is_admin: bool


_OF_SESSION = len(fields(SignedIn))


def open_session(
    session: Session, learner_id: int, remember: bool, user_agent: str, now: datetime, kind: str = ACCOUNT
) -> OpenedSession:
    """Opens a session for a learner of a kind, and deletes the learner's sessions that have expired.

    Raises AccountDisabled. The learner of an account has to be locked, or new, so that disabling it happens
    either before this or after it.
    """
    if kind == ACCOUNT:
        check_enabled(session, learner_id)
    ended = delete(LearnerSession).where(
        LearnerSession.learner_id == learner_id, LearnerSession.expires_at < now
    )
    session.execute(ended)
    text, token = new_token(learner_id)
    opened = insert(LearnerSession).values(
        learner_id=learner_id,
        id=secrets.token_hex(16),
        token_hash=token.hash,
        created_at=now,
        authenticated_at=now,
        last_seen_at=now,
        expires_at=now + longest(kind, remember),
        remember=remember,
        user_agent=user_agent.replace("\0", ""),
    )
    session.execute(opened)
    return OpenedSession(learner_id, text, remember)


def find_session(reader: Reader, text: str, now: datetime) -> SignedIn | None:
    """Returns the learner and the session of a token, by one query.

    Returns None if the session has ended, has expired or was idle for too long.
    """
    connection = connection_of(reader)
    return find_session_and(connection, text, now, _of_token(connection.dialect))[0]


def find_session_and(
    connection: Connection, text: str, now: datetime, query: PreparedQuery
) -> tuple[SignedIn | None, Sequence[Any]]:
    """Returns what `find_session` does, and what else a query of `session_query` found."""
    token = read_token(connection, text)
    if token is None:
        return None, ()
    row = query.one_or_none(connection, {"learner": token.learner_id, "hash": token.hash})
    if row is None:
        return None, ()
    found, also = SignedIn(*row[:_OF_SESSION]), row[_OF_SESSION:]
    return (found, also) if _is_live(found, found.kind, now) else (None, ())


def count_active(session: Session, since: datetime) -> dict[str, int]:
    """Returns how many accounts and guests were seen since a time. It reads all sessions."""
    counted = (
        select(Learner.kind, func.count(LearnerSession.learner_id.distinct()))
        .join(LearnerSession, LearnerSession.learner_id == Learner.id)
        .where(LearnerSession.last_seen_at >= since)
        .group_by(Learner.kind)
    )
    found = {kind: count for kind, count in session.execute(counted)}  # noqa: C416  # rows are no pairs
    return {kind: found.get(kind, 0) for kind in (ACCOUNT, GUEST)}


def find_guests(session: Session, texts: Iterable[str], now: datetime) -> list[int]:
    """Returns the guests whose sessions these tokens name, by one query. Other tokens are ignored."""
    tokens = [token for text in texts if (token := read_own_token(text))]
    if not tokens:
        return []
    row = LearnerSession.__table__.c
    named = [and_(row.learner_id == token.learner_id, row.token_hash == token.hash) for token in tokens]
    query = select(Learner.id).join(LearnerSession, row.learner_id == Learner.id)
    is_live = (row.expires_at > now, row.last_seen_at > now - GUEST_IDLE)
    found = query.where(Learner.kind == GUEST, or_(*named), *is_live)
    return list(session.scalars(found.order_by(Learner.id)))


def is_touch_due(found: SignedIn, now: datetime) -> bool:
    """Returns whether `last_seen_at` differs from now by SEEN_EVERY or more and should be written again.

    It may be in the future if the clock of the machine that wrote it was ahead.
    """
    return abs(now - found.last_seen_at) >= SEEN_EVERY


def touch_session(session: Session, found: SignedIn, now: datetime) -> None:
    """Stores that a session was used now. A guest's session lasts longer each time.

    `expires_at` is corrected if the clock of the machine that opened the session was ahead.
    """
    expires_at = now + longest(found.kind, found.remember)
    if found.kind != GUEST:
        expires_at = min(found.expires_at, expires_at)
    seen = _one(found.learner_id, found.session_id).values(last_seen_at=now, expires_at=expires_at)
    session.execute(seen)


def renew_session(session: Session, learner_id: int, text: str, now: datetime) -> OpenedSession | None:
    """Gives a session another token and ends all other sessions of the learner.

    Returns None if the session has ended.
    """
    renewed = prove_again(session, learner_id, text, now)
    if renewed is not None:
        token_is_new = LearnerSession.token_hash != token_hash(renewed.token)
        session.execute(delete(LearnerSession).where(LearnerSession.learner_id == learner_id, token_is_new))
    return renewed


def prove_again(session: Session, learner_id: int, text: str, now: datetime) -> OpenedSession | None:
    """Notes that the learner of a session has just proven again who they are, and gives it another token.

    Returns None if the session has ended.
    """
    old = read_token(session, text)
    if old is None or old.learner_id != learner_id:
        return None
    new_text, new = new_token(learner_id)
    renewed = (
        update(LearnerSession)
        .where(
            LearnerSession.learner_id == learner_id,
            LearnerSession.token_hash == old.hash,
            LearnerSession.expires_at > now,
        )
        .values(token_hash=new.hash, last_seen_at=now, authenticated_at=now)
        .returning(LearnerSession.remember)
    )
    row = session.execute(renewed).one_or_none()
    return OpenedSession(learner_id, new_text, row.remember) if row is not None else None


def is_recent(authenticated_at: datetime | None, now: datetime) -> bool:
    """Returns whether the last proof of who somebody is was given within RECENT.

    The clock of the machine that noted it may have been ahead a little.
    """
    return authenticated_at is not None and -SKEW <= now - authenticated_at < RECENT


def close_session(session: Session, text: str) -> None:
    """Ends the session of a token."""
    token = read_token(session, text)
    if token is not None:
        of_token = (LearnerSession.learner_id == token.learner_id, LearnerSession.token_hash == token.hash)
        session.execute(delete(LearnerSession).where(*of_token))


def close_sessions(session: Session, learner_id: int, except_id: str = "") -> None:
    """Ends all sessions of a learner, except the one with the id `except_id`."""
    others = (LearnerSession.learner_id == learner_id, LearnerSession.id != except_id)
    session.execute(delete(LearnerSession).where(*others))


def session_query(
    dialect: Dialect, *also: ColumnElement[Any], values: Mapping[str, object] | None = None
) -> PreparedQuery:
    """Returns the query for a token's session, with other columns, which may depend on `learner`.

    `values` has what else the other columns depend on.
    """
    learner, row = Learner.__table__.c, LearnerSession.__table__.c
    columns = (
        learner.id,
        learner.kind,
        func.coalesce(Account.username, ""),
        learner.time_zone,
        learner.locale,
    )
    times = (row.id, row.authenticated_at, row.last_seen_at, row.expires_at, row.remember)
    is_admin = func.coalesce(Account.is_admin, false())
    query = (
        select(*columns, *times, is_admin, *also)
        .join_from(LearnerSession, Learner, learner.id == row.learner_id)
        .outerjoin(Account, Account.learner_id == row.learner_id)
        .where(row.learner_id == bindparam("learner"), row.token_hash == bindparam("hash"))
        .where(Account.disabled_at.is_(None))
    )
    return PreparedQuery(query, dialect, ("learner", "hash"), values)


def end_session(session: Session, learner_id: int, session_id: str) -> bool:
    """Ends one session of a learner; returns False if there is no such session."""
    is_this = (LearnerSession.learner_id == learner_id, LearnerSession.id == session_id)
    return session.scalar(delete(LearnerSession).where(*is_this).returning(LearnerSession.id)) is not None


def list_sessions(session: Session, learner_id: int, now: datetime) -> Sequence[LearnerSession]:
    """Returns a learner's sessions, the most recently used first."""
    query = select(LearnerSession).where(LearnerSession.learner_id == learner_id)
    rows = session.scalars(query.order_by(LearnerSession.last_seen_at.desc()))
    return [row for row in rows if _is_live(row, ACCOUNT, now)]


def check_enabled(session: Session, learner_id: int) -> None:
    """Raises AccountDisabled if an administrator has disabled the account."""
    disabled = (Account.learner_id == learner_id, Account.disabled_at.is_not(None))
    reason = session.scalar(select(func.coalesce(Account.disabled_reason, "")).where(*disabled))
    if reason is not None:
        raise AccountDisabled(reason)


def longest(kind: str, remember: bool) -> timedelta:
    """Returns how long a session of a kind of learner lasts at most."""
    return GUEST_ABSOLUTE if kind == GUEST else ABSOLUTE[remember]


def is_live_account_session(now: datetime) -> ColumnElement[bool]:
    """Returns the condition that an account's session has not ended, as `_is_live` decides for a row."""
    seen, remember = LearnerSession.last_seen_at, LearnerSession.remember
    is_used = or_(and_(remember, seen > now - IDLE[True]), and_(not_(remember), seen > now - IDLE[False]))
    return and_(LearnerSession.expires_at > now, is_used)


def _is_live(row: SignedIn | LearnerSession, kind: str, now: datetime) -> bool:
    idle = GUEST_IDLE if kind == GUEST else IDLE[row.remember]
    return now < row.expires_at and now - row.last_seen_at < idle


def _one(learner_id: int, session_id: str) -> Update:
    return update(LearnerSession).where(
        LearnerSession.learner_id == learner_id, LearnerSession.id == session_id
    )


_of_token = lru_cache(maxsize=8)(session_query)
