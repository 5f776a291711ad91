"""The second step of a sign-in: whether a learner wants one, and what it can be.

It is on while the learner has an authenticator app, or has asked for a passkey after the password. When the
last of these is gone it ends, with its recovery codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.attempts import Attempt, asks_for_second_step, count_try
from webapp.accounts.limits import give_back, reserve_code
from webapp.accounts.recovery_codes import count_codes, make_codes, remove_codes, use_recovery_code
from webapp.accounts.second_step_models import Passkey, SecondStep
from webapp.accounts.totp import is_confirmed, remove_secret, use_code
from webapp.db.learners import lock_learner
from webapp.sealing import Keys

CODE, RECOVERY_CODE = "code", "recovery code"
RIGHT, WRONG, OVER = "right", "wrong", "over"


@dataclass(frozen=True, slots=True)
class Ways:
    """What a second step can be for a learner."""

    has_app: bool
    passkeys: int
    recovery_codes: int


def ways_of(session: Session, learner_id: int) -> Ways:
    """Returns what a second step can be for a learner."""
    passkeys = select(func.count()).select_from(Passkey).where(Passkey.learner_id == learner_id)
    return Ways(
        is_confirmed(session, learner_id), session.scalar(passkeys) or 0, count_codes(session, learner_id)
    )


def try_code(session: Session, attempt: Attempt, way: str, code: str, keys: Keys, now: datetime) -> str:
    """Checks a code for an attempt and returns RIGHT, WRONG or OVER; locks the learner.

    The try counts in any case, so commit also what is wrong. Raises TooManyTries if the account has had too
    many, whoever it was.
    """
    if not count_try(session, attempt, now):
        return OVER
    reservation = reserve_code(session, attempt.learner_id, now)
    if way == RECOVERY_CODE:
        is_right = use_recovery_code(session, attempt.learner_id, code)
    else:
        is_right = use_code(session, attempt.learner_id, code, keys, now)
    if is_right:
        give_back(session, reservation)
    return RIGHT if is_right else WRONG


def turn_on(session: Session, learner_id: int, now: datetime) -> tuple[str, ...]:
    """Asks a learner for a second step from now on, and returns the recovery codes if it was not on.

    The learner has to be locked.
    """
    if asks_for_second_step(session, learner_id):
        return ()
    session.execute(insert(SecondStep).values(learner_id=learner_id, since=now))
    return make_codes(session, learner_id)


def turn_off(session: Session, learner_id: int) -> None:
    """Asks a learner for no second step any more. The learner has to be locked."""
    session.execute(delete(SecondStep).where(SecondStep.learner_id == learner_id))
    remove_codes(session, learner_id)


def forget_second_step(session: Session, learner_id: int) -> bool:
    """Ends the second step and forgets the app, for somebody who has lost all of it. Locks the learner.

    Returns False if it was not on.
    """
    lock_learner(session, learner_id)
    was_on = asks_for_second_step(session, learner_id)
    remove_secret(session, learner_id)
    turn_off(session, learner_id)
    return was_on


def turn_off_if_nothing_is_left(session: Session, learner_id: int) -> None:
    """Ends the second step if neither an app nor a passkey is left. The learner has to be locked."""
    ways = ways_of(session, learner_id)
    if not ways.has_app and not ways.passkeys:
        turn_off(session, learner_id)
