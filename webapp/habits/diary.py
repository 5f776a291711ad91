"""What a learner's own pages need of the journal, read by one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CompoundSelect, Row, String, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from webapp.habits.days import Days
from webapp.habits.models import DayRhythm, PastDayRhythm, StudyPlan
from webapp.habits.planning import Pace
from webapp.habits.rhythms import rules_of
from webapp.habits.streaks import Streak, find_streak
from webapp.learning.days import LEARNING_KINDS, LEARNING_STATUSES
from webapp.progress.acts import ActSummary, undone_acts
from webapp.progress.marks import Change
from webapp.progress.models import ProgressAct, ProgressEvent

_PAST, _PRESENT, _UNDONE, _LEARNT, _EVENT, _PLAN = range(6)
_act, _event = ProgressAct.__table__.c, ProgressEvent.__table__.c
_of_act = (_event.learner_id == _act.learner_id) & (_event.act_id == _act.id)


@dataclass(frozen=True, slots=True)
class Diary:
    """A learner's days, the days with something learnt of all times, and the acts of some time.

    `paces` has the plans by key.
    """

    days: Days
    learnt: frozenset[date]
    acts: tuple[ActSummary, ...]
    paces: Mapping[str, Pace]

    def streak(self, now: datetime) -> Streak:
        """Returns the learner's streak."""
        return find_streak(self.learnt, self.days, self.days.day_of(now))


def read_diary(session: Session, learner_id: int, time_zone: str, first: datetime, last: datetime) -> Diary:
    """Returns a learner's diary with the acts of a time that changed something, the newest first.

    `time_zone` is the learner's present one, and `last` is the first moment after that time.
    """
    rows: dict[int, list[Row[tuple[object, ...]]]] = defaultdict(list)
    for row in session.execute(_query(session.get_bind().dialect.name, learner_id, first, last)):
        rows[row.part].append(row)
    undone = undone_acts({row.id: row.undone_by for row in rows[_UNDONE]})
    present = next(((row.number, row.text) for row in rows[_PRESENT]), (0, ""))
    past = sorted((row.at, rules_of(row.zone, row.number, row.text)) for row in rows[_PAST])
    days = Days(rules_of(time_zone, *present), tuple(past))
    counted = [row for row in rows[_LEARNT] if row.id not in undone]
    learnt = {days.day_of(moment) for row in counted for moment in (row.at, row.latest)}
    paces = {
        row.roadmap: Pace(date.fromisoformat(row.zone), row.number, row.topic_id or "") for row in rows[_PLAN]
    }
    return Diary(days, frozenset(learnt), _acts(rows[_EVENT], undone), paces)


def _query(
    dialect: str, learner_id: int, first: datetime, last: datetime
) -> CompoundSelect[tuple[object, ...]]:
    """Several small tables as one: what a column holds depends on `part`."""
    past, present = PastDayRhythm.__table__.c, DayRhythm.__table__.c
    no_text, no_number, no_moment = cast(null(), String), literal(0), cast(null(), past.until.type)
    # Of past rhythms: zone, end of day, days of rest; of acts: id, what has undone it, kind; of plans: first
    # day, minutes a week.
    rhythms = select(
        literal(_PAST).label("part"),
        past.until.label("at"),
        past.time_zone.label("zone"),
        past.rest_days.label("text"),
        past.day_begins.label("number"),
        *(no_text.label(name) for name in ("id", "undone_by", "roadmap", "topic_id", "before", "after")),
        no_moment.label("latest"),
    ).where(past.learner_id == learner_id)
    now = select(
        literal(_PRESENT), no_moment, no_text, present.rest_days, present.day_begins,
        *[no_text] * 6, no_moment,
    ).where(present.learner_id == learner_id)  # fmt: skip
    acts = select(
        literal(_UNDONE),
        _act.at,
        no_text,
        _act.kind,
        no_number,
        _act.id,
        _act.undone_by,
        *[no_text] * 4,
        no_moment,
    )
    undone = acts.where(_act.learner_id == learner_id, _act.undone_by.is_not(None))
    is_learnt = _event.after.in_(sorted(LEARNING_STATUSES))
    is_learning = select(_event.number).where(_of_act, is_learnt, _event.before != _event.after)
    counting = (_act.learner_id == learner_id, _act.kind.in_(LEARNING_KINDS), is_learning.exists())
    taken_back = select(
        literal(_LEARNT), _act.at, no_text, _act.kind, no_number, _act.id, *[no_text] * 5, _act.at
    ).where(*counting, _act.undone_by.is_not(None))
    # Of the acts of one hour under the same rules, the first and the last say which days they belong to.
    hour = func.date_trunc("hour", _act.at) if dialect == "postgresql" else func.substr(_act.at, 1, 13)
    rules = select(func.count()).where(past.learner_id == learner_id, past.until <= _act.at).scalar_subquery()
    hours = select(hour.label("hour"), rules.label("rules"), _act.at).where(
        *counting, _act.undone_by.is_(None)
    )
    found = hours.subquery().c
    earliest, latest = func.min(found.at), func.max(found.at)
    learnt = select(literal(_LEARNT), earliest, no_text, no_text, no_number, *[no_text] * 6, latest).group_by(
        found.hour, found.rules
    )
    events = (
        select(
            literal(_EVENT), _act.at, no_text, _act.kind, _event.number, _act.id, _act.undone_by,
            _event.roadmap, _event.topic_id, _event.before, _event.after, no_moment,
        )
        .join_from(_act.id.table, _event.number.table, _of_act)
        .where(
            _act.learner_id == learner_id, _act.at >= first, _act.at < last, _event.before != _event.after
        )
    )  # fmt: skip
    plan = StudyPlan.__table__.c
    plans = select(
        literal(_PLAN), plan.changed_at, cast(plan.starts_on, String), no_text, plan.minutes_a_week,
        no_text, no_text, plan.roadmap, plan.topic_id, no_text, no_text, no_moment,
    ).where(plan.learner_id == learner_id)  # fmt: skip
    return union_all(rhythms, now, undone, taken_back, learnt, events, plans)


def _acts(rows: Iterable[Row[tuple[object, ...]]], undone: Set[str]) -> tuple[ActSummary, ...]:
    heads: dict[str, tuple[str, datetime]] = {}
    changes: dict[str, list[Change]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        heads[row.id] = (row.text, row.at)
        changes[row.id].append(Change(row.id, row.roadmap, row.topic_id, row.before, row.after))
    newest = sorted(heads.items(), key=lambda head: head[0])
    newest.sort(key=lambda head: head[1][1], reverse=True)
    return tuple(
        ActSummary(act_id, kind, at, act_id in undone, tuple(changes[act_id]))
        for act_id, (kind, at) in newest
    )
