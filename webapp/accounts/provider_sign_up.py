"""New accounts by a provider: no password, and an address that the provider may have verified."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.accounts.directory import find_learner
from webapp.accounts.identities import Proven, connect
from webapp.accounts.models import AddressEntry, EmailAddress
from webapp.accounts.sign_up import RESERVED, USERNAME, NewAccount, sign_up

MOST_NUMBERED = 50


def suggest_username(session: Session, names: tuple[str, ...]) -> str:
    """Returns a free username that resembles the first usable one of some names, or an empty string."""
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name.partition("@")[0]).strip("-_")[:26]
        if not USERNAME.match(plain) or plain.casefold() in RESERVED:
            continue
        numbered = (plain, *(f"{plain}-{number}" for number in range(2, MOST_NUMBERED)))
        return next((free for free in numbered if find_learner(session, free) is None), "")
    return ""


def sign_up_by(
    session: Session, new: NewAccount, proven: Proven, now: datetime, guest_id: int | None = None
) -> int:
    """Creates an account with an identity and returns its learner's id, which is that of the guest, if any.

    An address that the provider has verified leaves an account that has not verified it. Raises AccountErrors
    if the name or the address is taken, and AccountError if the identity belongs to an account by now.
    """
    if new.has_verified_email:
        _release_unverified(session, new.email)
    learner_id = sign_up(session, new, now, guest_id)
    connect(session, learner_id, proven, now)
    return learner_id


def _release_unverified(session: Session, address: str) -> None:
    folded = address.casefold()
    entry = select(AddressEntry.learner_id).where(AddressEntry.folded == folded).with_for_update()
    holder = session.scalar(entry)
    own = (EmailAddress.learner_id == holder, EmailAddress.folded == folded)
    left = delete(EmailAddress).where(*own, EmailAddress.verified_at.is_(None))
    if holder is not None and session.scalar(left.returning(EmailAddress.learner_id)) is not None:
        session.execute(delete(AddressEntry).where(AddressEntry.folded == folded))
