"""What a password may be, and how a learner who knows the present one changes it.

with writing(session) as s:
    wanted = begin_change(s, user_id, address, now)
checked = check_change(wanted, old, new)
with writing(session) as s:
    opened = finish_change(s, checked, token, now)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError, SessionEnded
from webapp.accounts.hashing import make_hash, matches
from webapp.accounts.limits import Reservation, give_back, reserve_try
from webapp.accounts.models import PasswordReset, User
from webapp.accounts.sessions import OpenedSession, renew_session

SHORTEST, LONGEST = 8, 256
NOT_PRESENT = "That is not your present password."
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())


def check_password(password: str, username: str, email: str, field: str = "password") -> None:
    """Raises AccountError for a password that is too short, too long or easy to guess; any characters are fine."""
    if len(password) < SHORTEST:
        raise AccountError(field, f"Use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise AccountError(field, f"Use at most {LONGEST} characters.")
    folded = password.casefold()
    if folded in COMMON or len(set(folded)) == 1:
        raise AccountError(field, "Many people use this password, so it is among the first that are guessed. Choose another.")
    if folded in {username.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        raise AccountError(field, "This is your name or address. Choose something that others cannot know.")


@dataclass(frozen=True, slots=True)
class WantedChange:
    """A learner who wants to change the password: what is needed to check the present and the new one."""

    user_id: int
    username: str
    email: str
    stored_hash: str
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """A change whose present password was right, with the hash of the new one."""

    user_id: int
    stored_hash: str
    new_hash: str
    reservation: Reservation


def begin_change(session: Session, user_id: int, address: str, now: datetime) -> WantedChange:
    """Counts a try, as at sign-in, and reads the stored hash. Raises TooManyTries."""
    reservation = reserve_try(session, str(user_id), address, now)
    row = session.execute(select(User.username, User.email, User.password_hash).where(User.id == user_id)).one()
    return WantedChange(user_id, row.username, row.email, row.password_hash, reservation)


def check_change(wanted: WantedChange, old: str, new: str) -> CheckedChange:
    """Checks the present password and hashes the new one. Raises AccountError."""
    if not matches(old, wanted.stored_hash):
        raise AccountError("old_password", NOT_PRESENT)
    check_password(new, wanted.username, wanted.email, "new_password")
    return CheckedChange(wanted.user_id, wanted.stored_hash, make_hash(new), wanted.reservation)


def finish_change(session: Session, checked: CheckedChange, token: str, now: datetime) -> OpenedSession:
    """Stores the new password, ends all other sessions and reset links, and gives this session another token.

    Raises AccountError when the password was changed since it was checked, SessionEnded when this session is gone.
    """
    if not store_hash(session, checked.user_id, checked.new_hash, now, checked.stored_hash):
        raise AccountError("old_password", NOT_PRESENT)
    opened = renew_session(session, checked.user_id, token, now)
    if opened is None:
        raise SessionEnded
    give_back(session, checked.reservation)
    return opened


def store_hash(session: Session, user_id: int, new_hash: str, now: datetime, old_hash: str | None = None) -> bool:
    """Stores a password's hash, and deletes reset links; with `old_hash` only while that one is stored.

    Returns whether it was stored.
    """
    changed = update(User).where(User.id == user_id)
    if old_hash is not None:
        changed = changed.where(User.password_hash == old_hash)
    values = changed.values(password_hash=new_hash, password_changed_at=now)
    if session.scalar(values.returning(User.id)) is None:
        return False
    session.execute(delete(PasswordReset).where(PasswordReset.user_id == user_id))
    return True
