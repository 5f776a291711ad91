"""The ways into an account, so that nobody gives the last one away."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Identity
from webapp.accounts.passwords import UNUSABLE, hash_of


def count(session: Session, learner_id: int) -> int:
    """Returns in how many ways a learner can sign in. A link by mail is none: an address may be lost."""
    identities = select(func.count()).select_from(Identity).where(Identity.learner_id == learner_id)
    return has_usable_password(session, learner_id) + (session.scalar(identities) or 0)


def has_usable_password(session: Session, learner_id: int) -> bool:
    """Returns whether a learner has a password that signs in."""
    return hash_of(session, learner_id) not in {None, UNUSABLE}
