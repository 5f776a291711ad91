"""The streak in words, as today's page and its own page say it."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.habits.streaks import Streak
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class StreakView:
    """A streak: the number with its word, and what it depends on."""

    count: str
    words: str


def streak_view(streak: Streak) -> StreakView | None:
    """Returns a streak in words, or None if there is none."""
    if not streak.days:
        return None
    count = ngettext("Streak: %(num)d day", "Streak: %(num)d days", len(streak.days))
    words = gettext("One topic today keeps it.") if streak.is_at_risk else ""
    return StreakView(count, words)
