"""Codes of an authenticator app: six digits that change every half minute (RFC 6238).

The secret is made on the page that shows it, and counts once its owner has typed a code of it. Each code is
good for one sign-in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.second_step_models import Totp
from webapp.sealing import Keys, Unreadable, seal, unseal

PURPOSE = "totp"
SECRET_LENGTH = 32  # base32 letters, thus 160 bits, as RFC 4226 recommends
INTERVAL = 30
# A clock may be half a minute off, and a code may change while it is typed.
STEPS_AROUND = (0, -1, 1)
AT_ONCE = 200
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret to be put into an app: to type, and as the address that a QR code holds."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets were sealed anew, how many no key can read, and the last learner looked at."""

    sealed: int
    lost: int
    last: int | None


def make_secret(session: Session, learner_id: int, keys: Keys, now: datetime) -> None:
    """Stores a new secret that does not count yet, unless there is one. The learner has to be locked."""
    if _row(session, learner_id) is None:
        sealed = seal(keys, PURPOSE, pyotp.random_base32(length=SECRET_LENGTH).encode())
        session.execute(
            insert(Totp).values(learner_id=learner_id, sealed_secret=sealed, last_step=0, created_at=now)
        )


def unconfirmed_secret(
    session: Session, learner_id: int, keys: Keys, site_name: str, username: str
) -> NewSecret | None:
    """Returns the secret that waits for its first code, or None."""
    row = _row(session, learner_id)
    text = _read(row, keys) if row and row.confirmed_at is None else ""
    if not text:
        return None
    address = pyotp.TOTP(text, interval=INTERVAL).provisioning_uri(name=username, issuer_name=site_name)
    return NewSecret(text, address)


def confirm_secret(session: Session, learner_id: int, code: str, keys: Keys, now: datetime) -> bool:
    """Lets the secret count if a code of it is right. The learner has to be locked."""
    row = _row(session, learner_id)
    if row is None or row.confirmed_at is not None or not _use(session, row, code, keys, now):
        return False
    own = (Totp.learner_id == learner_id, Totp.confirmed_at.is_(None))
    confirmed = update(Totp).where(*own).values(confirmed_at=now).returning(Totp.learner_id)
    return session.scalar(confirmed) is not None


def is_confirmed(session: Session, learner_id: int) -> bool:
    """Returns whether a learner has an authenticator app."""
    row = _row(session, learner_id)
    return row is not None and row.confirmed_at is not None


def use_code(session: Session, learner_id: int, code: str, keys: Keys, now: datetime) -> bool:
    """Returns whether a code is right and was not used; of parallel requests only one gets True."""
    row = _row(session, learner_id)
    return row is not None and row.confirmed_at is not None and _use(session, row, code, keys, now)


def remove_secret(session: Session, learner_id: int) -> None:
    """Forgets a learner's app, or a secret that waits for its first code."""
    session.execute(delete(Totp).where(Totp.learner_id == learner_id))


def reseal_secrets(session: Session, keys: Keys, after: int) -> Resealed:
    """Seals some secrets with the present key, those of the learners next after a number."""
    rows = session.scalars(
        select(Totp).where(Totp.learner_id > after).order_by(Totp.learner_id).limit(AT_ONCE)
    ).all()
    sealed = lost = 0
    for row in rows:
        secret = _read(row, keys)
        if not secret:
            lost += 1
        elif not _read(row, keys[:1]):
            is_same = (Totp.learner_id == row.learner_id, Totp.sealed_secret == row.sealed_secret)
            anew = seal(keys, PURPOSE, secret.encode())
            session.execute(update(Totp).where(*is_same).values(sealed_secret=anew))
            sealed += 1
    return Resealed(sealed, lost, rows[-1].learner_id if rows else None)


def _use(session: Session, row: Totp, code: str, keys: Keys, now: datetime) -> bool:
    step = _step_of(_read(row, keys), code, now)
    if step is None:
        return False
    # One statement, so that the same code sent twice at once works once.
    is_unused = (Totp.learner_id == row.learner_id, Totp.last_step < step)
    used = update(Totp).where(*is_unused).values(last_step=step).returning(Totp.learner_id)
    return session.scalar(used) is not None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """Returns which half minute a code belongs to, or None if it is of none near now."""
    digits = re.sub(r"\s", "", code)
    if not secret or _CODE.fullmatch(digits) is None:
        return None
    app = pyotp.TOTP(secret, interval=INTERVAL)
    present = int(now.timestamp()) // INTERVAL
    near = (present + around for around in STEPS_AROUND)
    return next((step for step in near if pyotp.utils.strings_equal(app.generate_otp(step), digits)), None)


def _row(session: Session, learner_id: int) -> Totp | None:
    query = select(Totp).where(Totp.learner_id == learner_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _read(row: Totp, keys: Keys) -> str:
    try:
        return unseal(keys, PURPOSE, row.sealed_secret).decode()
    except Unreadable:
        return ""
