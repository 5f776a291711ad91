"""The directories of usernames and e-mail addresses, which have to be unique over all learners."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.address_directory import (
    JUST_TAKEN,
    all_by_address,
    check_not_verified,
    find_by_address,
    name_address,
)
from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.models import LONGEST_ADDRESS, Account, UsernameEntry
from webapp.language import gettext_noop

NAME_TAKEN = gettext_noop("This name is taken. Choose another.")


def find_learner(session: Session, name: str) -> int | None:
    """Returns the id of the learner with a username or an e-mail address, in any case, or None.

    A name that a learner had before does not count: whoever reads it somewhere may mean somebody else.
    """
    folded = name.strip().casefold()
    if "\0" in folded or len(folded) > LONGEST_ADDRESS:
        return None
    if "@" in folded:
        return find_by_address(session, folded)
    present = (UsernameEntry.folded == folded, UsernameEntry.held_until.is_(None))
    return session.scalar(select(UsernameEntry.learner_id).where(*present))


def find_learners(session: Session, name: str) -> tuple[int, ...]:
    """Returns all whom a username or an address may mean: several where nobody has verified the address."""
    found = find_learner(session, name)
    if found is None or "@" not in name:
        return () if found is None else (found,)
    return all_by_address(session, name.strip().casefold())


def username_of(session: Session, learner_id: int) -> str:
    """Returns the username of an account, or an empty string."""
    return session.scalar(select(Account.username).where(Account.learner_id == learner_id)) or ""


def is_name_taken(session: Session, username: str, now: datetime) -> bool:
    """Returns whether somebody has a username, or has had it so lately that it is held for them."""
    is_held = UsernameEntry.held_until.is_(None) | (UsernameEntry.held_until > now)
    entry = select(UsernameEntry.learner_id).where(UsernameEntry.folded == username.casefold(), is_held)
    return session.scalar(entry) is not None


def check_free(session: Session, username: str, address: str, now: datetime) -> None:
    """Raises AccountErrors, naming the fields, if a username is taken or an address is somebody's.

    An address that nobody has verified is free, and nothing tells that another account has it.
    """
    errors: list[AccountError] = []
    if is_name_taken(session, username, now):
        errors.append(AccountError("username", NAME_TAKEN))
    try:
        check_not_verified(session, None, address)
    except AccountError as error:
        errors.append(error)
    if errors:
        raise AccountErrors(errors)


def claim(session: Session, learner_id: int, username: str, address: str, now: datetime) -> None:
    """Registers a username and an address for a learner.

    Raises AccountErrors if another request has just taken the name, or has just verified the address.
    """
    # What check_free let pass is held no longer.
    held = (UsernameEntry.folded == username.casefold(), UsernameEntry.held_until <= now)
    session.execute(delete(UsernameEntry).where(*held))
    try:
        session.execute(insert(UsernameEntry).values(folded=username.casefold(), learner_id=learner_id))
    except IntegrityError as error:
        raise AccountErrors([AccountError("username", JUST_TAKEN)]) from error
    try:
        name_address(session, learner_id, address)
    except AccountError as error:
        raise AccountErrors([error]) from error
