"""Limits on the acts of a learner, so that a program cannot fill the disk. No person reaches them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, select

from webapp.db.base import Reader
from webapp.progress.errors import TooManyChanges
from webapp.progress.models import ProgressAct

# The largest number of acts within each window.
LIMITS = ((1_000, timedelta(minutes=1)), (20_000, timedelta(days=1)))


LONGEST = max(window for _, window in LIMITS)


def earlier_act() -> Select[datetime]:
    """Returns the query for an act of `learner` between `since` and `now`: that before `skipped` newer ones.

    Older acts count for no limit. Without that bound, every act of a learner with a long journal walked over
    as many entries of the index as the limit has.
    """
    at = ProgressAct.at
    return (
        select(at)
        .where(
            ProgressAct.learner_id == bindparam("learner"), at > bindparam("since"), at <= bindparam("now")
        )
        .order_by(ProgressAct.at.desc())
        .offset(bindparam("skipped"))
        .limit(1)
    )


def check_pace(reader: Reader, learner_id: int, now: datetime, limiting_act: datetime | None) -> None:
    """Raises TooManyChanges if a learner, who has to be locked, has made too many acts lately.

    `limiting_act` is when the oldest act was made that counts for the first limit, if there are so many
    within the longest window.
    """
    earliest = limiting_act
    for most, window in LIMITS:
        if most != LIMITS[0][0]:
            earliest = reader.scalar(
                _EARLIER, {"learner": learner_id, "since": now - LONGEST, "now": now, "skipped": most - 1}
            )
        if earliest is None:
            return
        # Where it lies within the window, the limit is reached.
        if earliest > now - window:
            raise TooManyChanges(max(1, math.ceil((earliest + window - now).total_seconds())))


_EARLIER = earlier_act()
