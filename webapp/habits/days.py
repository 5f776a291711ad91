"""The days of a learner: by time zone and by the hour at which a day ends, both of which may change.

Each moment belongs to the day by the rules that were in force then, so that no later setting changes what a
day was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property

# Hours at which a day may end, for those who learn late.
LATEST_END = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """By which a moment belongs to a day. `rest_days` are days of the week, 0 for Monday."""

    zone: tzinfo = UTC
    day_begins: int = 0
    rest_days: frozenset[int] = frozenset()

    def day_of(self, moment: datetime) -> date:
        """Returns the day to which a moment belongs, by what a clock on the wall shows."""
        shown = moment.astimezone(self.zone).replace(tzinfo=None)
        return (shown - timedelta(hours=self.day_begins)).date()


@dataclass(frozen=True)
class Days:
    """The present rules, and those of before with the moment at which each ended, the oldest first."""

    present: Rules = Rules()
    past: Sequence[tuple[datetime, Rules]] = ()

    def day_of(self, moment: datetime) -> date:
        """Returns the day to which a moment belongs."""
        return next((rules for until, rules in self.past if moment < until), self.present).day_of(moment)

    def is_free(self, day: date) -> bool:
        """Whether nothing is expected on a day.

        It is one for rest by the rules with which it ended, or a move to another time zone cut it short.
        """
        return day in self._cut_short or day.weekday() in self._rules_of(day).rest_days

    def _rules_of(self, day: date) -> Rules:
        return next((rules for until, rules in self.past if rules.day_of(until) > day), self.present)

    @cached_property
    def _cut_short(self) -> frozenset[date]:
        following = [*(rules for _, rules in self.past[1:]), self.present]
        found: set[date] = set()
        for (until, before), after in zip(self.past, following, strict=False):
            left, reached = before.day_of(until), after.day_of(until)
            if reached > left:
                found |= {left + timedelta(days=n) for n in range((reached - left).days + 1)}
        return frozenset(found)
