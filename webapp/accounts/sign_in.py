"""Sign-in by username or e-mail and password, in three steps.

The second step hashes, which is slow, and does not use the database:

    with writing(session) as s:
        begun = begin_sign_in(s, name, address, now)
    verified = check_try(begun, password)
    with writing(session) as s:
        learner_id = finish_sign_in(s, verified)
        started = attempts.start(s, learner_id, PASSWORD, wanted, user_agent, now)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.accounts.directory import find_learner
from webapp.accounts.errors import WrongPassword
from webapp.accounts.hashing import is_outdated, make_hash, matches
from webapp.accounts.limits import Reservation, give_back, reserve_try
from webapp.accounts.passwords import hash_of, replace_hash
from webapp.db.learners import UnknownLearner, lock_learner


@dataclass(frozen=True, slots=True)
class PasswordTry:
    """A try to sign in, with the learner and the stored hash; both are None if there is no such account."""

    learner_id: int | None
    stored_hash: str | None
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class Verified:
    """A learner whose password was given; `new_hash` is empty unless the stored hash is outdated."""

    learner_id: int
    stored_hash: str
    new_hash: str
    reservation: Reservation


def begin_sign_in(session: Session, name: str, address: str, now: datetime) -> PasswordTry:
    """Counts a try and looks up the account. Raises TooManyTries."""
    learner_id = find_learner(session, name)
    account = name.strip().casefold() if learner_id is None else str(learner_id)
    reservation = reserve_try(session, account, address, now)
    stored_hash = None if learner_id is None else hash_of(session, learner_id)
    return PasswordTry(learner_id, stored_hash, reservation)


def check_try(begun: PasswordTry, password: str) -> Verified:
    """Checks the password; it takes the same time if there is no account. Raises WrongPassword."""
    is_right = matches(password, begun.stored_hash)
    if not is_right or begun.learner_id is None or begun.stored_hash is None:
        raise WrongPassword
    new_hash = make_hash(password) if is_outdated(begun.stored_hash) else ""
    return Verified(begun.learner_id, begun.stored_hash, new_hash, begun.reservation)


def finish_sign_in(session: Session, verified: Verified) -> int:
    """Locks the learner, whose id it returns, for the attempt that follows.

    Raises WrongPassword if the password was changed since it was checked.
    """
    try:
        # Locked, so that a change of the password happens either before this sign-in or after it.
        lock_learner(session, verified.learner_id)
    except UnknownLearner as error:
        raise WrongPassword from error
    if hash_of(session, verified.learner_id) != verified.stored_hash:
        raise WrongPassword
    if verified.new_hash:
        replace_hash(session, verified.learner_id, verified.stored_hash, verified.new_hash)
    give_back(session, verified.reservation)
    return verified.learner_id
