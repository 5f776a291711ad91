"""How fast a journal may grow: faster than any person, slower than a program that fills the disk."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from webapp.progress.errors import TooManyChanges
from webapp.progress.models import ProgressAct

LIMITS = ((1_000, timedelta(minutes=1)), (20_000, timedelta(days=1)))


def check_pace(session: Session, learner_id: int, now: datetime) -> None:
    """Raises TooManyChanges where a learner has made too many acts lately; the learner has to be locked."""
    for most, window in LIMITS:
        # The act that is as many acts ago as there may be in the window, found on the index.
        earliest = session.scalar(_EARLIER, {"learner": learner_id, "now": now, "skipped": most - 1})
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
