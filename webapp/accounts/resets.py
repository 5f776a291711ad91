"""A new password by a link that was mailed: 256 random bits, good for an hour and once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.models import PasswordReset, User
from webapp.accounts.passwords import check_password, set_password
from webapp.accounts.sessions import TOKEN_BYTES, close_other_sessions, token_hash
from webapp.accounts.sign_in import find_user
from webapp.db.engine import begin_write

VALID = timedelta(hours=1)


def request_reset(session: Session, name: str, now: datetime) -> tuple[str, str] | None:
    """The token and the address to mail it to; None for a name that has no account."""
    begin_write(session)
    user = find_user(session, name)
    if user is None:
        return None
    session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(PasswordReset(token_hash=token_hash(token), user_id=user.id, expires_at=now + VALID))
    session.flush()
    return token, user.email


def find_reset(session: Session, token: str, now: datetime) -> User | None:
    """Whose password a token may set, or None."""
    query = select(User).join(PasswordReset, PasswordReset.user_id == User.id)
    return session.scalar(query.where(PasswordReset.token_hash == token_hash(token), PasswordReset.expires_at > now))


def reset_password(session: Session, token: str, new: str, now: datetime) -> User:
    """Sets a new password by a token, which is used up; ends every session of the account."""
    user = find_reset(session, token, now)
    if user is None:
        raise AccountError("", "This link has been used or is older than an hour. Ask for another.")
    check_password(new, user.username, user.email)
    user_id = user.id
    set_password(session, user, new, now)
    close_other_sessions(session, user_id, "")
    return session.get_one(User, user_id)
