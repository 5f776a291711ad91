"""The days of a learner: by time zone and by the hour at which a day ends, both of which may change.

Each moment belongs to the day by the rules that were in force then, so that no later setting changes what a
day was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate

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
        return self._rules[bisect_right(self._moments, moment)].day_of(moment)

    def is_free(self, day: date) -> bool:
        """Whether nothing is expected on a day.

        It is one for rest by the rules with which it ended, or a move to another time zone cut it short.
        """
        return day in self._cut_short or day.weekday() in self._rules_of(day).rest_days

    def _rules_of(self, day: date) -> Rules:
        return self._rules[bisect_right(self._ends, day)]

    @cached_property
    def _rules(self) -> Sequence[Rules]:
        return [*(rules for _, rules in self.past), self.present]

    @cached_property
    def _moments(self) -> Sequence[datetime]:
        """When each of the past rules ended."""
        return [until for until, _ in self.past]

    @cached_property
    def _ends(self) -> Sequence[date]:
        """The day that had begun when each of the past rules ended, or an earlier one's if that is later."""
        return list(accumulate((rules.day_of(until) for until, rules in self.past), max))

    @cached_property
    def _cut_short(self) -> frozenset[date]:
        found: set[date] = set()
        for (until, before), after in zip(self.past, self._rules[1:], strict=True):
            left, reached = before.day_of(until), after.day_of(until)
            if reached > left:
                found |= {left + timedelta(days=n) for n in range((reached - left).days + 1)}
        return frozenset(found)
