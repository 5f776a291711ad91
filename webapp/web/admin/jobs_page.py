"""What the page of mail and jobs shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.jobs.reading import DUE, FAILED, KindCount, ListedJob
from webapp.web.admin.masking import masked
from webapp.web.site.dates import format_age
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class KindRow:
    """The jobs of a kind, in words."""

    kind: str
    words: tuple[str, ...]
    has_failed: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job. `error` says why it was not done the last time, without addresses and links."""

    id: int
    kind: str
    name: str
    state: str
    is_failed: bool
    facts: tuple[str, ...]
    error: str


def kind_rows(counts: Iterable[KindCount], now: datetime) -> tuple[KindRow, ...]:
    """Returns what there is of each kind."""
    return tuple(KindRow(one.kind, tuple(_counts(one, now)), one.failed > 0) for one in counts)


def job_rows(jobs: Iterable[ListedJob], now: datetime) -> tuple[JobRow, ...]:
    """Returns the jobs of a list."""
    return tuple(
        JobRow(
            id=job.id,
            kind=job.kind,
            name=job.name,
            state=_state(job.state),
            is_failed=job.state == FAILED,
            facts=tuple(_facts(job, now)),
            error=masked(job.last_error),
        )
        for job in jobs
    )


def _counts(one: KindCount, now: datetime) -> list[str]:
    words = [ngettext("%(num)d is due", "%(num)d are due", one.due)] if one.due else []
    if one.waiting:
        words.append(ngettext("%(num)d waits", "%(num)d wait", one.waiting))
    if one.failed:
        words.append(ngettext("%(num)d has failed", "%(num)d have failed", one.failed))
    words.append(gettext("the oldest came %(age)s", age=format_age(one.oldest_at, now)))
    return words


def _facts(job: ListedJob, now: datetime) -> list[str]:
    facts = [gettext("came %(age)s", age=format_age(job.created_at, now))]
    if job.attempts:
        facts.append(ngettext("tried once", "tried %(num)d times", job.attempts))
    if job.due is not None and job.due > now:
        facts.append(gettext("next at %(time)s UTC", time=job.due.strftime("%Y-%m-%d %H:%M")))
    return facts


def _state(state: str) -> str:
    if state == FAILED:
        return gettext("failed")
    return gettext("due") if state == DUE else gettext("waits")
