"""New accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import make_hash
from webapp.accounts.models import User
from webapp.accounts.passwords import check_password

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}\Z")
RESERVED = frozenset(
    [
        "admin",
        "administrator",
        "root",
        "system",
        "support",
        "help",
        "milepost",
        "me",
        "settings",
        "login",
        "logout",
        "signup",
        "api",
        "security",
        "moderator",
    ]
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account whose values were checked and whose password is hashed."""

    username: str
    email: str
    password_hash: str


def prepare_account(username: str, email: str, password: str) -> NewAccount:
    """Checks the values and hashes the password. Raises AccountError with the field for what cannot be used."""
    username, email = username.strip(), _email(email)
    if not USERNAME.match(username):
        raise AccountError("username", "Use 2 to 30 letters, digits, - or _, beginning with a letter or digit.")
    if username.casefold() in RESERVED:
        raise AccountError("username", "This name is kept for the site. Choose another.")
    check_password(password, username, email)
    return NewAccount(username, email, make_hash(password))


def sign_up(session: Session, new: NewAccount, now: datetime) -> User:
    """Makes an account. Raises AccountError where the name or the address is taken."""
    name_folded, email_folded = new.username.casefold(), new.email.casefold()
    if session.scalar(select(User.id).where(User.username_folded == name_folded)) is not None:
        raise AccountError("username", "This name is taken. Choose another.")
    if session.scalar(select(User.id).where(User.email_folded == email_folded)) is not None:
        raise AccountError("email", "There is an account with this address. Sign in, or ask for a new password.")
    user = User(
        username=new.username,
        username_folded=name_folded,
        email=new.email,
        email_folded=email_folded,
        password_hash=new.password_hash,
        created_at=now,
        password_changed_at=now,
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise AccountError("username", "Somebody has just taken this name or address. Choose another.") from error
    return user


def _email(email: str) -> str:
    if len(email) > 254:
        raise AccountError("email", "Use at most 254 characters.")
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except (EmailNotValidError, ValueError) as error:
        raise AccountError("email", "Enter an address such as ada@example.org.") from error
