"""The directories of usernames and e-mail addresses, which have to be unique over all learners."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.models import LONGEST_ADDRESS, AddressEntry, UsernameEntry
from webapp.language import gettext_noop

NAME_TAKEN = gettext_noop("This name is taken. Choose another.")
ADDRESS_TAKEN = gettext_noop("There is an account with this address. Sign in, or ask for a new password.")
JUST_TAKEN = gettext_noop("Somebody has just taken this name or address. Choose another.")


def find_learner(session: Session, name: str) -> int | None:
    """Returns the id of the learner with a username or an e-mail address, in any case, or None.

    A name that a learner had before does not count: whoever reads it somewhere may mean somebody else.
    """
    folded = name.strip().casefold()
    if "\0" in folded or len(folded) > LONGEST_ADDRESS:
        return None
    if "@" in folded:
        return session.scalar(select(AddressEntry.learner_id).where(AddressEntry.folded == folded))
    present = (UsernameEntry.folded == folded, UsernameEntry.held_until.is_(None))
    return session.scalar(select(UsernameEntry.learner_id).where(*present))


def is_name_taken(session: Session, username: str, now: datetime) -> bool:
    """Returns whether somebody has a username, or has had it so lately that it is held for them."""
    is_held = UsernameEntry.held_until.is_(None) | (UsernameEntry.held_until > now)
    entry = select(UsernameEntry.learner_id).where(UsernameEntry.folded == username.casefold(), is_held)
    return session.scalar(entry) is not None


def check_free(session: Session, username: str, address: str, now: datetime) -> None:
    """Raises AccountErrors, naming the fields, if a username or an address is taken."""
    errors: list[AccountError] = []
    if is_name_taken(session, username, now):
        errors.append(AccountError("username", NAME_TAKEN))
    if find_learner(session, address) is not None:
        errors.append(AccountError("email", ADDRESS_TAKEN))
    if errors:
        raise AccountErrors(errors)


def claim(session: Session, learner_id: int, username: str, address: str, now: datetime) -> None:
    """Registers a username and an address for a learner.

    Raises AccountErrors if another request has just taken one of them.
    """
    # What check_free let pass is held no longer.
    held = (UsernameEntry.folded == username.casefold(), UsernameEntry.held_until <= now)
    session.execute(delete(UsernameEntry).where(*held))
    try:
        session.execute(insert(UsernameEntry).values(folded=username.casefold(), learner_id=learner_id))
        session.execute(insert(AddressEntry).values(folded=address.casefold(), learner_id=learner_id))
    except IntegrityError as error:
        raise AccountErrors([AccountError("username", JUST_TAKEN)]) from error
