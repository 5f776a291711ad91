"""The ways into an account, so that nobody gives the last one away."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Identity
from webapp.accounts.passwords import UNUSABLE, hash_of


def count(session: Session, learner_id: int) -> int:
    """Returns in how many ways a learner can sign in. A link by mail is none: an address may be lost."""
    has_password = hash_of(session, learner_id) not in {None, UNUSABLE}
    identities = select(func.count()).select_from(Identity).where(Identity.learner_id == learner_id)
    return has_password + (session.scalar(identities) or 0)
