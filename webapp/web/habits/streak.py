"""The page of the streak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.habits.days import LATEST_END
from webapp.habits.diary import Diary
from webapp.habits.streaks import Streak
from webapp.web.habits.streak_words import StreakView, streak_view
from webapp.web.site.dates import format_day
from webapp.web.site.translations import full_date, gettext, ngettext, weekday

# How many days of a streak are listed; the year shows the others.
LISTED = 60
# A Monday, by which days of the week get their names.
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, and whether it is the present one."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StreakPage:
    """The streak with the newest of its days: (date, words) each."""

    streak: StreakView | None
    explanation: str
    longest: str
    days: tuple[tuple[date, str], ...]
    is_cut: bool
    hours: tuple[Choice, ...]
    week: tuple[Choice, ...]


def streak_page(diary: Diary, now: datetime) -> StreakPage:
    """Returns the page of a learner's streak."""
    found, rules = diary.streak(now), diary.days.present
    return StreakPage(
        streak=streak_view(found),
        explanation=_explanation(found, diary, now),
        longest=ngettext(
            "Your longest streak so far: %(num)d day.",
            "Your longest streak so far: %(num)d days.",
            found.longest,
        )
        if found.longest
        else "",
        days=tuple((day, full_date(day)) for day in found.days[:LISTED]),
        is_cut=len(found.days) > LISTED,
        hours=tuple(
            Choice(hour, f"{hour:02}:00", hour == rules.day_begins) for hour in range(LATEST_END + 1)
        ),
        week=tuple(
            Choice(day, weekday(MONDAY + timedelta(days=day)), day in rules.rest_days) for day in range(7)
        ),
    )


def _explanation(streak: Streak, diary: Diary, now: datetime) -> str:
    today = diary.days.day_of(now)
    if not streak.days:
        if not diary.learnt:
            return gettext("It begins with the first topic that you mark.")
        last = format_day(max(diary.learnt))
        return gettext("You last learnt on %(day)s. The next topic begins a new streak.", day=last)
    if today in diary.learnt:
        return gettext("Today counts already.")
    if not streak.is_at_risk:
        return gettext("Today is free: nothing is expected.")
    return gettext("Today is not over: one topic keeps it.")
