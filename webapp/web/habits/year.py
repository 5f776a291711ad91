"""A year of learning as a heat map, and the growth of a roadmap as a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.learning.burn_up import Step
from webapp.learning.days import Place
from webapp.web.habits.learnt_words import learnt_words
from webapp.web.site.dates import format_day
from webapp.web.site.translations import full_date, gettext, month_name, ngettext, short_month, short_weekday

DAY = timedelta(days=1)
# Units of the drawings. A cell and the gap to the next one; room for names of months and days.
CELL, STEP, TOP, LEFT = 11, 13, 18, 34
# The least number of topics for each shade.
SHADES = (1, 3, 6, 10)
WIDTH, HEIGHT, ROOM = 640, 240, 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the heat map; `href` leads to its acts, and is empty if there are none."""

    x: int
    y: int
    shade: int
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word at the edge of a drawing."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a row of the table: (date, words, number of topics) of each day with something learnt."""

    name: str
    days: tuple[tuple[date, str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year: heat map, table, and the years around it, 0 where there is none."""

    year: int
    words: str
    width: int
    height: int
    cells: tuple[Cell, ...]
    labels: tuple[Label, ...]
    months: tuple[Month, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class BurnUp:
    """The growth of a roadmap: a line, its axis, and the steps of the table: (date, words, done)."""

    words: str
    path: str
    total_y: int
    labels: tuple[Label, ...]
    steps: tuple[tuple[date, str, int], ...]


def year_page(year: int, topics: Mapping[date, Set[Place]], learnt: Iterable[date], today: date) -> YearPage:
    """Returns a year of somebody who learnt `topics` by day, and anything at all on `learnt`."""
    days = _days(year)
    first_week = days[0] - timedelta(days=days[0].weekday())
    learnt_in = {day.year for day in learnt}
    years = learnt_in | {today.year}
    own = {day: made for day, made in topics.items() if day.year == year and made}
    return YearPage(
        year=year,
        words=_words(year, own, is_first=not learnt_in),
        width=LEFT + ((days[-1] - first_week).days // 7 + 1) * STEP,
        height=TOP + 7 * STEP,
        cells=tuple(_cell(day, len(own.get(day, ())), first_week) for day in days if day <= today),
        labels=(*_months_above(days, first_week), *_days_beside(first_week)),
        months=_months(own),
        before=max((y for y in years if y < year), default=0),
        after=min((y for y in years if y > year), default=0),
    )


def burn_up_of(steps: Sequence[Step], total: int, today: date) -> BurnUp:
    """Returns the drawing of a roadmap with `total` topics, from the first change to today."""
    if not steps or not total:
        return BurnUp(gettext("Nothing is done yet."), "", 0, (), ())
    first, last = steps[0].day, max(today, steps[-1].day)
    span = max((last - first).days, 1)
    bottom = HEIGHT - ROOM

    def x(day: date) -> int:
        return ROOM + (WIDTH - 2 * ROOM) * (day - first).days // span

    def y(done: int) -> int:
        return bottom - (bottom - ROOM // 2) * done // total

    drawn = f"M{ROOM} {bottom}" + "".join(f"H{x(step.day)}V{y(step.done)}" for step in steps) + f"H{x(last)}"
    return BurnUp(
        words=ngettext(
            "%(done)d of %(num)d topic done", "%(done)d of %(num)d topics done", total, done=steps[-1].done
        ),
        path=drawn,
        total_y=y(total),
        labels=(
            Label(ROOM - 6, y(total) + 4, str(total)),
            Label(ROOM - 6, bottom + 4, "0"),
        ),
        steps=tuple((step.day, format_day(step.day), step.done) for step in reversed(steps)),
    )


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def _cell(day: date, count: int, first_week: date) -> Cell:
    week = (day - first_week).days // 7
    topics = ngettext("%(day)s: %(num)d topic", "%(day)s: %(num)d topics", count, day=full_date(day))
    return Cell(
        x=LEFT + week * STEP,
        y=TOP + day.weekday() * STEP,
        shade=sum(count >= least for least in SHADES),
        title=topics,
        href=f"/me/day?on={day}" if count else "",
    )


def _months_above(days: Iterable[date], first_week: date) -> list[Label]:
    firsts = (day for day in days if day.day == 1)
    return [Label(LEFT + (day - first_week).days // 7 * STEP, TOP - 6, short_month(day)) for day in firsts]


def _days_beside(monday: date) -> list[Label]:
    shown = (0, 2, 4)
    return [Label(0, TOP + day * STEP + 9, short_weekday(monday + timedelta(days=day))) for day in shown]


def _months(topics: Mapping[date, Set[Place]]) -> tuple[Month, ...]:
    found: dict[int, list[date]] = {}
    for day in sorted(topics):
        found.setdefault(day.month, []).append(day)
    return tuple(
        Month(
            month_name(days[0]),
            tuple((day, format_day(day), len(topics[day])) for day in days),
            len(set().union(*(topics[day] for day in days))),
        )
        for days in found.values()
    )


def _words(year: int, topics: Mapping[date, Set[Place]], is_first: bool) -> str:
    if topics:
        return learnt_words(topics)
    if is_first:
        return gettext("Your first day will light up here.")
    return gettext("No day of learning in %(year)s yet.", year=year)
