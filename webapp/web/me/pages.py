"""The settings of a learner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.models import LearnerSession
from webapp.accounts.time_zones import time_zones
from webapp.web.site.browsers import browser_name
from webapp.web.site.dates import format_age
from webapp.web.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session in the list of sessions, with the name of its browser."""

    words: str
    since_words: str
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The account's settings; `time_zone` is one of `time_zones`, or empty."""

    username: str
    email: str
    time_zone: str
    time_zones: tuple[str, ...]
    sessions: tuple[SessionView, ...]


def settings_page(
    who: Visitor, email: str, sessions: Iterable[LearnerSession], now: datetime
) -> SettingsPage:
    """Returns the settings of a learner."""
    return SettingsPage(
        username=who.username,
        email=email,
        time_zone=who.time_zone,
        time_zones=time_zones(),
        sessions=tuple(_session_view(s, who.session_id, now) for s in sessions),
    )


def _session_view(session: LearnerSession, present_id: str, now: datetime) -> SessionView:
    return SessionView(
        words=browser_name(session.user_agent),
        since_words=format_age(session.created_at, now),
        is_this_one=session.id == present_id,
    )
