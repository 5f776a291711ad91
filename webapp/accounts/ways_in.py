"""The ways into an account, so that nobody gives the last one away."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.models import Identity, Password, PasswordReset
from webapp.accounts.passwords import UNUSABLE, hash_of
from webapp.accounts.second_step_models import Passkey, SignInAttempt
from webapp.db.learners import lock_learner
from webapp.language import gettext_noop

LAST_WAY = gettext_noop("This is the only way into your account. Add another one first.")


def count(session: Session, learner_id: int) -> int:
    """Returns in how many ways a learner can sign in. A link by mail is none: an address may be lost."""
    others = (
        select(func.count()).select_from(model).where(model.learner_id == learner_id)
        for model in (Identity, Passkey)
    )
    return has_usable_password(session, learner_id) + sum(session.scalar(other) or 0 for other in others)


def has_usable_password(session: Session, learner_id: int) -> bool:
    """Returns whether a learner has a password that works."""
    return hash_of(session, learner_id) not in {None, UNUSABLE}


def remove_password(session: Session, learner_id: int) -> None:
    """Removes a learner's password and locks the learner. Raises AccountError if it is the only way in."""
    lock_learner(session, learner_id)
    if count(session, learner_id) - has_usable_password(session, learner_id) < 1:
        raise AccountError("", LAST_WAY)
    for model in (Password, PasswordReset, SignInAttempt):
        session.execute(delete(model).where(model.learner_id == learner_id))
