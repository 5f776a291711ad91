"""Addresses that their owner has verified, and how an address is changed.

An account works with an address that nobody has verified. If somebody else verifies it, it leaves the
account. Another address replaces the present one when it is confirmed; the old one can take that back for
seven days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.addresses import primary_of
from webapp.accounts.directory import ADDRESS_TAKEN, JUST_TAKEN
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
from webapp.accounts.errors import AccountError
from webapp.accounts.identities import disconnect_since
from webapp.accounts.models import AddressEntry, EmailAddress, EmailLink
from webapp.accounts.passwords import UNUSABLE, store_hash
from webapp.accounts.recovery import add_reset
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import lock_learner
from webapp.language import gettext_noop

SAME = gettext_noop("This is your address already.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An address that was verified. If it replaced a verified one, `keep_token` takes that back."""

    learner_id: int
    address: str
    old_address: str = ""
    keep_token: str = ""


def request_verification(session: Session, learner_id: int, now: datetime) -> tuple[str, str] | None:
    """Returns a token and the address to send it to, or None if there is nothing to verify or too much."""
    lock_learner(session, learner_id)
    present = primary_of(session, learner_id)
    if present is None or present.verified_at is not None:
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
    _check_not_verified(session, learner_id, _holder(session, address), address)
    return add_link(session, learner_id, CHANGE, address, now)


def confirm(session: Session, text: str, now: datetime) -> Confirmed:
    """Uses a link up that verifies an address or confirms another one. Raises AccountError."""
    link = find_link(session, text, (VERIFY, CHANGE), now)
    if link is None:
        raise AccountError("", GONE)
    # Always before the learner's lock, so that two who confirm the same address wait in the same order.
    holder = _holder(session, link.address)
    use_link(session, text, link)
    if link.purpose == VERIFY:
        return _verify(session, link, holder, now)
    return _change(session, link, holder, now)


def take_change_back(session: Session, text: str, now: datetime) -> tuple[int, str]:
    """Gives an account the address of before, ends its sessions, its password, and the identities that were
    connected since.

    Returns the learner and a token that sets a new password. Raises AccountError.
    """
    link = find_link(session, text, (KEEP,), now)
    if link is None:
        raise AccountError("", GONE)
    holder = _holder(session, link.address)
    use_link(session, text, link)
    _replace(session, link, holder, now)
    # Links for addresses that came later are not the owner's.
    later = (EmailLink.learner_id == link.learner_id, EmailLink.expires_at >= link.expires_at)
    session.execute(delete(EmailLink).where(*later))
    store_hash(session, link.learner_id, UNUSABLE, now)
    disconnect_since(session, link.learner_id, link.expires_at - VALID[KEEP])
    close_sessions(session, link.learner_id)
    return link.learner_id, add_reset(session, link.learner_id, now)


def _verify(session: Session, link: Link, holder: int | None, now: datetime) -> Confirmed:
    present = primary_of(session, link.learner_id)
    if present is None or present.address != link.address:
        raise AccountError("", GONE)
    _take(session, link, holder)
    own = (EmailAddress.learner_id == link.learner_id, EmailAddress.folded == present.folded)
    session.execute(update(EmailAddress).where(*own).values(verified_at=now))
    end_links(session, link.learner_id, EmailLink.address == link.address)
    return Confirmed(link.learner_id, link.address)


def _change(session: Session, link: Link, holder: int | None, now: datetime) -> Confirmed:
    old = _replace(session, link, holder, now)
    end_links(session, link.learner_id)
    if old is None or old.verified_at is None:
        # Nobody has shown that the old address is the learner's, so that it gets no link to the account.
        return Confirmed(link.learner_id, link.address)
    keep = add_link(session, link.learner_id, KEEP, old.address, now)
    return Confirmed(link.learner_id, link.address, old.address, keep or "")


def _replace(session: Session, link: Link, holder: int | None, now: datetime) -> EmailAddress | None:
    """Makes the link's address the only one of its learner, and returns the one of before."""
    _take(session, link, holder)
    old = primary_of(session, link.learner_id)
    folded = link.address.casefold()
    owned = AddressEntry.learner_id == link.learner_id
    session.execute(delete(AddressEntry).where(owned, AddressEntry.folded != folded))
    session.execute(delete(EmailAddress).where(EmailAddress.learner_id == link.learner_id))
    values = {"folded": folded, "address": link.address, "is_primary": True, "verified_at": now}
    session.execute(insert(EmailAddress).values(learner_id=link.learner_id, **values))
    return old


def _holder(session: Session, address: str) -> int | None:
    """Returns the learner who has an address, and locks its entry of the directory."""
    entry = select(AddressEntry.learner_id).where(AddressEntry.folded == address.casefold())
    return session.scalar(entry.with_for_update())


def _take(session: Session, link: Link, holder: int | None) -> None:
    """Gives an address to a link's learner; one that another account has not verified leaves that account."""
    folded = link.address.casefold()
    if holder is None:
        try:
            session.execute(insert(AddressEntry).values(folded=folded, learner_id=link.learner_id))
        except IntegrityError as error:
            raise AccountError("", JUST_TAKEN) from error
        return
    _check_not_verified(session, link.learner_id, holder, link.address)
    if holder != link.learner_id:
        left = (EmailAddress.learner_id == holder, EmailAddress.folded == folded)
        session.execute(delete(EmailAddress).where(*left))
        entry = update(AddressEntry).where(AddressEntry.folded == folded)
        session.execute(entry.values(learner_id=link.learner_id))


def _check_not_verified(session: Session, learner_id: int, holder: int | None, address: str) -> None:
    if holder is None or holder == learner_id:
        return
    own = (EmailAddress.learner_id == holder, EmailAddress.folded == address.casefold())
    if session.scalar(select(EmailAddress.verified_at).where(*own)) is not None:
        raise AccountError("email", ADDRESS_TAKEN)
