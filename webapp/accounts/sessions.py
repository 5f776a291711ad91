"""Sessions as rows: made at sign-in, found by a hash of the cookie's token, ended on the server."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.accounts.models import User, UserSession

TOKEN_BYTES = 32
IDLE = {False: timedelta(days=2), True: timedelta(days=30)}
ABSOLUTE = {False: timedelta(days=7), True: timedelta(days=90)}
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session that was just opened or renewed; the token is for the cookie and is known to nobody else."""

    user_id: int
    token: str
    remember: bool


def token_hash(token: str) -> str:
    """Returns what the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def open_session(session: Session, user_id: int, remember: bool, user_agent: str, now: datetime) -> OpenedSession:
    """Opens a session for a learner; sessions of the learner that have ended are deleted."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at < now))
    session.add(
        UserSession(
            user_id=user_id,
            token_hash=token_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE[remember],
            remember=remember,
            user_agent=user_agent,
        )
    )
    session.flush()
    return OpenedSession(user_id, token, remember)


def find_session(session: Session, token: str, now: datetime) -> tuple[User, UserSession] | None:
    """Returns the learner and the session of a token, by one query; None where it has ended, by idleness too."""
    query = select(User, UserSession).join(UserSession, UserSession.user_id == User.id)
    row = session.execute(query.where(UserSession.token_hash == token_hash(token))).one_or_none()
    if row is None:
        return None
    user, found = row
    if now >= found.expires_at or now - found.last_seen_at >= IDLE[found.remember]:
        return None
    return user, found


def is_touch_due(found: UserSession, now: datetime) -> bool:
    """Whether the session was last noted as seen so long ago that it is worth a write."""
    return now - found.last_seen_at >= SEEN_EVERY


def touch_session(session: Session, session_id: int, now: datetime) -> None:
    """Notes that a session was used."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now))


def renew_session(session: Session, user_id: int, token: str, now: datetime) -> OpenedSession | None:
    """Gives a session another token and ends all other sessions of the learner; None where it has ended."""
    new = secrets.token_urlsafe(TOKEN_BYTES)
    renewed = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.token_hash == token_hash(token), UserSession.expires_at > now
    )
    row = renewed.values(token_hash=token_hash(new), last_seen_at=now).returning(UserSession.remember)
    remember = session.scalar(row)
    if remember is None:
        return None
    close_other_sessions(session, user_id, new)
    return OpenedSession(user_id, new, remember)


def close_session(session: Session, token: str) -> None:
    """Ends the session of a token."""
    session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))


def close_other_sessions(session: Session, user_id: int, keep_token: str) -> None:
    """Ends all sessions of a learner but that of a token; an empty one keeps none."""
    ended = delete(UserSession).where(UserSession.user_id == user_id, UserSession.token_hash != token_hash(keep_token))
    session.execute(ended)


def list_sessions(session: Session, user_id: int, now: datetime) -> Sequence[UserSession]:
    """Returns where a learner is signed in, the newest first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > now)
    rows = session.scalars(query.order_by(UserSession.last_seen_at.desc()))
    return [row for row in rows if now - row.last_seen_at < IDLE[row.remember]]
