"""A new password by a link that was mailed: 256 random bits, good for an hour and once.

Several links work at once, so that nobody can make an owner's link useless by asking for another one. No more are
mailed while the most are live: the owner has got those.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import make_hash
from webapp.accounts.limits import SKEW, forget_tries
from webapp.accounts.models import PasswordReset, User
from webapp.accounts.passwords import check_password, store_hash
from webapp.accounts.sessions import TOKEN_BYTES, OpenedSession, close_other_sessions, open_session, token_hash

VALID = timedelta(hours=1)
MOST_LIVE = 5
GONE = "This link has been used or is older than an hour. Ask for another."


@dataclass(frozen=True, slots=True)
class Recovery:
    """Whose password a link may set."""

    user_id: int
    username: str
    email: str


def request_reset(session: Session, name: str, now: datetime) -> tuple[str, str] | None:
    """Returns a token and the address to mail it to; None for an unknown name and where enough links are live."""
    folded = name.strip().casefold()
    # The account's row is locked so that parallel requests are counted one after the other.
    query = select(User.id, User.email).where(or_(User.username_folded == folded, User.email_folded == folded))
    user = session.execute(query.with_for_update()).first()
    if user is None:
        return None
    is_live = (PasswordReset.expires_at > now, PasswordReset.expires_at <= now + VALID + SKEW)
    session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id, PasswordReset.expires_at <= now))
    live = select(func.count()).select_from(PasswordReset).where(PasswordReset.user_id == user.id, *is_live)
    if (session.scalar(live) or 0) >= MOST_LIVE:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(PasswordReset(token_hash=token_hash(token), user_id=user.id, expires_at=now + VALID))
    session.flush()
    return token, user.email


def find_reset(session: Session, token: str, now: datetime) -> Recovery | None:
    """Returns whose password a token may set, or None."""
    query = select(User.id, User.username, User.email).join(PasswordReset, PasswordReset.user_id == User.id)
    row = session.execute(query.where(*_is_usable(token, now))).one_or_none()
    return Recovery(row.id, row.username, row.email) if row else None


def prepare_password(recovery: Recovery, new: str) -> str:
    """Checks the new password and returns its hash. Raises AccountError."""
    check_password(new, recovery.username, recovery.email)
    return make_hash(new)


def reset_password(session: Session, token: str, new_hash: str, address: str, user_agent: str, now: datetime) -> OpenedSession:
    """Uses a token up, stores the password's hash, ends every session of the account and opens one.

    Raises AccountError when the token has been used or is too old.
    """
    # Everybody locks the account before its links, so that nobody waits in a circle.
    owner = select(User.id).join(PasswordReset, PasswordReset.user_id == User.id).where(*_is_usable(token, now))
    session.execute(owner.with_for_update(of=User))
    # One statement takes the token: of parallel requests a single one gets the row.
    used = delete(PasswordReset).where(*_is_usable(token, now)).returning(PasswordReset.user_id)
    user_id = session.scalar(used)
    if user_id is None or not store_hash(session, user_id, new_hash, now):
        raise AccountError("", GONE)
    close_other_sessions(session, user_id, "")
    forget_tries(session, str(user_id), address)
    return open_session(session, user_id, False, user_agent, now)


def _is_usable(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    # A clock that was ahead may have made one that is good for longer than an hour from now: it does not count.
    return (
        PasswordReset.token_hash == token_hash(token),
        PasswordReset.expires_at > now,
        PasswordReset.expires_at <= now + VALID + SKEW,
    )
