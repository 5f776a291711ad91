"""New accounts by a provider: no password, and an address that the provider may have verified."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.accounts.address_directory import take_address
from webapp.accounts.directory import find_learner
from webapp.accounts.identities import Proven, connect
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
) -> tuple[int, tuple[int, ...]]:
    """Creates an account with an identity; its learner is the guest, if there is one.

    Returns the learner's id, and the accounts that had not verified the address and have lost it, because the
    provider has. Raises AccountErrors if the name or the address is taken, and AccountError if the identity
    belongs to an account by now.
    """
    learner_id = sign_up(session, new, now, guest_id)
    left = take_address(session, learner_id, new.email) if new.has_verified_email else ()
    connect(session, learner_id, proven, now)
    return learner_id, left
