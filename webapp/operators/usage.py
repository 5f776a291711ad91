"""How much a site is used: numbers of people, never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import Account
from webapp.accounts.sessions import count_active
from webapp.db.learners import ACCOUNT, GUEST, Learner
from webapp.progress.models import TopicMark

# Fewer people than this are not counted, so that no number is about somebody whom one knows.
FLOOR = 5
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
# The value of the status that counts towards finishing a roadmap.
DONE = "done"
# Between the ids of topics, which are parts of file names and have no line break.
SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Ending:
    """What finishes a roadmap: how many topics at least, and whether those that somebody did are enough."""

    least: int
    is_reached: Callable[[Collection[str]], bool]


@dataclass(frozen=True, slots=True)
class Period:
    """Who was here within some days, and how many accounts were made meanwhile."""

    days: int
    accounts: int | None
    guests: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class RoadmapUsage:
    """How many people have a mark on a roadmap, and how many of them have finished it."""

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
    endings: Mapping[str, Ending],
    slug_of: Callable[[str], str],
    now: datetime,
    floor: int = FLOOR,
) -> Usage:
    """Returns the numbers of a site. It reads all sessions and all marks, so don't ask for it often.

    `endings` says by slug what finishes each roadmap; `slug_of` says whose marks a key names. Roadmaps on
    which fewer than `floor` people have marks are left out.
    """
    kinds = select(Learner.kind, func.count()).group_by(Learner.kind)
    total = {kind: count for kind, count in session.execute(kinds)}  # noqa: C416  # rows are no pairs
    return Usage(
        accounts=_shown(sum(count for kind, count in total.items() if kind != GUEST), floor),
        guests=_shown(total.get(GUEST, 0), floor),
        periods=tuple(_period(session, span, now, floor) for span in (WEEK, MONTH)),
        roadmaps=_roadmaps(session, endings, slug_of, floor),
    )


def _period(session: Session, span: timedelta, now: datetime, floor: int) -> Period:
    active = count_active(session, now - span)
    new = select(func.count()).select_from(Account).where(Account.created_at >= now - span)
    counts = (active[ACCOUNT], active[GUEST], session.scalar(new) or 0)
    return Period(span.days, *(_shown(count, floor) for count in counts))


def _roadmaps(
    session: Session, endings: Mapping[str, Ending], slug_of: Callable[[str], str], floor: int
) -> tuple[RoadmapUsage, ...]:
    learners: dict[str, int] = {}
    people = func.count(TopicMark.learner_id.distinct())
    own: dict[str, Ending] = {}
    for key, count in session.execute(select(TopicMark.roadmap, people).group_by(TopicMark.roadmap)):
        slug = slug_of(key)
        if slug in endings:
            own[key] = endings[slug]
            learners[slug] = learners.get(slug, 0) + count
    finished = Counter(slug_of(key) for key in _finished(session, own))
    most_first = sorted(learners, key=lambda slug: (-learners[slug], slug))
    return tuple(
        RoadmapUsage(slug, learners[slug], _shown(finished[slug], floor))
        for slug in most_first
        if learners[slug] >= floor
    )


def _finished(session: Session, endings: Mapping[str, Ending]) -> Iterator[str]:
    """Yields the key of a roadmap for each learner who has finished it.

    Topics are read only of learners who have done as many as are demanded at least.
    """
    if not endings:
        return
    least = case({key: ending.least for key, ending in endings.items()}, value=TopicMark.roadmap)
    # One row for each learner and not for each mark: two million rows take ten times as long to read.
    topics = func.aggregate_strings(TopicMark.topic_id, SEPARATOR)
    query = (
        select(TopicMark.roadmap, topics)
        .where(TopicMark.status == DONE)
        .group_by(TopicMark.roadmap, TopicMark.learner_id)
        .having(func.count() >= least)
    )
    for key, done in session.execute(query):
        if endings[key].is_reached(frozenset(done.split(SEPARATOR))):
            yield key


def _shown(count: int, floor: int) -> int | None:
    return count if count == 0 or count >= floor else None
