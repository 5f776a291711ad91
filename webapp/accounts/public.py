"""Whose public pages may be shown."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.db.learners import ACCOUNT, LEAVING, Learner

_disabled = select(Account.learner_id).where(
    Account.learner_id == Learner.id, Account.disabled_at.is_not(None)
)
# Of a guest, or an account that is neither disabled nor about to be deleted.
MAY_BE_SHOWN: ColumnElement[bool] = (Learner.kind != LEAVING) & ~_disabled.exists()


def may_be_shown(session: Session, learner_id: int) -> bool:
    """Returns whether what a learner has given away is shown to others."""
    return session.scalar(select(Learner.id).where(Learner.id == learner_id, MAY_BE_SHOWN)) is not None


def public_name(session: Session, learner_id: int) -> str:
    """Returns the username of an account, or nothing if it is disabled or about to be deleted."""
    query = (
        select(Account.username)
        .join(Learner, Learner.id == Account.learner_id)
        .where(Account.learner_id == learner_id, Account.disabled_at.is_(None), Learner.kind == ACCOUNT)
    )
    return session.scalar(query) or ""
