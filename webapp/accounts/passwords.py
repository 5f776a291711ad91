"""The rules for passwords, and how a learner who knows the present password changes it.

A change has three steps. The second one hashes, which is slow, and does not use the database:

    with writing(session) as s:
        requested = begin_change(s, learner_id, now)
    checked = check_change(requested, old, new)
    with writing(session) as s:
        opened = finish_change(s, checked, token, now)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.addresses import email_of
from webapp.accounts.common_passwords import is_common
from webapp.accounts.directory import username_of
from webapp.accounts.email_links import end_links
from webapp.accounts.errors import AccountError, SessionEnded
from webapp.accounts.hashing import make_hash, matches
from webapp.accounts.limits import Reservation, give_back, reserve_own_try
from webapp.accounts.models import Password, PasswordReset
from webapp.accounts.second_step_models import SignInAttempt
from webapp.accounts.sessions import OpenedSession, renew_session
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.language import gettext_noop

SHORTEST, LONGEST = 8, 256
# No password has this hash.
UNUSABLE = "!"
NOT_PRESENT = gettext_noop("That is not your current password.")
COMMON = gettext_noop(
    "Many people use this password, so it is among the first that are guessed. Choose another."
)
OWN_NAME = gettext_noop("This is your name or address. Choose something that others cannot know.")


@dataclass(frozen=True, slots=True)
class RequestedChange:
    """A requested change of password, with what is needed to check the present and the new password."""

    learner_id: int
    username: str
    email: str
    stored_hash: str | None
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class CheckedChange:
    """A change whose present password was right, with the hash of the new one."""

    learner_id: int
    stored_hash: str | None
    new_hash: str
    reservation: Reservation


def check_password(password: str, username: str, email: str, field: str = "password") -> None:
    """Raises AccountError if a password is too short, too long or easy to guess.

    Any characters are allowed.
    """
    normal = normalize("NFC", password)
    if len(normal) < SHORTEST:
        raise AccountError(field, gettext_noop("Use at least %(count)d characters."), count=SHORTEST)
    if len(normal) > LONGEST:
        raise AccountError(field, gettext_noop("Use at most %(count)d characters."), count=LONGEST)
    folded = normal.casefold()
    if len(set(folded)) == 1 or is_common(folded):
        raise AccountError(field, COMMON)
    if folded in {username.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        raise AccountError(field, OWN_NAME)


def begin_change(session: Session, learner_id: int, now: datetime) -> RequestedChange:
    """Counts a try and reads the stored hash. Raises TooManyTries."""
    reservation = reserve_own_try(session, learner_id, now)
    username = username_of(session, learner_id)
    stored_hash = hash_of(session, learner_id)
    return RequestedChange(learner_id, username, email_of(session, learner_id), stored_hash, reservation)


def check_present(requested: RequestedChange, password: str, field: str) -> None:
    """Raises AccountError if a password is not the present one."""
    if not matches(password, requested.stored_hash):
        raise AccountError(field, NOT_PRESENT)


def end_check(session: Session, requested: RequestedChange) -> None:
    """Gives the try back that was counted, because the password was right. Raises AccountError if it was
    changed since.
    """
    if hash_of(session, requested.learner_id) != requested.stored_hash:
        raise AccountError("password", NOT_PRESENT)
    give_back(session, requested.reservation)


def check_change(requested: RequestedChange, old: str, new: str) -> CheckedChange:
    """Checks the present password, if there is one, and hashes the new one. Raises AccountError."""
    is_first = requested.stored_hash in {None, UNUSABLE}
    if not is_first and not matches(old, requested.stored_hash):
        raise AccountError("old_password", NOT_PRESENT)
    check_password(new, requested.username, requested.email, "new_password")
    return CheckedChange(requested.learner_id, requested.stored_hash, make_hash(new), requested.reservation)


def finish_change(session: Session, checked: CheckedChange, token: str, now: datetime) -> OpenedSession:
    """Stores the new password, ends all other sessions and reset links, and gives this session another token.

    Raises AccountError if the password was changed since it was checked, and SessionEnded if this session
    has ended.
    """
    try:
        lock_learner(session, checked.learner_id)
    except UnknownLearner as error:
        raise SessionEnded from error
    if hash_of(session, checked.learner_id) != checked.stored_hash:
        raise AccountError("old_password", NOT_PRESENT)
    store_hash(session, checked.learner_id, checked.new_hash, now)
    opened = renew_session(session, checked.learner_id, token, now)
    if opened is None:
        raise SessionEnded
    give_back(session, checked.reservation)
    return opened


def hash_of(session: Session, learner_id: int) -> str | None:
    """Returns the stored hash of a learner's password, or None if there is none."""
    return session.scalar(select(Password.hash).where(Password.learner_id == learner_id))


def store_hash(session: Session, learner_id: int, new_hash: str, now: datetime) -> None:
    """Stores the hash of a new password; ends links by mail and sign-ins under way.

    The learner has to be locked.
    """
    new = {"hash": new_hash, "changed_at": now}
    changed = update(Password).where(Password.learner_id == learner_id).values(**new)
    if session.scalar(changed.returning(Password.learner_id)) is None:
        session.execute(insert(Password).values(learner_id=learner_id, **new))
    session.execute(delete(PasswordReset).where(PasswordReset.learner_id == learner_id))
    session.execute(delete(SignInAttempt).where(SignInAttempt.learner_id == learner_id))
    end_links(session, learner_id)


def replace_hash(session: Session, learner_id: int, old_hash: str, new_hash: str) -> None:
    """Stores another hash of the same password, unless the password was changed meanwhile."""
    same = (Password.learner_id == learner_id, Password.hash == old_hash)
    session.execute(update(Password).where(*same).values(hash=new_hash))
