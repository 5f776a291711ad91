"""What the page on security shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.models import LearnerSession
from webapp.accounts.second_step import Ways
from webapp.accounts.second_step_models import Passkey
from webapp.web.site.browsers import browser_name
from webapp.web.site.dates import format_age
from webapp.web.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session in the list, with the name of its browser; `end_href` is empty for the present one."""

    words: str
    first_words: str
    last_words: str
    is_this_one: bool
    end_href: str


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey in the list; `used_words` is empty if it was never used."""

    name: str
    added_words: str
    used_words: str
    href: str


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """How an account is protected. `can_lose_password` is whether there is another way in."""

    has_password: bool
    can_lose_password: bool
    asks_second_step: bool
    ways: Ways
    sessions: tuple[SessionView, ...]


def session_views(sessions: Sequence[LearnerSession], who: Visitor, now: datetime) -> tuple[SessionView, ...]:
    """Returns the sessions as the page lists them, the present one first."""
    ordered = sorted(sessions, key=lambda row: row.id != who.session_id)
    return tuple(_session_view(row, row.id == who.session_id, now) for row in ordered)


def passkey_views(passkeys: Sequence[Passkey], now: datetime) -> tuple[PasskeyView, ...]:
    """Returns the passkeys as their page lists them."""
    return tuple(
        PasskeyView(
            name=row.name,
            added_words=format_age(row.created_at, now),
            used_words=format_age(row.last_used_at, now) if row.last_used_at else "",
            href=f"/me/settings/security/passkeys/{row.id}",
        )
        for row in passkeys
    )


def _session_view(row: LearnerSession, is_this_one: bool, now: datetime) -> SessionView:
    return SessionView(
        words=browser_name(row.user_agent),
        first_words=format_age(row.created_at, now),
        last_words=format_age(row.last_seen_at, now),
        is_this_one=is_this_one,
        end_href="" if is_this_one else f"/me/settings/sessions/{row.id}/end",
    )
