"""How much a site is used: numbers of people, never who."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.sessions import count_active
from webapp.db.learners import ACCOUNT, GUEST, Learner
from webapp.progress.models import TopicMark

# Fewer people than this are not counted, so that no number is about somebody whom one knows.
FLOOR = 5
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
# The value of the status that finishes a roadmap, when all its topics have it.
DONE = "done"


@dataclass(frozen=True, slots=True)
class Period:
    """Who was here within some days, and how many accounts were made meanwhile."""

    days: int
    accounts: int | None
    guests: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class RoadmapUsage:
    """How many people have a mark on a roadmap, and how many of them have done every topic."""

    slug: str
    learners: int | None
    finished: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Numbers of people; None where they are fewer than the floor, but not nobody."""

    accounts: int | None
    guests: int | None
    periods: tuple[Period, ...]
    roadmaps: tuple[RoadmapUsage, ...]


def usage(
    session: Session,
    topics: Mapping[str, int],
    slug_of: Callable[[str], str],
    now: datetime,
    floor: int = FLOOR,
) -> Usage:
    """Returns the numbers of a site. It reads all sessions and all marks, so don't ask for it often.

    `topics` has the number of ids of each roadmap that can be marked, twins too, by slug; `slug_of` says
    whose marks a key names. Roadmaps on which fewer than `floor` people have marks are left out.
    """
    kinds = select(Learner.kind, func.count()).group_by(Learner.kind)
    total = {kind: count for kind, count in session.execute(kinds)}  # noqa: C416  # rows are no pairs
    return Usage(
        accounts=_shown(sum(count for kind, count in total.items() if kind != GUEST), floor),
        guests=_shown(total.get(GUEST, 0), floor),
        periods=tuple(_period(session, span, now, floor) for span in (WEEK, MONTH)),
        roadmaps=_roadmaps(session, topics, slug_of, floor),
    )


def _period(session: Session, span: timedelta, now: datetime, floor: int) -> Period:
    active = count_active(session, now - span)
    new = select(func.count()).select_from(Account).where(Account.created_at >= now - span)
    counts = (active[ACCOUNT], active[GUEST], session.scalar(new) or 0)
    return Period(span.days, *(_shown(count, floor) for count in counts))


def _roadmaps(
    session: Session, topics: Mapping[str, int], slug_of: Callable[[str], str], floor: int
) -> tuple[RoadmapUsage, ...]:
    learners: dict[str, int] = {}
    finished: dict[str, int] = {}
    # One pass: how many learners have done how many topics of each roadmap.
    done = func.count().filter(TopicMark.status == DONE).label("done")
    each = select(TopicMark.roadmap, done).group_by(TopicMark.roadmap, TopicMark.learner_id).subquery()
    counted = select(each.c.roadmap, each.c.done, func.count()).group_by(each.c.roadmap, each.c.done)
    for key, topics_done, people in session.execute(counted):
        slug = slug_of(key)
        if slug not in topics:
            continue
        learners[slug] = learners.get(slug, 0) + people
        finished[slug] = finished.get(slug, 0) + (people if topics_done >= topics[slug] else 0)
    most_first = sorted(learners, key=lambda slug: (-learners[slug], slug))
    return tuple(
        RoadmapUsage(slug, learners[slug], _shown(finished[slug], floor))
        for slug in most_first
        if learners[slug] >= floor
    )


def _shown(count: int, floor: int) -> int | None:
    return count if count == 0 or count >= floor else None
