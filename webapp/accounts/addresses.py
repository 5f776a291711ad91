"""E-mail addresses of accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.models import User


def email_of(session: Session, learner_id: int) -> str:
    """Returns the address that mail for a learner goes to."""
    return session.scalars(select(User.email).where(User.id == learner_id)).one()
