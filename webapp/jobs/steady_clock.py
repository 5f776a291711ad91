"""Whether the clock has gone steadily since the daily purges before, so that they may delete by it.

A clock that is a year ahead for an hour would delete sessions, guests and accounts, which nobody can bring
back. The queue keeps when the purges of each day were put in, in the order in which that happened. Where two
that follow each other are too far apart, or the later one has the earlier time, the clock has jumped.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.jobs.models import Job

# A site may be switched on once a week. With a smaller jump, rows go so many days too early at most.
LONGEST_GAP = timedelta(days=8)
# How far the clocks of several machines may be apart.
SLACK = timedelta(minutes=5)
# After a jump the clock is believed again when it has gone on for so long.
STEADY = timedelta(days=3)
# All purges of a day are put in together, so that one kind tells when.
KIND = "purge-guests"
# Enough for STEADY, with one a day.
MOST_READ = 10


def held_until(session: Session, now: datetime) -> datetime | None:
    """Returns until when nothing is to be purged because the clock has jumped, or None if it has not."""
    later = now
    for earlier in session.scalars(_RUNS):
        if not -SLACK <= later - earlier <= LONGEST_GAP:
            return later + STEADY
        if now - earlier >= STEADY:
            return None
        later = earlier
    return None


_RUNS = (
    select(Job.created_at)
    .where(Job.kind == KIND, Job.schedule_key.is_not(None))
    .order_by(Job.id.desc())
    .limit(MOST_READ)
)
