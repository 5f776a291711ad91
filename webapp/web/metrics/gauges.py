"""What is looked up when Prometheus asks: content, jobs, and how many learners are there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.accounts.sessions import count_active
from webapp.catalog.catalog import Catalog
from webapp.config import milepost_version
from webapp.db.unit_of_work import end_reading
from webapp.jobs.reading import count_jobs
from webapp.web.site.metrics import Gauge, Values

# Counting learners reads the sessions of all; once a minute is enough.
LEARNERS_SECONDS = 60.0
WINDOWS = {"1h": timedelta(hours=1), "24h": timedelta(hours=24)}
SEVERITIES = ("error", "warning", "note")


def gauges_of_content(catalog: Catalog, kept: int) -> Iterator[Gauge]:
    """Returns the version of the content, what is served of it, and what is wrong with it."""
    found = Counter[str](finding.severity for finding in catalog.findings)
    findings: Values = {(severity,): found[severity] for severity in SEVERITIES}
    yield Gauge("info", "The release.", {(milepost_version(),): 1}, ("version",))
    yield Gauge("content_info", "The version of the content.", {(catalog.version,): 1}, ("version",))
    yield Gauge("content_roadmaps", "Roadmaps that are served.", {(): len(catalog.roadmaps)})
    yield Gauge("content_findings", "Findings of `content check`.", findings, ("severity",))
    yield Gauge("content_kept_roadmaps", "Roadmaps served in an old version, for errors.", {(): kept})


class DatabaseGauges:
    """Gauges that the database is asked for; while it is away there is only `database_up`."""

    def __init__(self) -> None:
        self._learners: Gauge | None = None
        self._asked_at = 0.0

    def look_up(self, session: Session) -> list[Gauge]:
        """Returns the gauges."""
        try:
            found = [*_jobs(session), self._active(session)]
            end_reading(session)
        except SQLAlchemyError:
            end_reading(session)
            return [_up(False)]
        return [_up(True), *found]

    def _active(self, session: Session) -> Gauge:
        now = time.monotonic()
        if self._learners is None or now - self._asked_at > LEARNERS_SECONDS:
            self._learners, self._asked_at = _learners(session), now
        return self._learners


def _up(is_up: bool) -> Gauge:
    return Gauge("database_up", "Whether the database answers.", {(): int(is_up)})


def _jobs(session: Session) -> Iterator[Gauge]:
    states = count_jobs(session, datetime.now(UTC))
    counts: Values = {(state,): found.count for state, found in states.items()}
    ages: Values = {(state,): found.oldest_seconds for state, found in states.items()}
    yield Gauge("jobs", "Jobs of the queue.", counts, ("state",))
    yield Gauge("jobs_oldest_seconds", "How long the oldest has been in its state.", ages, ("state",))


def _learners(session: Session) -> Gauge:
    now = datetime.now(UTC)
    counts: Values = {
        (kind, window): count
        for window, length in WINDOWS.items()
        for kind, count in count_active(session, now - length).items()
    }
    words = "Learners who were seen within the window."
    return Gauge("learners_active", words, counts, ("kind", "window"))
