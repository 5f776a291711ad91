"""Invitations: links by which people may sign up where that needs one, with a number of uses and an end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.accounts.operator_models import LONGEST_NOTE, Invitation
from webapp.language import gettext_noop

MOST_USES = 1000
LONGEST_INVITATION = 100
_OVER = gettext_noop("This invitation is used up or has ended. Ask for a new one.")


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be used. Its code is nowhere any more."""

    id: int
    note: str
    uses: int
    most_uses: int
    created_at: datetime
    expires_at: datetime


def make_invitation(session: Session, note: str, most_uses: int, expires_at: datetime, now: datetime) -> str:
    """Stores an invitation for `most_uses` people, 1 to MOST_USES. Returns its code, which is shown once."""
    code = secrets.token_urlsafe(16)
    row = {
        "code_hash": _hash(code),
        "note": note[:LONGEST_NOTE],
        "most_uses": max(1, min(most_uses, MOST_USES)),
        "uses": 0,
        "created_at": now,
        "expires_at": expires_at,
    }
    session.execute(insert(Invitation), [row])
    return code


def use_invitation(session: Session, code: str, now: datetime) -> None:
    """Takes one use of an invitation, in the unit of work of the sign-up.

    Raises AccountError if there is no such invitation, or it is used up or has ended.
    """
    taken = (
        update(Invitation)
        .where(*_usable(code, now))
        .values(uses=Invitation.uses + 1)
        .returning(Invitation.id)
    )
    if session.scalar(taken) is None:
        raise AccountError("invitation", _OVER)


def is_usable(session: Session, code: str, now: datetime) -> bool:
    """Returns whether somebody could sign up by a code now."""
    return session.scalar(select(Invitation.id).where(*_usable(code, now))) is not None


def open_invitations(session: Session, now: datetime) -> Sequence[OpenInvitation]:
    """Returns the invitations that can still be used, the newest first."""
    found = (
        select(Invitation)
        .where(Invitation.expires_at > now, Invitation.uses < Invitation.most_uses)
        .order_by(Invitation.id.desc())
    )
    return [
        OpenInvitation(one.id, one.note, one.uses, one.most_uses, one.created_at, one.expires_at)
        for one in session.scalars(found)
    ]


def revoke_invitation(session: Session, invitation_id: int) -> bool:
    """Deletes an invitation, so that nobody can use it any more. Returns whether it was there."""
    gone = delete(Invitation).where(Invitation.id == invitation_id).returning(Invitation.id)
    return session.scalar(gone) is not None


def _usable(code: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.code_hash == _hash(code[:LONGEST_INVITATION]),
        Invitation.expires_at > now,
        Invitation.uses < Invitation.most_uses,
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
