"""What a password may be, and how it is changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import make_hash, matches
from webapp.accounts.models import PasswordReset, User
from webapp.accounts.sessions import close_other_sessions
from webapp.db.engine import begin_write

SHORTEST, LONGEST = 8, 256
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())


def check_password(password: str, username: str, email: str, field: str = "password") -> None:
    """Raises AccountError for a password that is too short, too long or easy to guess; any characters are fine."""
    if len(password) < SHORTEST:
        raise AccountError(field, f"Use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise AccountError(field, f"Use at most {LONGEST} characters.")
    folded = password.casefold()
    if folded in COMMON or len(set(folded)) == 1:
        raise AccountError(field, "Many people use this password, so it is among the first that are guessed. Choose another.")
    if folded in {username.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        raise AccountError(field, "This is your name or address. Choose something that others cannot know.")


def change_password(session: Session, user: User, old: str, new: str, keep_token: str, now: datetime) -> None:
    """Changes the password of a learner who knows the present one; ends all other sessions and kills reset links."""
    if not matches(old, user.password_hash):
        raise AccountError("old_password", "That is not your present password.")
    set_password(session, user, new, now, "new_password")
    close_other_sessions(session, user.id, keep_token)


def set_password(session: Session, user: User, new: str, now: datetime, field: str = "password") -> None:
    """Sets a checked password; links by mail that were sent before do not work any more."""
    check_password(new, user.username, user.email, field)
    hashed = make_hash(new)
    # What was read so far is let go: a write transaction has to begin as one.
    session.rollback()
    begin_write(session)
    user = session.get_one(User, user.id)
    user.password_hash = hashed
    user.password_changed_at = now
    session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id))
    session.flush()
