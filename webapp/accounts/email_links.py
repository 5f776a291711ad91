"""Links by mail about an address: to verify it, to confirm another one, to take a change back.

A link works once. Those that verify or confirm end with the next change of the password; the one that takes
a change back does not, because whoever stole the account could change that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.limits import SKEW
from webapp.accounts.models import Account, EmailLink
from webapp.accounts.tokens import Token, new_token, read_token
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.language import gettext_noop

VERIFY, CHANGE, KEEP = "verify", "change", "keep"
VALID = {VERIFY: timedelta(days=1), CHANGE: timedelta(hours=1), KEEP: timedelta(days=7)}
MOST_LIVE = 5
GONE = gettext_noop("This link has been used, or it is too old.")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works: whose it is, what it does and about which address."""

    learner_id: int
    username: str
    purpose: str
    address: str
    expires_at: datetime


def add_link(session: Session, learner_id: int, purpose: str, address: str, now: datetime) -> str | None:
    """Returns the token of a new link, or None if MOST_LIVE of its kind work already.

    The learner has to be locked, so that parallel requests cannot exceed the limit together.
    """
    own = (EmailLink.learner_id == learner_id, EmailLink.purpose == purpose)
    session.execute(delete(EmailLink).where(*own, EmailLink.expires_at <= now))
    if (session.scalar(select(func.count()).select_from(EmailLink).where(*own)) or 0) >= MOST_LIVE:
        return None
    text, token = new_token(learner_id)
    values = {"purpose": purpose, "address": address, "expires_at": now + VALID[purpose]}
    session.execute(insert(EmailLink).values(learner_id=learner_id, token_hash=token.hash, **values))
    return text


def find_link(session: Session, text: str, purposes: tuple[str, ...], now: datetime) -> Link | None:
    """Returns the link of a token if it works and is for one of the purposes."""
    token = read_token(session, text)
    query = select(EmailLink, Account.username).join(Account, Account.learner_id == EmailLink.learner_id)
    found = session.execute(query.where(*_is(token))).one_or_none() if token else None
    if found is None:
        return None
    row, username = found
    if row.purpose not in purposes or not now < row.expires_at <= now + VALID[row.purpose] + SKEW:
        return None
    return Link(row.learner_id, username, row.purpose, row.address, row.expires_at)


def use_link(session: Session, text: str, link: Link) -> None:
    """Deletes a link and locks its learner. Raises AccountError for all but one of parallel requests."""
    token = read_token(session, text)
    try:
        lock_learner(session, link.learner_id)
    except UnknownLearner as error:
        raise AccountError("", GONE) from error
    used = delete(EmailLink).where(*_is(token)).returning(EmailLink.learner_id) if token else None
    if used is None or session.scalar(used) is None:
        raise AccountError("", GONE)


def end_links(session: Session, learner_id: int, *more: ColumnElement[bool]) -> None:
    """Ends the links of a learner that verify or confirm an address."""
    own = (EmailLink.learner_id == learner_id, EmailLink.purpose != KEEP)
    session.execute(delete(EmailLink).where(*own, *more))


def end_links_about(session: Session, learner_id: int, folded: str) -> None:
    """Ends the links of a learner that verify or confirm one address, given in small letters."""
    own = select(EmailLink.address).where(EmailLink.learner_id == learner_id)
    for address in session.scalars(own).all():
        if address.casefold() == folded:
            end_links(session, learner_id, EmailLink.address == address)


def _is(token: Token) -> tuple[ColumnElement[bool], ...]:
    return EmailLink.learner_id == token.learner_id, EmailLink.token_hash == token.hash
