"""Passkeys (WebAuthn): added, used to sign in or to prove again who one is, named, removed.

A passkey that signs in alone has to check its owner, by a finger, a face or a PIN. As a second step after a
password its presence is enough.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import webauthn
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.accounts.challenges import make_challenge, use_challenge
from webapp.accounts.errors import AccountError
from webapp.accounts.second_step import turn_off_if_nothing_is_left
from webapp.accounts.second_step_models import Passkey, PasskeyEntry
from webapp.accounts.ways_in import LAST_WAY, count
from webapp.db.learners import UnknownLearner, lock_learner
from webapp.language import gettext_noop

MOST, LONGEST_NAME, LONGEST_ANSWER = 20, 60, 20_000
REFUSED = gettext_noop("This passkey did not work. Try again, or sign in another way.")
KNOWN = gettext_noop("This passkey is in an account already.")
TOO_MANY = gettext_noop("An account can have %(count)d passkeys. Remove one first.")
SIGN_IN = "sign-in"
# What the library raises about answers that are invalid or not even shaped as they should be.
_FAULTS = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Site:
    """The site as passkeys know it, with its key: `host` is the relying party's id."""

    host: str
    name: str
    origin: str
    key: str


def creation_options(
    session: Session, site: Site, learner_id: int, username: str, purpose: str, now: datetime
) -> str:
    """Returns the options for a new passkey of a learner, as JSON for the browser."""
    rows = list_passkeys(session, learner_id)
    made = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=username,
        user_id=_handle(site, learner_id, rows),
        challenge=make_challenge(site.key, purpose, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_descriptor(row) for row in rows],
    )
    return webauthn.options_to_json(made)


def request_options(
    session: Session, site: Site, purpose: str, now: datetime, learner_id: int | None = None
) -> str:
    """Returns the options for using a passkey, of one learner or of whoever signs in."""
    rows = list_passkeys(session, learner_id) if learner_id is not None else []
    made = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=make_challenge(site.key, purpose, now),
        allow_credentials=[_descriptor(row) for row in rows],
        user_verification=UserVerificationRequirement.REQUIRED
        if purpose == SIGN_IN
        else UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(made)


def add_passkey(
    session: Session, site: Site, learner_id: int, purpose: str, answer: str, name: str, now: datetime
) -> None:
    """Adds a passkey and locks the learner. Raises AccountError."""
    lock_learner(session, learner_id)
    rows = list_passkeys(session, learner_id)
    if len(rows) >= MOST:
        raise AccountError("", TOO_MANY, count=MOST)
    given, challenge = _read(session, site, purpose, answer, now)
    try:
        verified = webauthn.verify_registration_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _FAULTS as error:
        raise AccountError("", REFUSED) from error
    hashed = hashlib.sha256(verified.credential_id).hexdigest()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    entry = dialect.insert(PasskeyEntry).values(credential_hash=hashed, learner_id=learner_id)
    claimed = entry.on_conflict_do_nothing(index_elements=["credential_hash"])
    if session.scalar(claimed.returning(PasskeyEntry.learner_id)) is None:
        raise AccountError("", KNOWN)
    row = {
        "id": secrets.token_hex(16),
        "credential_hash": hashed,
        "credential_id": bytes_to_base64url(verified.credential_id),
        "public_key": bytes_to_base64url(verified.credential_public_key),
        "user_handle": bytes_to_base64url(_handle(site, learner_id, rows)),
        "sign_count": verified.sign_count,
        "name": name.strip()[:LONGEST_NAME],
        "transports": "",
        "created_at": now,
    }
    session.execute(insert(Passkey).values(learner_id=learner_id, **row))


def use_passkey(
    session: Session,
    site: Site,
    purpose: str,
    answer: str,
    now: datetime,
    learner_id: int | None = None,
    *,
    is_verifying: bool = True,
) -> int:
    """Returns the learner whose passkey has answered, and locks the learner.

    Raises AccountError if it is not a passkey of `learner_id`, where that is given.
    """
    given, challenge = _read(session, site, purpose, answer, now)
    row = _row_of(session, given, learner_id)
    if row is None:
        raise AccountError("", REFUSED)
    try:
        verified = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=is_verifying,
        )
    except _FAULTS as error:
        raise AccountError("", REFUSED) from error
    own = (Passkey.learner_id == row.learner_id, Passkey.id == row.id)
    used = update(Passkey).where(*own).values(sign_count=verified.new_sign_count, last_used_at=now)
    session.execute(used)
    return row.learner_id


def list_passkeys(session: Session, learner_id: int) -> Sequence[Passkey]:
    """Returns a learner's passkeys, the oldest first."""
    own = select(Passkey).where(Passkey.learner_id == learner_id)
    return session.scalars(own.order_by(Passkey.created_at, Passkey.id)).all()


def rename_passkey(session: Session, learner_id: int, passkey_id: str, name: str) -> bool:
    """Gives a passkey another name; returns False if there is no such passkey."""
    own = (Passkey.learner_id == learner_id, Passkey.id == passkey_id)
    named = update(Passkey).where(*own).values(name=name.strip()[:LONGEST_NAME]).returning(Passkey.id)
    return session.scalar(named) is not None


def remove_passkey(session: Session, learner_id: int, passkey_id: str) -> bool:
    """Removes a passkey and locks the learner; returns False if there is no such passkey.

    Raises AccountError if it is the only way in.
    """
    lock_learner(session, learner_id)
    own = (Passkey.learner_id == learner_id, Passkey.id == passkey_id)
    hashed = session.scalar(delete(Passkey).where(*own).returning(Passkey.credential_hash))
    if hashed is None:
        return False
    if count(session, learner_id) < 1:
        raise AccountError("", LAST_WAY)
    session.execute(delete(PasskeyEntry).where(PasskeyEntry.credential_hash == hashed))
    turn_off_if_nothing_is_left(session, learner_id)
    return True


def remove_passkeys_since(session: Session, learner_id: int, since: datetime) -> None:
    """Removes the passkeys that were added since then, also where no other way in is left."""
    later = (Passkey.learner_id == learner_id, Passkey.created_at >= since)
    hashes = session.scalars(delete(Passkey).where(*later).returning(Passkey.credential_hash)).all()
    session.execute(delete(PasskeyEntry).where(PasskeyEntry.credential_hash.in_(hashes)))


def _read(
    session: Session, site: Site, purpose: str, answer: str, now: datetime
) -> tuple[dict[str, Any], bytes]:
    """Returns a browser's answer and its challenge, which is used up. Raises AccountError."""
    try:
        given: Any = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
        client = json.loads(base64url_to_bytes(given["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(client["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AccountError("", REFUSED) from error
    if not use_challenge(session, site.key, purpose, challenge, now):
        raise AccountError("", REFUSED)
    return cast("dict[str, Any]", given), challenge


def _row_of(session: Session, given: dict[str, Any], learner_id: int | None) -> Passkey | None:
    try:
        hashed = hashlib.sha256(base64url_to_bytes(given["rawId"])).hexdigest()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    entry = select(PasskeyEntry.learner_id).where(PasskeyEntry.credential_hash == hashed)
    owner = session.scalar(entry)
    if owner is None or learner_id not in {None, owner}:
        return None
    try:
        # Locked before its counter is read, so that parallel answers are checked one after the other.
        lock_learner(session, owner)
    except UnknownLearner:
        return None
    own = (Passkey.learner_id == owner, Passkey.credential_hash == hashed)
    query = select(Passkey).where(*own).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def _handle(site: Site, learner_id: int, rows: Sequence[Passkey]) -> bytes:
    """Returns the name by which devices know an account, which says nothing to anybody.

    It stays the same when the site gets another key, so that a device does not list the account twice.
    """
    if rows:
        return base64url_to_bytes(rows[0].user_handle)
    return hmac.new(f"handle:{site.key}".encode(), str(learner_id).encode(), hashlib.sha256).digest()


def _descriptor(row: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id))
