"""A learner's time zone, end of day and days of rest: read, and changed without changing days that were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.orm import Session

from webapp.accounts.time_zones import set_time_zone, time_zones
from webapp.db.base import Reader
from webapp.db.learners import Learner, lock_learner
from webapp.habits.days import LATEST_END, Days, Rules
from webapp.habits.models import DayRhythm, PastDayRhythm
from webapp.learning.days import zone_named

WEEK = frozenset(range(7))
# How many rhythms of before are kept; the pages of somebody who changes them all day stay fast.
MOST_PAST = 500


class BadRhythm(ValueError):
    """A day cannot end then, or every day would be one for rest."""


def read_days(reader: Reader, learner_id: int) -> Days:
    """Returns a learner's days, by one query."""
    past, present, own = PastDayRhythm.__table__, DayRhythm.__table__, Learner.__table__
    of_present = (own.c.time_zone, present.c.day_begins, present.c.rest_days)
    of_past = (past.c.until, past.c.time_zone, past.c.day_begins, past.c.rest_days)
    rows = reader.execute(
        select(*of_present, *of_past)
        .select_from(own)
        .outerjoin(present, present.c.learner_id == own.c.id)
        .outerjoin(past, past.c.learner_id == own.c.id)
        .where(own.c.id == learner_id)
        .order_by(past.c.until)
    ).all()
    if not rows:
        return Days()
    zone, begins, rest = rows[0][:3]
    past_rules = [
        (until, rules_of(zone_then, begun, rests)) for *_, until, zone_then, begun, rests in rows if until
    ]
    return Days(rules_of(zone, begins or 0, rest or ""), tuple(past_rules))


def rules_of(zone: str, day_begins: int, rest_days: str) -> Rules:
    """Returns rules as they are stored, also by an import: what cannot be is left out."""
    rest = frozenset(day for day in WEEK if str(day) in rest_days)
    begins = day_begins if 0 <= day_begins <= LATEST_END else 0
    return Rules(zone_named(zone), begins, rest if rest < WEEK else frozenset())


def set_rhythm(
    session: Session, learner_id: int, day_begins: int, rest_days: Collection[int], now: datetime
) -> None:
    """Stores when days end and which are for rest, within a unit of work. Raises BadRhythm."""
    if not 0 <= day_begins <= LATEST_END or not WEEK.issuperset(rest_days) or set(rest_days) == WEEK:
        raise BadRhythm(day_begins)
    _keep_past(session, learner_id, now)
    values = {"day_begins": day_begins, "rest_days": "".join(map(str, sorted(set(rest_days))))}
    added = _insert(session.connection(), DayRhythm).values(learner_id=learner_id, **values)
    session.execute(added.on_conflict_do_update(index_elements=["learner_id"], set_=values))


def move(session: Session, learner_id: int, time_zone: str, now: datetime) -> None:
    """Stores the time zone from now on, within a unit of work. Raises AccountError."""
    _keep_past(session, learner_id, now)
    set_time_zone(session, learner_id, time_zone)


def begin_in(session: Session, learner_id: int, time_zone: str) -> None:
    """Stores a learner's first time zone, within a unit of work. One that the list lacks is left out."""
    if time_zone in time_zones():
        has_none = (Learner.id == learner_id, Learner.time_zone == "")
        session.execute(update(Learner).where(*has_none).values(time_zone=time_zone))


def _keep_past(session: Session, learner_id: int, now: datetime) -> None:
    """Stores what held until now. Before the first zone is known there is nothing to keep."""
    lock_learner(session, learner_id)
    zone = session.scalar(select(Learner.time_zone).where(Learner.id == learner_id))
    if not zone:
        return
    row = session.get(DayRhythm, learner_id, populate_existing=True)
    values = {
        "time_zone": zone,
        "day_begins": row.day_begins if row else 0,
        "rest_days": row.rest_days if row else "",
    }
    added = _insert(session.connection(), PastDayRhythm).values(learner_id=learner_id, until=now, **values)
    # Of two changes in one moment the first one ended what held before.
    session.execute(added.on_conflict_do_nothing(index_elements=["learner_id", "until"]))
    own = PastDayRhythm.learner_id == learner_id
    newest = select(PastDayRhythm.until).where(own).order_by(PastDayRhythm.until.desc())
    too_old = newest.offset(MOST_PAST).limit(1).scalar_subquery()
    session.execute(delete(PastDayRhythm).where(own, PastDayRhythm.until <= too_old))


def _insert(connection: Connection, model: type[DayRhythm] | type[PastDayRhythm]) -> Insert:
    made: Insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(model)
    return made
