"""Sessions as rows: made at sign-in, found by a hash of the cookie's token, ended on the server."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.accounts.models import User, UserSession
from webapp.db.engine import begin_write

TOKEN_BYTES = 32
IDLE = {False: timedelta(days=2), True: timedelta(days=30)}
ABSOLUTE = {False: timedelta(days=7), True: timedelta(days=90)}
SEEN_EVERY = timedelta(minutes=10)


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, user: User, remember: bool, user_agent: str, now: datetime) -> str:
    """A new session for a learner; returns the token for the cookie. Ended ones of the learner are swept out."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    begin_write(session)
    session.execute(delete(UserSession).where(UserSession.user_id == user.id, UserSession.expires_at < now))
    session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE[remember],
            remember=remember,
            user_agent=user_agent,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> tuple[User, UserSession] | None:
    """The learner and the session of a token, by one query; None where it has ended, by idleness too."""
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
    begin_write(session)
    session.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now))


def close_session(session: Session, token: str) -> None:
    """Ends the session of a token."""
    begin_write(session)
    session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))


def close_other_sessions(session: Session, user_id: int, keep_token: str) -> None:
    """Ends all sessions of a learner but that of a token; an empty one keeps none."""
    begin_write(session)
    ended = delete(UserSession).where(UserSession.user_id == user_id, UserSession.token_hash != token_hash(keep_token))
    session.execute(ended)


def list_sessions(session: Session, user_id: int, now: datetime) -> Sequence[UserSession]:
    """Where a learner is signed in, the newest first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > now)
    return session.scalars(query.order_by(UserSession.last_seen_at.desc())).all()
