"""Challenges for passkeys: signed, so that showing a page stores nothing, and answered once.

A challenge says until when it is good, and carries a signature over what it is for.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts.second_step_models import UsedChallenge

VALID = timedelta(hours=1)
NONCE, TIME, SIGNATURE = 16, 8, 32
SWEPT_AT_ONCE = 200


def make_challenge(key: str, purpose: str, now: datetime) -> bytes:
    """Returns a new challenge for a purpose."""
    signed = secrets.token_bytes(NONCE) + int((now + VALID).timestamp()).to_bytes(TIME, "big")
    return signed + _sign(key, purpose, signed)


def use_challenge(session: Session, key: str, purpose: str, challenge: bytes, now: datetime) -> bool:
    """Returns whether a challenge is good for a purpose; of parallel requests only one gets True."""
    signed, signature = challenge[: NONCE + TIME], challenge[NONCE + TIME :]
    if len(challenge) != NONCE + TIME + SIGNATURE:
        return False
    if not hmac.compare_digest(signature, _sign(key, purpose, signed)):
        return False
    until = datetime.fromtimestamp(int.from_bytes(signed[NONCE:], "big"), UTC)
    if until <= now:
        return False
    _sweep(session, now)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(UsedChallenge).values(
        challenge_hash=hashlib.sha256(challenge).hexdigest(), expires_at=until
    )
    used = added.on_conflict_do_nothing(index_elements=["challenge_hash"])
    return session.scalar(used.returning(UsedChallenge.challenge_hash)) is not None


def _sweep(session: Session, now: datetime) -> None:
    # Rows that another request is deleting are skipped, because two requests could block each other.
    old = (
        select(UsedChallenge.challenge_hash)
        .where(UsedChallenge.expires_at < now - VALID)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(UsedChallenge).where(UsedChallenge.challenge_hash.in_(old)))


def _sign(key: str, purpose: str, signed: bytes) -> bytes:
    return hmac.new(f"challenge:{key}".encode(), purpose.encode() + b"\n" + signed, hashlib.sha256).digest()
