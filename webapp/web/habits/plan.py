"""The plan as its page and its calendar show it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.habits.days import Days
from webapp.habits.goals import Goal, goal_of
from webapp.habits.planning import USUAL, Pace, PlannedTopic, plan_topics, topics_left, topics_on_the_way
from webapp.habits.plans import Plans, done_since, plans_of
from webapp.habits.rhythms import read_days
from webapp.learning.standing import Standing
from webapp.learning.study_time import study_minutes
from webapp.syndication.calendars import CalendarDay
from webapp.web.site.dates import format_day
from webapp.web.site.standings import overview_of, slug_of
from webapp.web.site.study_times import about_minutes
from webapp.web.site.translations import full_date, gettext, ngettext

# How many days of a plan its page shows at first.
SHOWN_DAYS = 14
# Longer than any day, whenever it began.
LONGEST_DAY = timedelta(hours=52)


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a plan with its topics."""

    title: str
    words: str
    topics: tuple[PlannedTopic, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan for a roadmap, or for the route to its topic `target`, from its next day on.

    `href` leads to the roadmap, or to the route on it.
    """

    roadmap: Roadmap
    target: Topic | None
    href: str
    hours: str
    starts_on: date
    words: str
    days: tuple[PlanDay, ...]
    later: tuple[PlanDay, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A learner's plans, and the roadmaps for which there could be one."""

    plans: tuple[PlanView, ...]
    roadmaps: tuple[Roadmap, ...]
    today: date
    has_calendar: bool
    usual_hours: str


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


def plan_page(catalog: Catalog, found: Planned, begun: Collection[str]) -> PlanPage:
    """Returns the page of a learner's plans. What was begun is the first to be planned."""
    planned_ones = {plan.roadmap.slug for plan in found.roadmaps}
    open_ones = [r for r in catalog.listed_with_variants if r.order and r.slug not in planned_ones]
    return PlanPage(
        plans=tuple(_view(plan, found.today) for plan in found.roadmaps),
        roadmaps=tuple(sorted(open_ones, key=lambda roadmap: roadmap.slug not in begun)),
        today=found.today,
        has_calendar=found.plans.has_calendar,
        usual_hours=hours_of(USUAL),
    )


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


def _view(plan: PlannedRoadmap, today: date) -> PlanView:
    days: dict[date, list[PlannedTopic]] = {}
    for topic in plan.topics:
        days.setdefault(topic.day, []).append(topic)
    views = [
        PlanDay(
            gettext("Today") if day == today else full_date(day),
            about_minutes(sum(t.minutes for t in of_day)),
            tuple(of_day),
        )
        for day, of_day in days.items()
    ]
    query = f"?{urlencode({'to': plan.goal.target.id})}" if plan.goal.target else ""
    return PlanView(
        roadmap=plan.roadmap,
        target=plan.goal.target,
        href=f"{plan.roadmap.path}/route{query}" if plan.pace.topic_id else plan.roadmap.path,
        hours=hours_of(plan.pace.minutes_a_week),
        starts_on=plan.pace.starts_on,
        words=_left_words(plan),
        days=tuple(views[:SHOWN_DAYS]),
        later=tuple(views[SHOWN_DAYS:]),
    )


def hours_of(minutes: int) -> str:
    """Returns minutes as a field of a form has them in hours."""
    return f"{minutes / 60:g}"


def _left_words(plan: PlannedRoadmap) -> str:
    if plan.topics:
        return ngettext(
            "%(num)d topic left, the last one on %(day)s",
            "%(num)d topics left, the last one on %(day)s",
            len(plan.topics),
            day=format_day(plan.topics[-1].day),
        )
    if plan.goal.is_gone:
        return gettext("The topic that this plan led to is no longer on this roadmap.")
    if plan.goal.target:
        return gettext("You got there: nothing is left of this route.")
    return gettext("Nothing is left to do.")


def last_change(found: Planned) -> datetime:
    """Returns when a plan was last changed, for the time stamps of the calendar."""
    return found.plans.changed_at or datetime(2026, 1, 1, tzinfo=UTC)
