"""New accounts. A guest who signs up becomes the account and keeps marks and journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from webapp.accounts.addresses import read_address
from webapp.accounts.directory import check_free, claim
from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.hashing import make_hash
from webapp.accounts.models import Account, EmailAddress, Password
from webapp.accounts.passwords import check_password
from webapp.accounts.sessions import close_sessions
from webapp.db.learners import ACCOUNT, GUEST, Learner
from webapp.language import gettext_noop

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}\Z")
RESERVED = frozenset(
    [
        *("admin", "administrator", "root", "system", "support", "help", "moderator", "security"),
        *("milepost", "me", "settings", "login", "logout", "signup", "api"),
    ]
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account whose values were checked and whose password is hashed.

    One that is made by a provider has no password, and an address that the provider may have verified.
    """

    username: str
    email: str
    password_hash: str = ""
    has_verified_email: bool = False


def prepare_account(username: str, email: str, password: str) -> NewAccount:
    """Checks the values and hashes the password. Raises AccountErrors with all invalid values."""
    username, address, errors = _checked(username, email)
    try:
        check_password(password, username, address)
    except AccountError as error:
        errors.append(error)
    if errors:
        raise AccountErrors(errors)
    return NewAccount(username, address, make_hash(password))


def prepare_without_password(username: str, email: str, is_verified: bool) -> NewAccount:
    """Checks the values of an account that is made by a provider. Raises AccountErrors."""
    username, address, errors = _checked(username, email)
    if errors:
        raise AccountErrors(errors)
    return NewAccount(username, address, has_verified_email=is_verified)


def _checked(username: str, email: str) -> tuple[str, str, list[AccountError]]:
    """Returns a name and an address as they are stored, with what is wrong about them."""
    username, address = username.strip(), email
    errors: list[AccountError] = []
    try:
        check_username(username)
    except AccountError as error:
        errors.append(error)
    try:
        address = read_address(email)
    except AccountError as error:
        errors.append(error)
    return username, address, errors


def check_username(username: str) -> None:
    """Raises AccountError if no account may have this name."""
    if not USERNAME.match(username):
        raise AccountError(
            "username", gettext_noop("Use 2 to 30 letters, digits, - or _, beginning with a letter or digit.")
        )
    if username.casefold() in RESERVED:
        raise AccountError("username", gettext_noop("This name is kept for the site. Choose another."))


def sign_up(session: Session, new: NewAccount, now: datetime, guest_id: int | None = None) -> int:
    """Creates an account and returns its learner's id, which is that of the guest if there is one.

    Raises AccountErrors if the name or the address is taken.
    """
    check_free(session, new.username, new.email, now)
    learner_id = _guest_turned(session, guest_id)
    if learner_id is None:
        added = insert(Learner).values(kind=ACCOUNT, created_at=now).returning(Learner.id)
        learner_id = session.scalars(added).one()
    claim(session, learner_id, new.username, new.email, now)
    session.add_all(
        [
            Account(learner_id=learner_id, username=new.username, created_at=now),
            EmailAddress(
                learner_id=learner_id,
                folded=new.email.casefold(),
                address=new.email,
                is_primary=True,
                verified_at=now if new.has_verified_email else None,
            ),
        ]
    )
    if new.password_hash:
        session.add(Password(learner_id=learner_id, hash=new.password_hash, changed_at=now))
    return learner_id


def _guest_turned(session: Session, guest_id: int | None) -> int | None:
    """Makes an account of a guest and ends the guest's sessions.

    Returns None if there is no such guest any more, as after a parallel sign-up.
    """
    own = (Learner.id == guest_id, Learner.kind == GUEST)
    turned = session.scalar(update(Learner).where(*own).values(kind=ACCOUNT).returning(Learner.id))
    if turned is not None:
        close_sessions(session, turned)
    return turned
