"""A sign-in as an attempt: what was proven, and what is still needed.

The first step is a password, an account elsewhere, or a link by mail that set a new password. Where the
learner wants a second one, the attempt waits for it, ten minutes and five wrong codes long. A passkey that
has checked its owner is both steps in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.limits import SKEW
from webapp.accounts.second_step_models import SecondStep, SignInAttempt
from webapp.accounts.sessions import OpenedSession, check_enabled, open_session
from webapp.accounts.tokens import Token, new_token, read_token
from webapp.db.learners import UnknownLearner, lock_learner

PASSWORD, IDENTITY, LINK, PASSKEY = "password", "identity", "link", "passkey"
VALID = timedelta(minutes=10)
MOST_WRONG = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a sign-in: where to go, what to mark, and whether to stay signed in."""

    back: str = ""
    mark: str = ""
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that waits for its second step. `token` is for the cookie, and not stored anywhere."""

    learner_id: int
    token: str
    proof: str
    wanted: Wanted


def start(
    session: Session, learner_id: int, proof: str, wanted: Wanted, user_agent: str, now: datetime
) -> OpenedSession | Attempt:
    """Opens a session for a learner who gave a proof, or an attempt if a second step is needed.

    Every session of an account is opened here or in `finish`. The learner has to be locked.
    Raises AccountDisabled.
    """
    check_enabled(session, learner_id)
    if proof == PASSKEY or not asks_for_second_step(session, learner_id):
        return open_session(session, learner_id, wanted.remember, user_agent, now)
    expired = (SignInAttempt.learner_id == learner_id, SignInAttempt.expires_at <= now)
    session.execute(delete(SignInAttempt).where(*expired))
    text, token = new_token(learner_id)
    row = {"proof": proof, "remember": wanted.remember, "back": wanted.back, "mark": wanted.mark, "tries": 0}
    added = insert(SignInAttempt).values(
        learner_id=learner_id, token_hash=token.hash, expires_at=now + VALID, **row
    )
    session.execute(added)
    return Attempt(learner_id, text, proof, wanted)


def find_attempt(session: Session, text: str, now: datetime) -> Attempt | None:
    """Returns the attempt of a token, or None if it is over."""
    token = read_token(session, text)
    row = session.scalars(select(SignInAttempt).where(*_is_open(token, now))).one_or_none() if token else None
    if row is None:
        return None
    return Attempt(row.learner_id, text, row.proof, Wanted(row.back, row.mark, row.remember))


def count_try(session: Session, attempt: Attempt, now: datetime) -> bool:
    """Counts a try at the second step; returns False if the attempt is over. Locks the learner."""
    token = read_token(session, attempt.token)
    try:
        lock_learner(session, attempt.learner_id)
    except UnknownLearner:
        return False
    counted = update(SignInAttempt).where(*_is_open(token, now)).values(tries=SignInAttempt.tries + 1)
    return session.scalar(counted.returning(SignInAttempt.tries)) is not None


def finish(session: Session, attempt: Attempt, user_agent: str, now: datetime) -> OpenedSession | None:
    """Ends an attempt whose second step was right, and opens the session.

    Returns None for all but one of parallel requests.
    """
    token = read_token(session, attempt.token)
    own = (SignInAttempt.learner_id == attempt.learner_id, SignInAttempt.expires_at > now)
    is_this = SignInAttempt.token_hash == (token.hash if token else "")
    ended = delete(SignInAttempt).where(*own, is_this).returning(SignInAttempt.learner_id)
    if session.scalar(ended) is None:
        return None
    return open_session(session, attempt.learner_id, attempt.wanted.remember, user_agent, now)


def asks_for_second_step(session: Session, learner_id: int) -> bool:
    """Returns whether a learner is asked for a second step."""
    return (
        session.scalar(select(SecondStep.learner_id).where(SecondStep.learner_id == learner_id)) is not None
    )


def _is_open(token: Token | None, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInAttempt.learner_id == (token.learner_id if token else 0),
        SignInAttempt.token_hash == (token.hash if token else ""),
        SignInAttempt.tries < MOST_WRONG,
        SignInAttempt.expires_at > now,
        SignInAttempt.expires_at <= now + VALID + SKEW,
    )
