"""A plan: when each topic of a roadmap, or of a route on it, comes. It is made anew whenever it is looked at.

What is done, skipped or optional has left it, and the rest begins today, so that a plan is never behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.catalog.model import Topic
from webapp.habits.days import Rules
from webapp.learning.routes import route_to
from webapp.learning.standing import Standing
from webapp.learning.status import SKIPPED
from webapp.learning.study_time import study_minutes

# Minutes a week.
LEAST, MOST = 30, 60 * 60
# What a new plan suggests.
USUAL = 4 * 60


@dataclass(frozen=True, slots=True)
class Pace:
    """From which day on, and how many minutes a week.

    `topic_id` is the topic to get to; it is empty if the whole roadmap is planned.
    """

    starts_on: date
    minutes_a_week: int
    topic_id: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTopic:
    """A topic with the day on which it is begun, and how long it takes."""

    day: date
    topic: Topic
    minutes: int


def plan_topics(
    topics: Iterable[Topic], pace: Pace, rules: Rules, today: date, minutes_today: int = 0
) -> tuple[PlannedTopic, ...]:
    """Returns topics in their order, each on the day on which it is begun.

    The minutes of a week are spread evenly over the days that are not for rest. `minutes_today` of today's
    have been spent on what is done already.
    """
    begin = max(pace.starts_on, today)
    days = _learning_days(begin, rules)
    week = min(max(pace.minutes_a_week, LEAST), MOST)
    per_week = 7 - len(rules.rest_days)
    day, place = next(days), 0
    # Who did more today than was planned has tomorrow's part left as it is.
    spent = min(minutes_today, -(-week // per_week)) if day == today else 0
    planned: list[PlannedTopic] = []
    for topic in topics:
        minutes = study_minutes(topic)
        while spent * per_week // week > place:
            day, place = next(days), place + 1
        spent += minutes
        planned.append(PlannedTopic(day, topic, minutes))
    return tuple(planned)


def topics_on_the_way(standing: Standing, target: Topic) -> list[Topic]:
    """Returns what is left of the route to a topic; of what a learner skips, only the topic itself."""
    steps = route_to(standing, target).steps
    return [s.topic for s in steps if s.topic is target or standing.status_of(s.topic.id) is not SKIPPED]


def topics_left(standing: Standing) -> list[Topic]:
    """Returns the topics that are left: in reading order, but each after those that it requires."""
    left = {topic.id: topic for topic in standing.left}
    order: dict[str, None] = {}
    for topic_id in left:
        _add(left, topic_id, order)
    return [left[i] for i in order]


def _learning_days(first: date, rules: Rules) -> Iterator[date]:
    day = first
    while True:
        if day.weekday() not in rules.rest_days:
            yield day
        day += timedelta(days=1)


def _add(left: Mapping[str, Topic], topic_id: str, order: dict[str, None]) -> None:
    """Adds a topic, before it what it requires, and before that what that requires, without recursion."""
    waiting = [topic_id]
    begun: set[str] = set()
    while waiting:
        current = waiting[-1]
        missing = [i for i in left[current].requires if i in left and i not in begun and i not in order]
        if current in begun or not missing:
            order.setdefault(waiting.pop())
        else:
            waiting.extend(reversed(missing))
        begun.add(current)
