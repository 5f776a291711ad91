"""What is planned for today, as today's page and the page of plans show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.days import LEARNING_KINDS
from webapp.learning.status import DONE, PENDING
from webapp.learning.study_time import study_minutes
from webapp.progress.acts import ActSummary
from webapp.web.habits.plan import PlannedRoadmap
from webapp.web.site.translations import full_date, gettext, ngettext

# How many rows are shown of what is done already, and of what is left.
MOST_DONE, MOST_LEFT = 3, 6


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A topic of today. `tick` is the status that a press on its sign sets."""

    roadmap: Roadmap
    topic: Topic
    status: str
    tick: str
    minutes_words: str


@dataclass(frozen=True, slots=True)
class TodayPlan:
    """What is planned for today.

    `more` is the number of topics that are left and have no row. `names_roadmaps` is set if there are rows
    of several roadmaps.
    """

    words: str
    rows: tuple[TodayRow, ...]
    more: int
    names_roadmaps: bool


def learnt_today(
    acts: Iterable[ActSummary],
    marks: Mapping[str, Mapping[str, str]],
    day_of: Callable[[datetime], date],
    today: date,
) -> list[tuple[str, str]]:
    """Returns the slug and id of each topic that was learnt today and still is done, the first one first.

    `acts` are by slug, the newest first.
    """
    made = [act for act in acts if act.kind in LEARNING_KINDS and not act.is_undone]
    changes = [c for act in made if day_of(act.at) == today for c in act.changes if c.after == DONE.value]
    still = [c for c in changes if marks.get(c.roadmap, {}).get(c.topic_id) == DONE.value]
    return list(dict.fromkeys((c.roadmap, c.topic_id) for c in reversed(still)))


def today_plan(plans: Sequence[PlannedRoadmap], today: date, most_left: int = MOST_LEFT) -> TodayPlan | None:
    """Returns what is planned for today; None without a plan, and if nothing was or is left to do."""
    done = [(plan, topic) for plan in plans for topic in plan.done]
    left = [(plan, one.topic) for plan in plans for one in plan.topics if one.day == today]
    coming = [one.day for plan in plans for one in plan.topics]
    if not (done or coming):
        return None
    shown = [*done[-MOST_DONE:], *left[:most_left]]
    return TodayPlan(
        words=_words(len(done), [topic for _, topic in left], coming),
        rows=tuple(_row(plan, topic) for plan, topic in shown),
        more=max(0, len(left) - most_left),
        names_roadmaps=len({plan.roadmap.slug for plan, _ in shown}) > 1,
    )


def _row(plan: PlannedRoadmap, topic: Topic) -> TodayRow:
    status = plan.standing.status_of(topic.id)
    minutes = study_minutes(topic)
    return TodayRow(
        roadmap=plan.roadmap,
        topic=topic,
        status=status.value,
        tick=(PENDING if status is DONE else DONE).value,
        minutes_words=ngettext("%(num)d minute", "%(num)d minutes", minutes),
    )


def _words(done: int, left: Sequence[Topic], coming: Collection[date]) -> str:
    if left:
        total = done + len(left)
        topics = ngettext(
            "%(done)d of %(num)d topic done", "%(done)d of %(num)d topics done", total, done=done
        )
        minutes = sum(study_minutes(topic) for topic in left)
        rest = ngettext("about %(num)d minute left", "about %(num)d minutes left", minutes)
        return gettext("%(topics)s, %(minutes)s", topics=topics, minutes=rest)
    if done:
        return ngettext(
            "%(num)d topic done. That is all for today.", "%(num)d topics done. That is all for today.", done
        )
    return gettext("Nothing is planned for today. Next: %(day)s.", day=full_date(min(coming)))
