"""What operators do to accounts: disable them, and make administrators of them.

A site that has an administrator who can sign in keeps one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from webapp.accounts.email_links import end_links
from webapp.accounts.errors import AccountError
from webapp.accounts.models import LONGEST_REASON, Account, AccountDeletion
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.language import gettext_noop

TOO_LONG = gettext_noop("Use at most %(count)d characters.")
# They are not shown, but words of some languages and emoji need them.
JOINERS = "\u200c\u200d"
LAST_ADMIN = gettext_noop("This is the last administrator. Make somebody else one first.")


class NotAdministrator(Exception):
    """Who acts is no administrator any more, or has been disabled meanwhile."""


def check_administrator(session: Session, learner_id: int) -> None:
    """Raises NotAdministrator if somebody may not administer the site.

    Whoever decides by it locks all administrators, so that two of them act one after the other.
    """
    _lock_administrators(session)
    able = (*_able(), Account.learner_id == learner_id)
    if session.scalar(select(Account.learner_id).where(*able)) is None:
        raise NotAdministrator


def read_reason(text: str) -> str:
    """Returns a reason as one line. Raises AccountError if it is too long."""
    seen = "".join(letter if letter.isprintable() or letter in JOINERS else " " for letter in text)
    reason = " ".join(seen.split())
    if len(reason) > LONGEST_REASON:
        raise AccountError("reason", TOO_LONG, count=LONGEST_REASON)
    return reason


def disable(session: Session, learner_id: int, now: datetime, reason: str = "") -> bool:
    """Ends all sessions of an account and lets nobody sign in to it; everything it has stays.

    Whoever tries to is told the reason. Returns False if it was disabled before. Raises AccountError for the
    last administrator.
    """
    keep_an_admin(session, learner_id)
    lock_learner(session, learner_id)
    close_sessions(session, learner_id)
    end_links(session, learner_id)
    own = (Account.learner_id == learner_id, Account.disabled_at.is_(None))
    disabled = update(Account).where(*own).values(disabled_at=now, disabled_reason=reason or None)
    return session.scalar(disabled.returning(Account.learner_id)) is not None


def enable(session: Session, learner_id: int) -> bool:
    """Lets the owner sign in again. Returns False if the account was not disabled."""
    own = (Account.learner_id == learner_id, Account.disabled_at.is_not(None))
    enabled = update(Account).where(*own).values(disabled_at=None, disabled_reason=None)
    return session.scalar(enabled.returning(Account.learner_id)) is not None


def promote(session: Session, learner_id: int) -> bool:
    """Makes an account an administrator's. Returns False if it was one."""
    return _set_admin(session, learner_id, True)


def demote(session: Session, learner_id: int) -> bool:
    """Makes an administrator an ordinary learner. Returns False if they were one.

    Raises AccountError for the last administrator.
    """
    keep_an_admin(session, learner_id)
    return _set_admin(session, learner_id, False)


def keep_an_admin(session: Session, learner_id: int) -> None:
    """Raises AccountError if nobody could administer the site without a learner."""
    if is_last_administrator(session, learner_id, is_deciding=True):
        raise AccountError("", LAST_ADMIN)


def is_last_administrator(session: Session, learner_id: int, is_deciding: bool = False) -> bool:
    """Returns whether nobody could administer the site without this account.

    Administrators who are disabled or on their way out do not count. Whoever decides by it locks all
    administrators in the same order, so that the last two cannot both go at the same moment. For anybody else
    only their own row is looked at, and locked, so that nobody makes them an administrator meanwhile.
    """
    own = select(Account.is_admin).where(Account.learner_id == learner_id)
    if not session.scalar(own) and not (is_deciding and session.scalar(own.with_for_update())):
        return False
    if is_deciding:
        _lock_administrators(session)
    return list(session.scalars(select(Account.learner_id).where(*_able()))) == [learner_id]


def check_account(session: Session, learner_id: int) -> None:
    """Raises UnknownLearner if there is no account of that number."""
    if session.scalar(select(Account.learner_id).where(Account.learner_id == learner_id)) is None:
        raise UnknownLearner(learner_id)


def _lock_administrators(session: Session) -> None:
    """Locks them in one order. The next statement then sees what those who held the locks have done."""
    every = select(Account.learner_id).where(Account.is_admin).order_by(Account.learner_id)
    session.execute(every.with_for_update())


def _able() -> tuple[ColumnElement[bool], ...]:
    leaving = select(AccountDeletion.learner_id).where(AccountDeletion.learner_id == Account.learner_id)
    return Account.is_admin.is_(True), Account.disabled_at.is_(None), ~leaving.exists()


def _set_admin(session: Session, learner_id: int, is_admin: bool) -> bool:
    own = (Account.learner_id == learner_id, Account.is_admin.is_not(is_admin))
    changed = update(Account).where(*own).values(is_admin=is_admin).returning(Account.learner_id)
    return session.scalar(changed) is not None
