"""What the page of invitations shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.invitations import OpenInvitation
from webapp.web.site.dates import format_age, format_day
from webapp.web.site.translations import gettext


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that still works, in words."""

    id: int
    note: str
    used: str
    made: str
    ends: str


def invitation_rows(found: Iterable[OpenInvitation], now: datetime) -> tuple[InvitationRow, ...]:
    """Returns the rows of the list."""
    return tuple(
        InvitationRow(
            id=one.id,
            note=one.note or gettext("Without a note"),
            used=gettext("%(used)d of %(most)d used", used=one.uses, most=one.most_uses),
            made=gettext("made %(age)s", age=format_age(one.created_at, now)),
            ends=gettext("ends on %(day)s", day=format_day(one.expires_at.date())),
        )
        for one in found
    )
