"""Addresses that their owner has verified, and how an address is changed.

An account works with an address that nobody has verified. If somebody else verifies it, it leaves the
account. Another address replaces the present one when it is confirmed; the old one can take that back for
seven days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from webapp.accounts.address_directory import (
    check_not_verified,
    is_contested,
    leave_addresses,
    lock_address,
    take_address,
)
from webapp.accounts.addresses import primary_of
from webapp.accounts.email_links import (
    CHANGE,
    GONE,
    KEEP,
    VALID,
    VERIFY,
    Link,
    add_link,
    end_links,
    find_link,
    use_link,
)
from webapp.accounts.errors import AccountError, TooManyTries
from webapp.accounts.later_ways import remove_ways_since
from webapp.accounts.limits import reserve_link
from webapp.accounts.models import EmailAddress, EmailLink
from webapp.accounts.passwords import UNUSABLE, store_hash
from webapp.accounts.recovery import add_reset
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import lock_learner
from webapp.language import gettext_noop

SAME = gettext_noop("This is your address already.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An address that was verified, and the other accounts that it has left, where nobody had verified it.

    If it replaced a verified one, `keep_token` takes that back.
    """

    learner_id: int
    address: str
    left: tuple[int, ...]
    old_address: str = ""
    keep_token: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A change that was taken back. `reset_token` sets a new password; `left` is as in Confirmed."""

    learner_id: int
    reset_token: str
    left: tuple[int, ...]


def request_verification(session: Session, learner_id: int, now: datetime) -> tuple[str, str] | None:
    """Returns a token and the address to send it to, or None if there is nothing to verify or too much."""
    lock_learner(session, learner_id)
    present = primary_of(session, learner_id)
    if present is None or present.verified_at is not None:
        return None
    if is_contested(session, present.folded) and not _may_send(session, present.folded, now):
        return None
    token = add_link(session, learner_id, VERIFY, present.address, now)
    return (token, present.address) if token else None


def request_change(session: Session, learner_id: int, address: str, now: datetime) -> str | None:
    """Returns the token to send to another address, which confirms it; None if too many were sent.

    Raises AccountError if the address is the present one, or verified by another account.
    """
    lock_learner(session, learner_id)
    present = primary_of(session, learner_id)
    if present is not None and present.folded == address.casefold():
        raise AccountError("email", SAME)
    check_not_verified(session, learner_id, address)
    return add_link(session, learner_id, CHANGE, address, now)


def confirm(session: Session, text: str, now: datetime) -> Confirmed:
    """Uses a link up that verifies an address or confirms another one. Raises AccountError."""
    link = find_link(session, text, (VERIFY, CHANGE), now)
    if link is None:
        raise AccountError("", GONE)
    lock_address(session, link.learner_id, link.address)
    use_link(session, text, link)
    return _verify(session, link, now) if link.purpose == VERIFY else _change(session, link, now)


def take_change_back(session: Session, text: str, now: datetime) -> TakenBack:
    """Gives an account the address of before, and ends its sessions, its password, and every way in that was
    added since. Raises AccountError.
    """
    link = find_link(session, text, (KEEP,), now)
    if link is None:
        raise AccountError("", GONE)
    lock_address(session, link.learner_id, link.address)
    use_link(session, text, link)
    _, left = _replace(session, link, now)
    # Links for addresses that came later are not the owner's.
    later = (EmailLink.learner_id == link.learner_id, EmailLink.expires_at >= link.expires_at)
    session.execute(delete(EmailLink).where(*later))
    store_hash(session, link.learner_id, UNUSABLE, now)
    remove_ways_since(session, link.learner_id, link.expires_at - VALID[KEEP])
    close_sessions(session, link.learner_id)
    return TakenBack(link.learner_id, add_reset(session, link.learner_id, now), left)


def _may_send(session: Session, folded: str, now: datetime) -> bool:
    try:
        reserve_link(session, folded, now)
    except TooManyTries:
        return False
    return True


def _verify(session: Session, link: Link, now: datetime) -> Confirmed:
    present = primary_of(session, link.learner_id)
    if present is None or present.address != link.address:
        raise AccountError("", GONE)
    left = take_address(session, link.learner_id, link.address)
    own = (EmailAddress.learner_id == link.learner_id, EmailAddress.folded == present.folded)
    session.execute(update(EmailAddress).where(*own).values(verified_at=now))
    end_links(session, link.learner_id, EmailLink.address == link.address)
    return Confirmed(link.learner_id, link.address, left)


def _change(session: Session, link: Link, now: datetime) -> Confirmed:
    old, left = _replace(session, link, now)
    end_links(session, link.learner_id)
    if old is None or old.verified_at is None:
        # Nobody has shown that the old address is the learner's, so that it gets no link to the account.
        return Confirmed(link.learner_id, link.address, left)
    keep = add_link(session, link.learner_id, KEEP, old.address, now)
    return Confirmed(link.learner_id, link.address, left, old.address, keep or "")


def _replace(session: Session, link: Link, now: datetime) -> tuple[EmailAddress | None, tuple[int, ...]]:
    """Makes the link's address the only one of its learner.

    Returns the one of before, and the other accounts that the new one has left.
    """
    left = take_address(session, link.learner_id, link.address)
    old = primary_of(session, link.learner_id)
    leave_addresses(session, link.learner_id, but=link.address)
    session.execute(delete(EmailAddress).where(EmailAddress.learner_id == link.learner_id))
    values = {
        "folded": link.address.casefold(),
        "address": link.address,
        "is_primary": True,
        "verified_at": now,
    }
    session.execute(insert(EmailAddress).values(learner_id=link.learner_id, **values))
    return old, left
