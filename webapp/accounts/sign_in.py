"""Sign-in by username or e-mail and password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.accounts.hashing import is_outdated, make_hash, matches
from webapp.accounts.models import User
from webapp.accounts.tries import check_tries, note_wrong_try
from webapp.db.engine import begin_write


def authenticate(session: Session, name: str, password: str, address: str, now: datetime) -> User | None:
    """The learner of that name or e-mail and password, or None; unknown names take as long as wrong passwords.

    Raises TooManyTries, whatever the password, when there were too many wrong ones lately.
    """
    check_tries(session, name, address, now)
    user = find_user(session, name)
    hashed = user.password_hash if user else None
    # A hash takes long: no transaction stays open meanwhile.
    session.rollback()
    if not matches(password, hashed):
        note_wrong_try(session, name, address, now)
        return None
    begin_write(session)
    user = find_user(session, name)
    if user is not None and is_outdated(user.password_hash):
        user.password_hash = make_hash(password)
    return user


def find_user(session: Session, name: str) -> User | None:
    """The account of a username or an e-mail, whatever its case."""
    folded = name.strip().casefold()
    query = select(User).where(or_(User.username_folded == folded, User.email_folded == folded))
    return session.scalars(query).first()
