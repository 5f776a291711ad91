"""The tables of accounts: what proves who a learner is, and where the learner is signed in.

Every table of a learner's own begins its keys with `learner_id`. What has to be unique over all learners
is in small directory tables. They have no foreign key, so that the other tables can be distributed by
learner.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import LearnerId, learner_key

LONGEST_ADDRESS = 254
LONGEST_ISSUER = LONGEST_SUBJECT = 255
LONGEST_TITLE = 120
LONGEST_REASON = 500


def some_learners(name: str, condition: str, on_sqlite: str = "") -> Index:
    """Returns an index of the few learners of a table who fulfill a condition."""
    where, where_on_sqlite = text(condition), text(on_sqlite or condition)
    return Index(name, "learner_id", postgresql_where=where, sqlite_where=where_on_sqlite)


def by_beginning() -> Index:
    """Returns an index by which a directory is searched for what begins with some letters.

    PostgreSQL compares letters one by one only with these operators, whatever its locale.
    """
    return Index(None, "folded", "learner_id", postgresql_ops={"folded": "text_pattern_ops"})


class Account(Base):
    """A learner who has signed up."""

    __tablename__ = "account"
    __table_args__ = (
        some_learners("ix_account_admin", "is_admin", "is_admin = 1"),
        some_learners("ix_account_disabled", "disabled_at IS NOT NULL"),
    )

    learner_id: Mapped[int] = learner_key()
    username: Mapped[str] = mapped_column(String(30))
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    # None unless an administrator has disabled the account: then nobody is signed in to it.
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    # What the owner is told about it; empty or None if no reason was given.
    disabled_reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))


class EmailAddress(Base):
    """An e-mail address of a learner. `folded` is the address in lower case, by which it is found."""

    __tablename__ = "email_address"
    __table_args__ = (
        some_learners(
            "ix_email_address_unverified",
            "is_primary AND verified_at IS NULL",
            "is_primary = 1 AND verified_at IS NULL",
        ),
    )

    learner_id: Mapped[int] = learner_key()
    folded: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), primary_key=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    is_primary: Mapped[bool]
    verified_at: Mapped[datetime | None] = mapped_column(Moment)


class Password(Base):
    """A learner's password, as its hash."""

    __tablename__ = "password"

    learner_id: Mapped[int] = learner_key()
    hash: Mapped[str] = mapped_column(String(255))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Identity(Base):
    """Who a learner is at a provider. `title` is what its owner knows it by, such as an address there."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("learner_id", "issuer", "subject"),)

    learner_id: Mapped[int] = learner_key()
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(LONGEST_ISSUER))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    connected_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime] = mapped_column(Moment)


class LearnerSession(Base):
    """A browser in which a learner is signed in. Only a hash of the cookie's token is stored."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("learner_id", "token_hash"),)

    learner_id: Mapped[int] = learner_key()
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    authenticated_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    remember: Mapped[bool]
    user_agent: Mapped[str] = mapped_column(String(200))


class PasswordReset(Base):
    """A link by mail that sets a new password once. Only a hash of its token is stored."""

    __tablename__ = "password_reset"

    learner_id: Mapped[int] = learner_key()
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class EmailLink(Base):
    """A link by mail about an address (see `email_links`). Only a hash of its token is stored."""

    __tablename__ = "email_link"

    learner_id: Mapped[int] = learner_key()
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    expires_at: Mapped[datetime] = mapped_column(Moment)


class AccountDeletion(Base):
    """An account whose owner has asked to delete it; until `due` the owner can come back."""

    __tablename__ = "account_deletion"

    learner_id: Mapped[int] = learner_key()
    requested_at: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[datetime] = mapped_column(Moment)


class UsernameEntry(Base):
    """Directory: which learner has a username.

    A name that a learner had before has `held_until`: nobody else can take it until then, and nobody signs
    in by it.
    """

    __tablename__ = "username_directory"
    __table_args__ = (Index(None, "learner_id"), by_beginning())

    folded: Mapped[str] = mapped_column(String(30), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)
    held_until: Mapped[datetime | None] = mapped_column(Moment)


class AddressEntry(Base):
    """Directory: which learner has an e-mail address, or named it last if nobody has verified it."""

    __tablename__ = "address_directory"
    __table_args__ = (Index(None, "learner_id"), by_beginning())

    folded: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)


class AddressClaim(Base):
    """Directory: a learner who has named an address, has not verified it, and was not the last to name it."""

    __tablename__ = "address_claim"
    __table_args__ = (Index(None, "learner_id"), by_beginning())

    folded: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId, primary_key=True, autoincrement=False)


class IdentityEntry(Base):
    """Directory: which learner an identity is connected to, by a hash of its issuer and subject."""

    __tablename__ = "identity_directory"
    __table_args__ = (Index(None, "learner_id"),)

    identity_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)


class TokenEntry(Base):
    """Directory of the tokens of version 0.1.0, which do not name their learner. Nothing is added to it."""

    __tablename__ = "token_directory"
    __table_args__ = (Index(None, "learner_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)


class UsedState(Base):
    """A sign-in at a provider whose answer has come, so that the same answer is of no use again."""

    __tablename__ = "used_state"

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    state_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime] = mapped_column(Moment)


class SignInTry(Base):
    """A try to sign in, or a new guest.

    `key` is a hash of what it counts for: an account, a network, or both.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (Index(None, "key", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(LearnerId, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
