"""What is deleted once a day because nobody needs it any more; each is a job of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from webapp.accounts.audit import purge_audit
from webapp.accounts.guests import purge_guests
from webapp.accounts.identities import purge_states
from webapp.accounts.purges import (
    purge_attempts,
    purge_email_links,
    purge_first_tokens,
    purge_resets,
    purge_sessions,
    purge_tries,
)
from webapp.accounts.renaming import purge_names
from webapp.db.purging import Purged
from webapp.db.unit_of_work import end_reading, writing
from webapp.jobs.queue import purge_jobs
from webapp.jobs.steady_clock import held_until
from webapp.jobs.worker import Handler
from webapp.portability.deletion import purge_accounts
from webapp.progress.pending_imports import purge_files
from webapp.progress.shares import purge_links

Sessions = Callable[[], AbstractContextManager[Session]]
# Deletes some rows beyond a key, in the caller's transaction.
Purge = Callable[[Session, datetime, int], Purged]
log = logging.getLogger("milepost.jobs")
# Shorter than a lease. What is left then is deleted on the next day.
MOST_SECONDS = 120.0
# The name of a job is `purge-` and the name of the purge.
PURGES: Mapping[str, Purge] = {
    "guests": purge_guests,
    "sessions": purge_sessions,
    "password-resets": purge_resets,
    "email-links": purge_email_links,
    "attempts": purge_attempts,
    "tries": purge_tries,
    "provider-states": purge_states,
    "first-tokens": purge_first_tokens,
    "imports": purge_files,
    "accounts": purge_accounts,
    "names": purge_names,
    "share-links": purge_links,
    "jobs": purge_jobs,
    "audit": purge_audit,
}


def purge_handlers(sessions: Sessions) -> dict[str, Handler]:
    """Returns the daily jobs that delete, by their kinds. After a jump of the clock they delete nothing."""
    told: set[datetime] = set()

    def handle(purge: Purge, _: Mapping[str, Any]) -> None:
        held = _held_until(sessions)
        if held is None:
            run_purge(sessions, purge, MOST_SECONDS)
        elif held not in told:
            # Once for all purges of these days.
            told.add(held)
            log.warning("the clock has jumped; nothing is purged before %s UTC", f"{held:%Y-%m-%d %H:%M}")

    return {f"purge-{name}": partial(handle, purge) for name, purge in PURGES.items()}


def _held_until(sessions: Sessions) -> datetime | None:
    with sessions() as session:
        held = held_until(session, datetime.now(UTC))
        end_reading(session)
        return held


def run_purge(sessions: Sessions, purge: Purge, most_seconds: float = float("inf")) -> int:
    """Deletes in transactions of their own until nothing is left; returns how many rows there were."""
    deleted, after, end = 0, 0, time.monotonic() + most_seconds
    while True:
        with sessions() as session, writing(session):
            count, after = purge(session, datetime.now(UTC), after)
        deleted += count
        if after == 0 or time.monotonic() > end:
            return deleted
