"""Deleting an account: asked for by its owner, who can come back for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts.administration import is_last_administrator
from webapp.accounts.email_links import end_links
from webapp.accounts.errors import AccountError
from webapp.accounts.models import AccountDeletion
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import ACCOUNT, LEAVING, Learner, lock_learner
from webapp.language import gettext_noop

TIME_TO_COME_BACK = timedelta(days=14)
LAST_ADMINISTRATOR = gettext_noop(
    "You are the only administrator. Tick that you know it, or make somebody else one first."
)


def request_deletion(session: Session, learner_id: int, now: datetime, knows_last: bool = False) -> datetime:
    """Signs the learner out everywhere, and returns when the account will be deleted.

    A second request changes nothing. Raises AccountError for the only administrator who has not said that
    this is known.
    """
    if not knows_last and is_last_administrator(session, learner_id, is_deciding=True):
        raise AccountError("knows_last", LAST_ADMINISTRATOR)
    lock_learner(session, learner_id)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    due = now + TIME_TO_COME_BACK
    asked = dialect.insert(AccountDeletion).values(learner_id=learner_id, requested_at=now, due=due)
    session.execute(asked.on_conflict_do_nothing(index_elements=["learner_id"]))
    session.execute(update(Learner).where(Learner.id == learner_id).values(kind=LEAVING))
    close_sessions(session, learner_id)
    end_links(session, learner_id)
    return leaving_until(session, learner_id) or due


def come_back(session: Session, learner_id: int) -> bool:
    """Takes the request back. Returns False if there was none."""
    lock_learner(session, learner_id)
    own = delete(AccountDeletion).where(AccountDeletion.learner_id == learner_id)
    session.execute(
        update(Learner).where(Learner.id == learner_id, Learner.kind == LEAVING).values(kind=ACCOUNT)
    )
    return session.scalar(own.returning(AccountDeletion.learner_id)) is not None


def leaving_until(session: Session, learner_id: int) -> datetime | None:
    """Returns when an account will be deleted, or None if it stays; until then nobody else sees it."""
    return session.scalar(select(AccountDeletion.due).where(AccountDeletion.learner_id == learner_id))
