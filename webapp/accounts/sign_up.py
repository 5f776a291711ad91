"""New accounts."""

from __future__ import annotations

import re
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import make_hash
from webapp.accounts.models import User
from webapp.accounts.passwords import check_password
from webapp.db.engine import begin_write

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


def sign_up(session: Session, username: str, email: str, password: str, now: datetime) -> User:
    """Makes an account; raises AccountError with the field for what cannot be used."""
    username, email = username.strip(), _email(email)
    if not USERNAME.match(username):
        raise AccountError("username", "Use 2 to 30 letters, digits, - or _, beginning with a letter or digit.")
    if username.casefold() in RESERVED:
        raise AccountError("username", "This name is kept for the site. Choose another.")
    check_password(password, username, email)
    hashed = make_hash(password)
    begin_write(session)
    for column, value, field, words in (
        (User.username_folded, username.casefold(), "username", "This name is taken. Choose another."),
        (
            User.email_folded,
            email.casefold(),
            "email",
            "There is an account with this address. Sign in, or ask for a new password.",
        ),
    ):
        if session.scalar(select(User.id).where(column == value)) is not None:
            raise AccountError(field, words)
    user = User(
        username=username,
        username_folded=username.casefold(),
        email=email,
        email_folded=email.casefold(),
        password_hash=hashed,
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
