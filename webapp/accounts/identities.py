"""Identities: signing in by a provider, and connecting what somebody is there with an account here.

An identity joins an account only if its owner is signed in to the account, or if both sides have verified the
same address. What the provider says about an address later changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts import ways_in
from webapp.accounts.directory import find_learner
from webapp.accounts.errors import AccountError
from webapp.accounts.models import LONGEST_TITLE, EmailAddress, Identity, IdentityEntry, UsedState
from webapp.accounts.tokens import token_hash
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.db.purging import Purged, delete_some
from webapp.language import gettext_noop

# Longer than a sign-in at a provider may take.
STATE_KEPT = timedelta(days=1)
MOST = 20
TAKEN = gettext_noop(
    "This belongs to another account here. Sign in to that one, and disconnect it there first."
)
TOO_MANY = gettext_noop("An account can have %(count)d connected sign-ins. Disconnect one first.")
LAST_WAY = gettext_noop(
    "This is the only way into your account. Set a password first, and then disconnect it."
)


@dataclass(frozen=True, slots=True)
class Proven:
    """Who somebody has proven to be at a provider, and the address that the provider names."""

    issuer: str
    subject: str
    title: str
    address: str = ""
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Recognized:
    """The account that an identity signs in to; `has_joined` is whether it was connected just now."""

    learner_id: int
    has_joined: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """The account that has an address, and whether its owner has verified it."""

    learner_id: int
    is_verified: bool


def use_state(session: Session, state: str, now: datetime) -> bool:
    """Notes that the answer to a sign-in has come. Returns True for only one of parallel requests."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(UsedState).values(state_hash=token_hash(state), used_at=now)
    used = added.on_conflict_do_nothing(index_elements=["state_hash"]).returning(UsedState.id)
    return session.scalar(used) is not None


def recognize(session: Session, proven: Proven, now: datetime) -> Recognized | None:
    """Returns the account that an identity signs in to, and locks its learner; None if there is none.

    An identity whose address is verified on both sides is connected.
    """
    learner_id = learner_of(session, proven)
    if learner_id is not None:
        return Recognized(learner_id) if _use(session, learner_id, proven, now) else None
    holder = holder_of(session, proven.address)
    if holder is None or not (holder.is_verified and proven.is_verified):
        return None
    if not _lock(session, holder.learner_id):
        return None
    # Asked again, because only now nobody else can change it.
    if holder_of(session, proven.address) != holder:
        return None
    return Recognized(holder.learner_id, connect(session, holder.learner_id, proven, now))


def learner_of(session: Session, proven: Proven) -> int | None:
    """Returns the learner that an identity is connected to, or None."""
    return session.scalar(
        select(IdentityEntry.learner_id).where(
            IdentityEntry.identity_hash == _hash(proven.issuer, proven.subject)
        )
    )


def holder_of(session: Session, address: str) -> Holder | None:
    """Returns the account that has an address, or None."""
    learner_id = find_learner(session, address) if "@" in address else None
    if learner_id is None:
        return None
    own = (EmailAddress.learner_id == learner_id, EmailAddress.folded == address.strip().casefold())
    verified_at = session.scalar(select(EmailAddress.verified_at).where(*own))
    return Holder(learner_id, verified_at is not None)


def connect(session: Session, learner_id: int, proven: Proven, now: datetime) -> bool:
    """Connects an identity to an account; returns False if it was connected before. Locks the learner.

    Raises AccountError if it belongs to another account, or if the account has MOST already.
    """
    lock_learner(session, learner_id)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    hashed = _hash(proven.issuer, proven.subject)
    added = dialect.insert(IdentityEntry).values(identity_hash=hashed, learner_id=learner_id)
    claimed = added.on_conflict_do_nothing(index_elements=["identity_hash"]).returning(
        IdentityEntry.learner_id
    )
    if session.scalar(claimed) is None:
        if learner_of(session, proven) != learner_id:
            raise AccountError("", TAKEN)
        return False
    if len(list_identities(session, learner_id)) >= MOST:
        raise AccountError("", TOO_MANY, count=MOST)
    times = {"connected_at": now, "last_used_at": now}
    key = {"id": secrets.token_hex(16), "issuer": proven.issuer, "subject": proven.subject}
    row = {**key, "title": proven.title[:LONGEST_TITLE], **times}
    session.execute(insert(Identity).values(learner_id=learner_id, **row))
    return True


def list_identities(session: Session, learner_id: int) -> Sequence[Identity]:
    """Returns the identities of an account, the first connected first."""
    own = select(Identity).where(Identity.learner_id == learner_id)
    return session.scalars(own.order_by(Identity.connected_at, Identity.id)).all()


def disconnect(session: Session, learner_id: int, identity_id: str) -> Identity | None:
    """Deletes an identity of an account and returns it, or None if there is none.

    Raises AccountError if it is the only way into the account. Parallel requests wait for each other.
    """
    lock_learner(session, learner_id)
    own = (Identity.learner_id == learner_id, Identity.id == identity_id)
    found = session.scalars(select(Identity).where(*own)).one_or_none()
    if found is None:
        return None
    if ways_in.count(session, learner_id) < 2:
        raise AccountError("", LAST_WAY)
    session.expunge(found)
    session.execute(delete(Identity).where(*own))
    _release(session, found.issuer, found.subject)
    return found


def disconnect_since(session: Session, learner_id: int, since: datetime) -> None:
    """Deletes the identities that were connected since then, also where no other way in is left."""
    later = (Identity.learner_id == learner_id, Identity.connected_at >= since)
    for issuer, subject in session.execute(select(Identity.issuer, Identity.subject).where(*later)).all():
        _release(session, issuer, subject)
    session.execute(delete(Identity).where(*later))


def purge_states(session: Session, now: datetime, after: int) -> Purged:
    """Deletes the notes of sign-ins that are too old to be answered again."""
    return delete_some(session, UsedState, UsedState.id, after, UsedState.used_at < now - STATE_KEPT)


def _use(session: Session, learner_id: int, proven: Proven, now: datetime) -> bool:
    """Notes that an identity was used, with its present title; returns False if it was disconnected."""
    if not _lock(session, learner_id):
        return False
    own = (Identity.issuer == proven.issuer, Identity.subject == proven.subject)
    used = update(Identity).where(Identity.learner_id == learner_id, *own)
    values = {"last_used_at": now, "title": proven.title[:LONGEST_TITLE]}
    return session.scalar(used.values(**values).returning(Identity.id)) is not None


def _lock(session: Session, learner_id: int) -> bool:
    try:
        lock_learner(session, learner_id)
    except UnknownLearner:
        return False
    return True


def _release(session: Session, issuer: str, subject: str) -> None:
    session.execute(delete(IdentityEntry).where(IdentityEntry.identity_hash == _hash(issuer, subject)))


def _hash(issuer: str, subject: str) -> str:
    # An issuer is an address, so that it holds no line break.
    return token_hash(f"{issuer}\n{subject}")
