"""Limits on the acts of a learner, so that a program cannot fill the disk. No person reaches them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from webapp.db.base import Reader
from webapp.progress.errors import TooManyChanges
from webapp.progress.models import ProgressAct

# The largest number of acts within each window.
LIMITS = ((1_000, timedelta(minutes=1)), (20_000, timedelta(days=1)))


def check_pace(reader: Reader, learner_id: int, now: datetime) -> None:
    """Raises TooManyChanges if a learner has made too many acts lately. The learner has to be locked."""
    for most, window in LIMITS:
        # The oldest of the newest `most` acts. Where it lies within the window, the limit is reached.
        earliest = reader.scalar(_EARLIER, {"learner": learner_id, "now": now, "skipped": most - 1})
        if earliest is None:
            return
        if earliest > now - window:
            raise TooManyChanges(max(1, math.ceil((earliest + window - now).total_seconds())))


_EARLIER = (
    select(ProgressAct.at)
    .where(ProgressAct.learner_id == bindparam("learner"), ProgressAct.at <= bindparam("now"))
    .order_by(ProgressAct.at.desc())
    .offset(bindparam("skipped"))
    .limit(1)
)
