"""Guests: learners without an account, whom a browser's cookie names. They are made at their first mark."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.limits import count_guest
from webapp.accounts.models import LearnerSession
from webapp.accounts.sessions import GUEST_IDLE, OpenedSession, open_session
from webapp.db.learners import GUEST, Learner

PURGED_AT_ONCE = 500


def make_guest(session: Session, address: str, user_agent: str, now: datetime) -> OpenedSession:
    """Makes a guest with a session. Raises TooManyGuests."""
    count_guest(session, address, now)
    made = insert(Learner).values(kind=GUEST, created_at=now).returning(Learner.id)
    return open_session(session, session.scalars(made).one(), True, user_agent, now, GUEST)


def purge_guests(session: Session, now: datetime, after: int = 0) -> tuple[int, int]:
    """Deletes some guests that nobody has used for GUEST_IDLE, of those with an id beyond `after`.

    Returns how many were deleted and the last id; none are left if that is 0. One call is one unit of work,
    so that others can write in between.
    """
    unused = now - GUEST_IDLE
    # The key's first column is the learner, so that each guest's sessions are found by the index.
    seen = select(LearnerSession.id).where(
        LearnerSession.learner_id == Learner.id, LearnerSession.last_seen_at > unused
    )
    old = (
        select(Learner.id)
        .where(Learner.id > after, Learner.kind == GUEST, Learner.created_at <= unused, ~seen.exists())
        .order_by(Learner.id)
        .limit(PURGED_AT_ONCE)
        .with_for_update(of=Learner, skip_locked=True)
    )
    ids = session.scalars(old).all()
    session.execute(delete(Learner).where(Learner.id.in_(ids)))
    return len(ids), max(ids, default=0)
