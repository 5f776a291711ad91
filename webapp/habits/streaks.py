"""Streaks: days in a row with something learnt. They are computed from the journal, and stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.habits.days import Days

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak that is under way, and the longest one.

    `days` are those with something learnt, the newest first. `is_at_risk` is set as long as it needs
    something to be learnt today; it ends no sooner than the day does.
    """

    days: tuple[date, ...]
    is_at_risk: bool
    longest: int


def find_streak(learnt: Collection[date], days: Days, today: date) -> Streak:
    """Returns the streak of somebody who learnt something on these days.

    A free day without anything learnt is passed over: it neither ends a streak nor makes it longer.
    """
    runs = list(_runs(frozenset(learnt), days, today))
    current = runs[-1] if runs else []
    return Streak(
        days=tuple(reversed(current)),
        is_at_risk=bool(current) and today not in learnt and not days.is_free(today),
        longest=max(map(len, runs), default=0),
    )


def _runs(learnt: Collection[date], days: Days, today: date) -> Iterator[list[date]]:
    """Yields the streaks one after the other; the last one is under way, and may be empty."""
    run: list[date] = []
    for day in sorted(learnt):
        if run and any(not days.is_free(missed) for missed in _between(run[-1], min(day, today))):
            yield run
            run = []
        run.append(day)
    if run and any(not days.is_free(missed) for missed in _between(run[-1], today)):
        yield run
        run = []
    yield run


def _between(first: date, last: date) -> Iterator[date]:
    """Yields the days after `first` and before `last`."""
    day = first + DAY
    while day < last:
        yield day
        day += DAY
