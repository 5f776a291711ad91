"""What a learner has planned, and the calendar that shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.habits.days import Days
from webapp.habits.goals import Goal, goal_of
from webapp.habits.planning import Pace, PlannedTopic, plan_topics, topics_left, topics_on_the_way
from webapp.habits.plans import Plans, done_since, plans_of
from webapp.habits.rhythms import read_days
from webapp.learning.standing import Standing
from webapp.learning.study_time import study_minutes
from webapp.syndication.calendars import CalendarDay
from webapp.web.site.standings import overview_of, slug_of
from webapp.web.site.study_times import about_minutes
from webapp.web.site.translations import gettext

# Longer than any day, whenever it began.
LONGEST_DAY = timedelta(hours=52)


@dataclass(frozen=True, slots=True)
class PlannedRoadmap:
    """A plan, and what is left of it, each topic with its day. `done` was learnt today."""

    standing: Standing
    pace: Pace
    goal: Goal
    topics: tuple[PlannedTopic, ...]
    done: tuple[Topic, ...]

    @property
    def roadmap(self) -> Roadmap:
        """The roadmap that is planned."""
        return self.standing.roadmap


@dataclass(frozen=True, slots=True)
class Planned:
    """Everything that a learner has planned."""

    plans: Plans
    days: Days
    today: date
    roadmaps: tuple[PlannedRoadmap, ...]


def planned(session: Session, catalog: Catalog, learner_id: int, now: datetime) -> Planned:
    """Returns what a learner has planned. A plan whose roadmap is gone is left out."""
    plans, days = plans_of(session, learner_id), read_days(session, learner_id)
    today = days.day_of(now)
    if not plans.paces:
        return Planned(plans, days, today, ())
    marks = overview_of(learner_id).marks
    done = [
        (slug_of(key), topic)
        for key, topic, at in done_since(session, learner_id, now - LONGEST_DAY)
        if days.day_of(at) == today
    ]
    paces = {slug_of(key): pace for key, pace in plans.paces.items()}
    return Planned(plans, days, today, plan_roadmaps(catalog, paces, marks, done, days, today))


def plan_roadmaps(
    catalog: Catalog,
    paces: Mapping[str, Pace],
    marks: Mapping[str, Mapping[str, str]],
    done: Collection[tuple[str, str]],
    days: Days,
    today: date,
) -> tuple[PlannedRoadmap, ...]:
    """Returns the plans with these slugs. One whose roadmap is gone is left out.

    `done` are the slugs and ids of the topics that were learnt today.
    """
    found = []
    for slug, pace in paces.items():
        roadmap = catalog.roadmaps.get(slug)
        if roadmap is not None:
            learnt = _known_topics(roadmap, (topic for of, topic in done if of == slug))
            spent = sum(study_minutes(topic) for topic in learnt)
            standing = Standing(roadmap, marks.get(slug, {}))
            goal = goal_of(catalog, roadmap, pace.topic_id)
            topics = plan_topics(_topics(standing, goal), pace, days.present, today, spent)
            found.append(PlannedRoadmap(standing, pace, goal, topics, learnt))
    return tuple(found)


def _topics(standing: Standing, goal: Goal) -> Sequence[Topic]:
    if goal.is_gone:
        return ()
    return topics_on_the_way(standing, goal.target) if goal.target else topics_left(standing)


def calendar_days(found: Planned, learner_id: int, site_url: str) -> list[CalendarDay]:
    """Returns the planned topics as days of a calendar."""
    return [
        CalendarDay(
            uid=uid_of(site_url, learner_id, plan.roadmap.slug, planned_topic.topic.id),
            day=planned_topic.day,
            title=planned_topic.topic.label,
            text=gettext(
                "%(roadmap)s: %(minutes)s",
                roadmap=plan.roadmap.brief_title,
                minutes=about_minutes(planned_topic.minutes),
            ),
            url=f"{site_url}{planned_topic.topic.path}",
        )
        for plan in found.roadmaps
        for planned_topic in plan.topics
    ]


def uid_of(site_url: str, *parts: object) -> str:
    """Returns a name that is the same each time, and says nothing of the learner."""
    text = "/".join(map(str, parts))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@{urlsplit(site_url).hostname}"


def _known_topics(roadmap: Roadmap, topic_ids: Iterable[str]) -> tuple[Topic, ...]:
    ids = dict.fromkeys(roadmap.aliases.get(i, i) for i in topic_ids)
    return tuple(roadmap.topics[i] for i in ids if i in roadmap.topics)


def last_change(found: Planned) -> datetime:
    """Returns when a plan was last changed, for the time stamps of the calendar."""
    return found.plans.changed_at or datetime(2026, 1, 1, tzinfo=UTC)
