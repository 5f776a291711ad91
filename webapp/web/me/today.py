"""Today's page of a learner: one thing to do, the week, what else there is, and the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.texts.opening import first_sentence
from webapp.catalog.trails import last_on_the_path, trail
from webapp.habits.diary import Diary
from webapp.habits.goals import next_on_the_way
from webapp.habits.planning import Pace
from webapp.learning.days import DayOf, LearningDay, by_day, latest_days
from webapp.learning.standing import Standing
from webapp.learning.study_time import study_minutes
from webapp.learning.suggestions import Suggestion, suggestions
from webapp.learning.today import Today, today
from webapp.progress.acts import ActSummary
from webapp.progress.marks import Overview
from webapp.web.habits.learnt_words import learnt_words
from webapp.web.habits.plan import plan_roadmaps
from webapp.web.habits.plan_today import TodayPlan, learnt_today, today_plan
from webapp.web.habits.streak_words import StreakView, streak_view
from webapp.web.me.acts import ActView, act_view
from webapp.web.records.counts import walked_words
from webapp.web.roadmaps.cards import Card, card, standing_card
from webapp.web.site.dates import format_day
from webapp.web.site.map_pictures import picture
from webapp.web.site.meters import Meter, meter
from webapp.web.site.translations import full_date, gettext, ngettext, short_weekday
from webapp.web.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Current:
    """The roadmap to go on with. `topic` is None if only skipped topics are left.

    `sentence` is the first one of the topic's text, and `section` is what the topic belongs to.
    """

    roadmap: Roadmap
    picture: Markup
    meter: Meter
    topic: Topic | None
    section: str
    sentence: str
    facts: str


@dataclass(frozen=True, slots=True)
class FinishedRoadmap:
    """A roadmap of which every topic is done. `record` is the address of its record, if one was made."""

    roadmap: Roadmap
    words: str
    record: str


@dataclass(frozen=True, slots=True)
class Onward:
    """What stands there when nothing is under way.

    `walked` is the roadmap that was finished last, or None if nothing was begun; `finished` says how much
    that was. `following` is the first
    suggestion. The picture is the end of the one, or the beginning of the other.
    """

    walked: Roadmap | None
    finished: FinishedRoadmap | None
    following: Roadmap | None
    picture: Markup


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the week that was. `href` leads to its acts, and is empty if there are none."""

    name: str
    title: str
    count: int
    is_today: bool
    href: str


@dataclass(frozen=True, slots=True)
class JournalDay:
    """The acts of one day."""

    id: str
    title: str
    count: str
    acts: tuple[ActView, ...]


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Today's page. It has either `current` or `onward`."""

    date_words: str
    current: Current | None
    onward: Onward | None
    plan: TodayPlan | None
    week: tuple[DayView, ...]
    week_words: str
    streak: StreakView | None
    under_way: tuple[Card, ...]
    finished: tuple[FinishedRoadmap, ...]
    suggestions: tuple[Card, ...]
    journal: tuple[JournalDay, ...]
    time_zone: str


def today_page(
    catalog: Catalog,
    who: Visitor,
    overview: Overview,
    diary: Diary,
    acts: Sequence[ActSummary],
    now: datetime,
    paces: Mapping[str, Pace],
) -> TodayPage:
    """Returns today's page of a learner; `acts` are those of the diary, by slug.

    `paces` are the plans by slug. Where nothing is under way, they lead on.
    """
    day_of, today_is = diary.days.day_of, diary.days.day_of(now)
    goals = {slug: pace.topic_id for slug, pace in paces.items()}
    done = learnt_today(acts, overview.marks, day_of, today_is)
    plans = plan_roadmaps(catalog, paces, overview.marks, done, diary.days, today_is)
    found = today(catalog, overview)
    if found.current is None:
        found = today(catalog, overview, goals.keys())
    suggested = _suggested(catalog, found)
    days = latest_days(catalog, acts, day_of, now)
    recent = [act for act in acts if day_of(act.at) >= days[0].day]
    walked = tuple(_finished(s, overview, day_of) for s in found.finished)
    return TodayPage(
        date_words=full_date(days[-1].day),
        current=_current(catalog, found.current, goals) if found.current else None,
        onward=None if found.current else _onward(found, suggested, walked[:1]),
        plan=today_plan(plans, today_is),
        week=tuple(_day_view(day, days[-1].day) for day in days),
        week_words=_week_words(days),
        streak=streak_view(diary.streak(now)),
        under_way=tuple(standing_card(s) for s in found.under_way),
        finished=walked,
        suggestions=tuple(suggested_card(s) for s in suggested),
        journal=journal(catalog, recent, day_of, now),
        time_zone=who.time_zone,
    )


def journal(
    catalog: Catalog, acts: Iterable[ActSummary], day_of: DayOf, now: datetime
) -> tuple[JournalDay, ...]:
    """Returns acts by the days on which they were made."""
    present = day_of(now)
    return tuple(
        JournalDay(
            id=_day_id(day),
            title=_day_title(day, present),
            count=ngettext("%(num)d change", "%(num)d changes", len(made)),
            acts=tuple(act_view(catalog, act, now) for act in made),
        )
        for day, made in by_day(acts, day_of)
    )


def _current(catalog: Catalog, standing: Standing, goals: Mapping[str, str]) -> Current:
    topic = next_on_the_way(catalog, standing, goals.get(standing.roadmap.slug, ""))
    return _current_view(standing, topic)


def current_view(standing: Standing) -> Current:
    """Returns the roadmap to go on with, as its card shows it."""
    return _current_view(standing, standing.next_topic)


def _current_view(standing: Standing, topic: Topic | None) -> Current:
    here = topic.id if topic else ""
    return Current(
        roadmap=standing.roadmap,
        picture=picture(standing, here),
        meter=meter(standing),
        topic=topic,
        section=_section(standing.roadmap, topic) if topic else "",
        sentence=first_sentence(topic.text) if topic else "",
        facts=_facts(topic) if topic else "",
    )


def _section(roadmap: Roadmap, topic: Topic) -> str:
    entries = trail(roadmap, topic.id)
    return entries[0].label if len(entries) > 1 else ""


def _facts(topic: Topic) -> str:
    minutes = study_minutes(topic)
    words = ngettext("About %(num)d minute", "About %(num)d minutes", minutes)
    if not topic.resources:
        return words
    links = ngettext("%(num)d link to read on", "%(num)d links to read on", len(topic.resources))
    return gettext("%(minutes)s, with %(links)s", minutes=words, links=links)


def onward_view(catalog: Catalog, found: Today) -> Onward:
    """Returns what leads on for a learner who has no roadmap to go on with."""
    return _onward(found, _suggested(catalog, found))


def _onward(found: Today, suggested: Sequence[Suggestion], walked: Sequence[FinishedRoadmap] = ()) -> Onward:
    last = found.finished[0] if found.finished else None
    following = suggested[0].roadmap if suggested else None
    if last and last.roadmap.graph:
        shown = picture(last, last_on_the_path(last.roadmap), is_end=True)
    else:
        shown = picture(Standing(following, {}), following.order[0]) if following else Markup()
    return Onward(last.roadmap if last else None, next(iter(walked), None), following, shown)


def _suggested(catalog: Catalog, found: Today) -> tuple[Suggestion, ...]:
    begun = [s.roadmap for s in (found.current, *found.under_way) if s]
    return suggestions(catalog, begun, [s.roadmap for s in found.finished])


def _day_view(day: LearningDay, present: date) -> DayView:
    title, count = _day_title(day.day, present), len(day.topics)
    return DayView(
        name=gettext("Today") if day.day == present else short_weekday(day.day),
        title=ngettext("%(day)s: %(num)d topic", "%(day)s: %(num)d topics", count, day=title),
        count=count,
        is_today=day.day == present,
        href=f"#{_day_id(day.day)}" if count else "",
    )


def _day_id(day: date) -> str:
    return f"day-{day.isoformat()}"


def _day_title(day: date, present: date) -> str:
    if day == present:
        return gettext("Today")
    if day == present - timedelta(days=1):
        return gettext("Yesterday")
    return full_date(day)


def _week_words(days: Iterable[LearningDay]) -> str:
    learnt = {day.day: day.topics for day in days if day.topics}
    return learnt_words(learnt) if learnt else gettext("Nothing yet. One topic is enough for a day.")


def _finished(standing: Standing, overview: Overview, day_of: DayOf) -> FinishedRoadmap:
    slug = standing.roadmap.slug
    code = overview.codes.get(slug, "")
    words = gettext(
        "%(topics)s, the last one on %(day)s",
        topics=walked_words(standing.counts),
        day=format_day(day_of(overview.marked_at[slug])),
    )
    return FinishedRoadmap(standing.roadmap, words, f"/record/{code}" if code else "")


def suggested_card(suggestion: Suggestion) -> Card:
    """Returns the card of a suggested roadmap, which says what it follows."""
    return card(suggestion.roadmap, note=_why(suggestion))


def _why(suggestion: Suggestion) -> str:
    if suggestion.after is None:
        return ""
    own = suggestion.after.brief_title
    if suggestion.is_after_finished:
        return gettext("Follows on from %(roadmap)s", roadmap=own)
    return gettext("Goes with %(roadmap)s", roadmap=own)
