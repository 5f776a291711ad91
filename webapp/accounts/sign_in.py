"""Sign-in by username or e-mail and password, in three steps: only the first and the last one use the database.

with writing(session) as s:
    attempt = begin_sign_in(s, name, address, now)
verified = check_password_of(attempt, password)
with writing(session) as s:
    opened = finish_sign_in(s, verified, remember, user_agent, now)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.accounts.errors import WrongPassword
from webapp.accounts.hashing import is_outdated, make_hash, matches
from webapp.accounts.limits import Reservation, give_back, reserve_try
from webapp.accounts.models import User
from webapp.accounts.sessions import OpenedSession, open_session


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who wants to sign in: the account and its password's hash, None where there is no such account."""

    user_id: int | None
    stored_hash: str | None
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class Verified:
    """An account whose password was given; `new_hash` is empty unless the stored hash is outdated."""

    user_id: int
    stored_hash: str
    new_hash: str
    reservation: Reservation


def begin_sign_in(session: Session, name: str, address: str, now: datetime) -> Attempt:
    """Counts a try and looks up the account. Raises TooManyTries, whatever the password, after too many wrong ones."""
    found = find_account(session, name)
    account = str(found[0]) if found else name.strip().casefold()
    reservation = reserve_try(session, account, address, now)
    return Attempt(found[0] if found else None, found[1] if found else None, reservation)


def check_password_of(attempt: Attempt, password: str) -> Verified:
    """Checks the password, which takes as long for a name without an account. Raises WrongPassword."""
    is_right = matches(password, attempt.stored_hash)
    if not is_right or attempt.user_id is None or attempt.stored_hash is None:
        raise WrongPassword
    new_hash = make_hash(password) if is_outdated(attempt.stored_hash) else ""
    return Verified(attempt.user_id, attempt.stored_hash, new_hash, attempt.reservation)


def finish_sign_in(session: Session, verified: Verified, remember: bool, user_agent: str, now: datetime) -> OpenedSession:
    """Opens a session. Raises WrongPassword when the password was changed since it was checked."""
    changed = update(User).where(User.id == verified.user_id, User.password_hash == verified.stored_hash)
    stored = verified.new_hash or verified.stored_hash
    # The update locks the row: a change of the password comes wholly before this sign-in or wholly after it.
    if session.scalar(changed.values(password_hash=stored).returning(User.id)) is None:
        raise WrongPassword
    give_back(session, verified.reservation)
    return open_session(session, verified.user_id, remember, user_agent, now)


def find_account(session: Session, name: str) -> tuple[int, str] | None:
    """Returns id and password hash of the account with a username or an e-mail address, whatever its case."""
    folded = name.strip().casefold()
    query = select(User.id, User.password_hash).where(or_(User.username_folded == folded, User.email_folded == folded))
    row = session.execute(query).first()
    return (row.id, row.password_hash) if row else None
