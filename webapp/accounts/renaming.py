"""Another username: the old one is held for a while, so that nobody can pass for its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.directory import NAME_TAKEN
from webapp.accounts.errors import AccountError
from webapp.accounts.models import Account, UsernameEntry
from webapp.accounts.sign_up import check_username
from webapp.db.learners import lock_learner
from webapp.db.purging import Purged, delete_some
from webapp.language import gettext_noop

HELD = timedelta(days=30)
MOST_HELD = 3
SAME = gettext_noop("This is your name already.")
TOO_OFTEN = gettext_noop(
    "You have had %(count)d other names within 30 days. Wait, or go back to one of them."
)


def rename(session: Session, learner_id: int, username: str, now: datetime) -> str:
    """Gives an account another name and holds the old one for it. Returns the old name.

    The same rules hold as at sign-up. A name that the account had before and that is still held for it can be
    taken back. Raises AccountError and UnknownLearner.
    """
    new = username.strip()
    check_username(new)
    lock_learner(session, learner_id)
    old = session.scalars(select(Account.username).where(Account.learner_id == learner_id)).one()
    if old == new:
        raise AccountError("username", SAME)
    if old.casefold() != new.casefold():
        _swap(session, learner_id, old.casefold(), new.casefold(), now)
    session.execute(update(Account).where(Account.learner_id == learner_id).values(username=new))
    return old


def held_names(session: Session, learner_id: int, now: datetime) -> Sequence[UsernameEntry]:
    """Returns the names that are held for a learner, in small letters, the newest first."""
    own = (UsernameEntry.learner_id == learner_id, UsernameEntry.held_until > now)
    return session.scalars(select(UsernameEntry).where(*own).order_by(UsernameEntry.held_until.desc())).all()


def purge_names(session: Session, now: datetime, after: int) -> Purged:
    """Deletes names that are held no longer."""
    return delete_some(
        session, UsernameEntry, UsernameEntry.learner_id, after, UsernameEntry.held_until <= now
    )


def _swap(session: Session, learner_id: int, old: str, new: str, now: datetime) -> None:
    held = {entry.folded for entry in held_names(session, learner_id, now)}
    if new not in held and len(held) >= MOST_HELD:
        raise AccountError("username", TOO_OFTEN, count=MOST_HELD)
    # One that is held for this account, or for nobody any more.
    is_free = (UsernameEntry.held_until <= now) | (
        (UsernameEntry.learner_id == learner_id) & UsernameEntry.held_until.is_not(None)
    )
    session.execute(delete(UsernameEntry).where(UsernameEntry.folded == new, is_free))
    session.execute(
        update(UsernameEntry)
        .where(UsernameEntry.folded == old, UsernameEntry.learner_id == learner_id)
        .values(held_until=now + HELD)
    )
    try:
        with session.begin_nested():
            session.execute(insert(UsernameEntry).values(folded=new, learner_id=learner_id))
    except IntegrityError as error:
        raise AccountError("username", NAME_TAKEN) from error
