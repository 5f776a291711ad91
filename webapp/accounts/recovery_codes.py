"""Recovery codes: ten, for the day on which the phone is lost. Each works once.

They do not depend on the site's key, so that they also work where an authenticator app no longer does.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.second_step_models import RecoveryCode

COUNT = 10
# Crockford's letters, of which none looks like another. 24 are 120 bits, so that a plain hash is enough.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 24, 4
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def make_codes(session: Session, learner_id: int) -> tuple[str, ...]:
    """Returns new codes, which are shown once, and ends the old ones. The learner has to be locked."""
    remove_codes(session, learner_id)
    codes = tuple(_make_code() for _ in range(COUNT))
    rows = [{"learner_id": learner_id, "code_hash": _hash(learner_id, code)} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return codes


def use_recovery_code(session: Session, learner_id: int, code: str) -> bool:
    """Uses a code up; of parallel requests only one gets True."""
    own = (RecoveryCode.learner_id == learner_id, RecoveryCode.code_hash == _hash(learner_id, code))
    return session.scalar(delete(RecoveryCode).where(*own).returning(RecoveryCode.learner_id)) is not None


def count_codes(session: Session, learner_id: int) -> int:
    """Returns how many codes a learner has left."""
    own = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.learner_id == learner_id)
    return session.scalar(own) or 0


def are_codes_of(session: Session, learner_id: int, codes: Sequence[str]) -> bool:
    """Returns whether all codes are unused ones of a learner."""
    own = select(RecoveryCode.code_hash).where(RecoveryCode.learner_id == learner_id)
    return {_hash(learner_id, code) for code in codes} <= set(session.scalars(own))


def remove_codes(session: Session, learner_id: int) -> None:
    """Ends all codes of a learner."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.learner_id == learner_id))


def _make_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _hash(learner_id: int, code: str) -> str:
    plain = code.strip().upper().translate(_ALIKE)
    return hashlib.sha256(f"{learner_id}:{plain}".encode("utf-8", "surrogatepass")).hexdigest()
