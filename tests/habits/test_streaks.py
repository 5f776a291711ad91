"""Streaks over generated years, with changes of the clocks, leap days and moves between zones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.habits.days import Days, Rules
from webapp.habits.streaks import Streak, find_streak

DAY = timedelta(days=1)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
)
RULES = st.builds(
    Rules,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.integers(0, 4),
    st.frozensets(st.integers(0, 6), max_size=3),
)
# Two years with a leap day, and four changes of the clocks.
BEGIN = datetime(2023, 6, 1, tzinfo=UTC)
MINUTES = 2 * 366 * 24 * 60
MOMENT = st.integers(0, MINUTES).map(lambda n: BEGIN + timedelta(minutes=n))
# Runs of days, so that there are streaks at all.
RUN = st.tuples(MOMENT, st.integers(1, 40), st.integers(-300, 300)).map(
    lambda run: [run[0] + timedelta(minutes=n * (24 * 60 + run[2] // 10)) for n in range(run[1])]
)


def slow_day(days: Days, moment: datetime) -> date:
    """The date whose first and last moment lie around a moment, by the wall clock of that time."""
    rules = days.present
    for until, before in reversed(days.past):
        if moment < until:
            rules = before
    offset = rules.zone.utcoffset(moment.astimezone(rules.zone))
    assert offset is not None
    shown = moment.replace(tzinfo=None) + offset
    day = shown.date()
    return day if shown.hour >= rules.day_begins else day - DAY


def slow_free(days: Days, day: date) -> bool:
    """Looks at every change of the rules, from the last one back, and at each move."""
    rules = days.present
    for until, before in reversed(days.past):
        if before.day_of(until) > day:
            rules = before
    if day.weekday() in rules.rest_days:
        return True
    for number, (until, before) in enumerate(days.past):
        after = days.past[number + 1][1] if number + 1 < len(days.past) else days.present
        if before.day_of(until) < after.day_of(until) and before.day_of(until) <= day <= after.day_of(until):
            return True
    return False


def slow_streak(acts: Iterable[datetime], days: Days, now: datetime) -> Streak:
    """Goes through all days from the first act on, one by one."""
    learnt = {slow_day(days, act) for act in acts}
    today = slow_day(days, now)
    run: list[date] = []
    longest = 0
    day = min(learnt, default=today)
    while day <= max(today, *learnt, today):
        if day in learnt:
            run.append(day)
        elif day < today and not slow_free(days, day):
            run = []
        longest = max(longest, len(run))
        day += DAY
    at_risk = bool(run) and today not in learnt and not slow_free(days, today)
    return Streak(tuple(reversed(run)), at_risk, longest)


@settings(max_examples=250, deadline=None)
@given(
    runs=st.lists(RUN, max_size=6),
    present=RULES,
    past=st.lists(st.tuples(MOMENT, RULES), max_size=5, unique_by=lambda change: change[0]),
    later=st.integers(0, 5 * 24 * 60),
)
def test_streaks_equal_a_slow_reference(
    runs: list[list[datetime]], present: Rules, past: list[tuple[datetime, Rules]], later: int
) -> None:
    acts = [act for run in runs for act in run]
    days = Days(present, tuple(sorted(past, key=lambda change: change[0])))
    now = max(acts, default=BEGIN) + timedelta(minutes=later)
    found = find_streak({days.day_of(act) for act in acts}, days, days.day_of(now))
    assert found == slow_streak(acts, days, now)


def streak_of(
    now: str, *learnt: str, zone: str = "UTC", begins: int = 0, rest: tuple[int, ...] = ()
) -> Streak:
    days = Days(Rules(ZoneInfo(zone), begins, frozenset(rest)))
    acts = [datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in learnt]
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    return find_streak({days.day_of(act) for act in acts}, days, days.day_of(moment))


def test_it_is_not_lost_in_the_morning_and_ends_with_the_day() -> None:
    learnt = ("2026-11-24T20:00", "2026-11-25T20:00")
    morning = streak_of("2026-11-26T06:00", *learnt)
    assert (len(morning.days), morning.is_at_risk) == (2, True)
    assert (len(streak_of("2026-11-26T23:59", *learnt).days)) == 2
    gone = streak_of("2026-11-27T00:00", *learnt)
    assert (gone.days, gone.is_at_risk, gone.longest) == ((), False, 2)


def test_an_act_after_midnight_belongs_to_the_evening() -> None:
    late = streak_of("2026-11-26T03:59", "2026-11-25T00:30", "2026-11-26T02:00", begins=4)
    assert late.days == (date(2026, 11, 25), date(2026, 11, 24))
    assert not late.is_at_risk


def test_days_of_rest_are_passed_over_and_count_when_something_is_learnt() -> None:
    friday, saturday, monday = "2026-11-20T12:00", "2026-11-21T12:00", "2026-11-23T12:00"
    assert len(streak_of(monday, friday, monday, rest=(5, 6)).days) == 2
    assert len(streak_of(monday, friday, saturday, monday, rest=(5, 6)).days) == 3
    assert len(streak_of(monday, friday, monday).days) == 1
    assert not streak_of("2026-11-22T12:00", friday, rest=(5, 6)).is_at_risk


@pytest.mark.parametrize("now", ["2026-03-29T23:00", "2026-10-25T23:00", "2028-02-29T23:00"])
def test_days_of_23_and_25_hours_and_leap_days_are_days(now: str) -> None:
    last = datetime.fromisoformat(now)
    learnt = [(last - n * DAY).isoformat() for n in range(5)]
    assert len(streak_of(now, *learnt, zone="Europe/Berlin").days) == 5


def test_a_flight_over_the_date_line_breaks_nothing() -> None:
    home, away = Rules(ZoneInfo("Pacific/Honolulu")), Rules(ZoneInfo("Pacific/Kiritimati"))
    landed = datetime(2026, 11, 25, 20, tzinfo=UTC)
    before, after = landed - timedelta(hours=20), landed + timedelta(hours=20)
    days = Days(away, ((landed, home),))
    found = find_streak({days.day_of(before), days.day_of(after)}, days, days.day_of(after))
    assert found.days == (date(2026, 11, 27), date(2026, 11, 24))


def test_no_later_setting_changes_what_a_day_was() -> None:
    before = Rules(ZoneInfo("UTC"), 0, frozenset({5}))
    changed = datetime(2026, 11, 24, 12, tzinfo=UTC)
    days = Days(Rules(ZoneInfo("UTC")), ((changed, before),))
    assert days.is_free(date(2026, 11, 21))
    assert not days.is_free(date(2026, 11, 28))
