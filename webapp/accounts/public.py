"""Whose public pages may be shown."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.db.learners import ACCOUNT, Learner


def public_name(session: Session, learner_id: int) -> str:
    """Returns the username of an account, or nothing if it is disabled or about to be deleted."""
    query = (
        select(Account.username)
        .join(Learner, Learner.id == Account.learner_id)
        .where(Account.learner_id == learner_id, Account.disabled_at.is_(None), Learner.kind == ACCOUNT)
    )
    return session.scalar(query) or ""
