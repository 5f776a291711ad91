"""The page of a learner's plans: what comes today, and the weeks after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.habits.planning import USUAL, PlannedTopic
from webapp.web.habits.plan import Planned, PlannedRoadmap
from webapp.web.habits.plan_today import TodayPlan, today_plan
from webapp.web.site.dates import format_day
from webapp.web.site.study_times import about_minutes
from webapp.web.site.translations import full_date, gettext, ngettext

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a plan with its topics."""

    title: str
    words: str
    topics: tuple[PlannedTopic, ...]


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """The days of a calendar week that are still to come."""

    title: str
    words: str
    days: tuple[PlanDay, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan for a roadmap, or for the route to its topic `target`.

    `href` leads to the roadmap, or to the route on it.
    """

    roadmap: Roadmap
    target: Topic | None
    href: str
    hours: str
    starts_on: date
    words: str
    today: TodayPlan | None
    weeks: tuple[PlanWeek, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A learner's plans, and the roadmaps for which there could be one."""

    plans: tuple[PlanView, ...]
    roadmaps: tuple[Roadmap, ...]
    today: date
    has_calendar: bool
    usual_hours: str


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


def _view(plan: PlannedRoadmap, today: date) -> PlanView:
    query = f"?{urlencode({'to': plan.goal.target.id})}" if plan.goal.target else ""
    coming = [topic for topic in plan.topics if topic.day > today]
    return PlanView(
        roadmap=plan.roadmap,
        target=plan.goal.target,
        href=f"{plan.roadmap.path}/route{query}" if plan.pace.topic_id else plan.roadmap.path,
        hours=hours_of(plan.pace.minutes_a_week),
        starts_on=plan.pace.starts_on,
        words=_left_words(plan),
        today=today_plan([plan], today, most_left=len(plan.topics)),
        weeks=tuple(_weeks(coming, today)),
    )


def _weeks(coming: Iterable[PlannedTopic], today: date) -> Iterable[PlanWeek]:
    weeks: dict[date, dict[date, list[PlannedTopic]]] = {}
    for topic in coming:
        monday = topic.day - timedelta(days=topic.day.weekday())
        weeks.setdefault(monday, {}).setdefault(topic.day, []).append(topic)
    present = today - timedelta(days=today.weekday())
    for monday, days in weeks.items():
        count = sum(len(of_day) for of_day in days.values())
        yield PlanWeek(
            title=_week_title(monday, present),
            words=ngettext("%(num)d topic", "%(num)d topics", count),
            days=tuple(
                PlanDay(full_date(day), about_minutes(sum(t.minutes for t in of_day)), tuple(of_day))
                for day, of_day in days.items()
            ),
        )


def _week_title(monday: date, present: date) -> str:
    if monday == present:
        return gettext("The rest of this week")
    if monday == present + WEEK:
        return gettext("Next week")
    return gettext("Week of %(day)s", day=format_day(monday))


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
