"""The settings of a learner."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.accounts.time_zones import time_zones
from webapp.web.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The account's settings; `time_zone` is one of `time_zones`, or empty."""

    username: str
    email: str
    time_zone: str
    time_zones: tuple[str, ...]


def settings_page(who: Visitor, email: str) -> SettingsPage:
    """Returns the settings of a learner."""
    return SettingsPage(who.username, email, who.time_zone, time_zones())
