"""The tables of signing in in two steps, and of passkeys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import LearnerId, learner_key


class SignInAttempt(Base):
    """A sign-in whose first step is proven and whose second one is not. Only a hash of its token is stored.

    `proof` is what the first step was. `back` and `mark` are where to go and what to mark afterwards.
    """

    __tablename__ = "sign_in_attempt"

    learner_id: Mapped[int] = learner_key()
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    proof: Mapped[str] = mapped_column(String(10))
    remember: Mapped[bool]
    back: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class SecondStep(Base):
    """A learner who is asked for a second step after the first."""

    __tablename__ = "second_step"

    learner_id: Mapped[int] = learner_key()
    since: Mapped[datetime] = mapped_column(Moment)


class Totp(Base):
    """The authenticator app of a learner. Its secret is encrypted.

    It counts once `confirmed_at` is set. `last_step` is the last half minute whose code was used.
    """

    __tablename__ = "totp"

    learner_id: Mapped[int] = learner_key()
    sealed_secret: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)


class RecoveryCode(Base):
    """A recovery code that has not been used, as its hash."""

    __tablename__ = "recovery_code"

    learner_id: Mapped[int] = learner_key()
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class Passkey(Base):
    """A passkey of a learner: what proves that an answer comes from it.

    `credential_id`, `public_key` and `user_handle` are base64url; `user_handle` is the name by which the
    device knows the account, the same for all passkeys of a learner.
    """

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("learner_id", "credential_hash"),)

    learner_id: Mapped[int] = learner_key()
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    credential_hash: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    user_handle: Mapped[str] = mapped_column(String(100))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    transports: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasskeyEntry(Base):
    """Directory: which learner has a passkey, by the hash of its credential's id."""

    __tablename__ = "passkey_directory"
    __table_args__ = (Index(None, "learner_id"),)

    credential_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner_id: Mapped[int] = mapped_column(LearnerId)


class UsedChallenge(Base):
    """A challenge that a passkey has answered, kept until it would have expired, so that it works once."""

    __tablename__ = "used_challenge"
    __table_args__ = (Index(None, "expires_at"),)

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
