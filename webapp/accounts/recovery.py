"""Setting a new password by a link that was sent by mail. A link works once, for an hour.

Several links of a learner are valid at once, so that nobody can invalidate the owner's link by requesting
another one. While MOST_LIVE links are valid, no more are sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.addresses import email_of
from webapp.accounts.directory import find_learner, username_of
from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import make_hash
from webapp.accounts.later_ways import remove_strangers_ways
from webapp.accounts.limits import SKEW, forget_tries
from webapp.accounts.models import Account, PasswordReset
from webapp.accounts.passwords import check_password, store_hash
from webapp.accounts.sessions import close_sessions
from webapp.accounts.tokens import Token, new_token, read_token
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.language import gettext_noop

VALID = timedelta(hours=1)
MOST_LIVE = 5
GONE = gettext_noop("This link has been used or is older than an hour. Ask for another.")


@dataclass(frozen=True, slots=True)
class Recovery:
    """The learner whose password a link may set."""

    learner_id: int
    username: str
    email: str


def request_reset(session: Session, name: str, now: datetime) -> tuple[str, Recovery] | None:
    """Returns a token, and whose password it may set.

    Returns None if the name is unknown, or if MOST_LIVE links are valid already.
    """
    learner_id = find_learner(session, name)
    if learner_id is None:
        return None
    # Locked, so that parallel requests cannot exceed the limit together.
    lock_learner(session, learner_id)
    own = PasswordReset.learner_id == learner_id
    session.execute(delete(PasswordReset).where(own, PasswordReset.expires_at <= now))
    live = select(func.count()).select_from(PasswordReset).where(own, *_is_live(now))
    address = email_of(session, learner_id)
    if not address or (session.scalar(live) or 0) >= MOST_LIVE:
        return None
    return add_reset(session, learner_id, now), Recovery(
        learner_id, username_of(session, learner_id), address
    )


def add_reset(session: Session, learner_id: int, now: datetime) -> str:
    """Returns a token that sets a new password."""
    text, token = new_token(learner_id)
    added = insert(PasswordReset).values(learner_id=learner_id, token_hash=token.hash, expires_at=now + VALID)
    session.execute(added)
    return text


def find_reset(session: Session, text: str, now: datetime) -> Recovery | None:
    """Returns the learner whose password a token may set, or None if the token is not valid."""
    token = read_token(session, text)
    if token is None:
        return None
    query = select(Account.learner_id, Account.username).join(
        PasswordReset, PasswordReset.learner_id == Account.learner_id
    )
    row = session.execute(query.where(*_is_token(token), *_is_live(now))).one_or_none()
    return Recovery(row.learner_id, row.username, email_of(session, row.learner_id)) if row else None


def prepare_password(recovery: Recovery, new: str) -> str:
    """Checks the new password and returns its hash. Raises AccountError."""
    check_password(new, recovery.username, recovery.email)
    return make_hash(new)


def reset_password(session: Session, text: str, new_hash: str, address: str, now: datetime) -> int:
    """Deletes the token, stores the password's hash and ends all sessions of the account.

    If its address is not verified, passkeys and identities go too: they may be a stranger's.
    Returns the learner, who is locked, for the attempt to sign in that follows. Raises AccountError if the
    token has been used or is too old.
    """
    token = read_token(session, text)
    if token is None or not _use_up(session, token, now):
        raise AccountError("", GONE)
    store_hash(session, token.learner_id, new_hash, now)
    remove_strangers_ways(session, token.learner_id)
    close_sessions(session, token.learner_id)
    forget_tries(session, str(token.learner_id), address)
    return token.learner_id


def _use_up(session: Session, token: Token, now: datetime) -> bool:
    """Deletes a valid token. Returns True for only one of several parallel requests."""
    try:
        lock_learner(session, token.learner_id)
    except UnknownLearner:
        return False
    used = delete(PasswordReset).where(*_is_token(token), *_is_live(now)).returning(PasswordReset.learner_id)
    return session.scalar(used) is not None


def _is_token(token: Token) -> tuple[ColumnElement[bool], ...]:
    return PasswordReset.learner_id == token.learner_id, PasswordReset.token_hash == token.hash


def _is_live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # A link that expires later than VALID from now was made by a clock that was ahead; it is not accepted.
    return PasswordReset.expires_at > now, PasswordReset.expires_at <= now + VALID + SKEW
