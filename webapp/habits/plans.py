"""The plans of a learner, and the private address of the calendar that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts.public import MAY_BE_SHOWN
from webapp.accounts.tokens import new_token, read_own_token
from webapp.db.learners import Learner, lock_learner
from webapp.habits.models import CalendarAddress, StudyPlan
from webapp.habits.planning import LEAST, MOST, Pace
from webapp.learning.days import LEARNING_KINDS
from webapp.learning.status import DONE
from webapp.progress.models import ProgressAct, ProgressEvent, TopicMark

# A start that is further away is a slip of the finger.
FARTHEST = timedelta(days=3 * 366)


class BadPlan(ValueError):
    """Too few or too many hours, or a start that is too far away."""


@dataclass(frozen=True, slots=True)
class Plans:
    """A learner's plans by key, when the last one was changed, and whether there is a calendar."""

    paces: Mapping[str, Pace]
    changed_at: datetime | None
    has_calendar: bool


def plans_of(session: Session, learner_id: int) -> Plans:
    """Returns the plans of a learner, by one query."""
    # Not joined to the learner's row: by its own value the database knows in which part to look.
    has_calendar = exists().where(CalendarAddress.learner_id == learner_id)
    query = (
        select(has_calendar, StudyPlan)
        .join_from(Learner, StudyPlan, StudyPlan.learner_id == Learner.id, isouter=True)
        .where(Learner.id == learner_id)
        .order_by(StudyPlan.roadmap)
    )
    rows = session.execute(query).all()
    plans = [plan for _, plan in rows if plan is not None]
    return Plans(
        {p.roadmap: Pace(p.starts_on, p.minutes_a_week, p.topic_id or "") for p in plans},
        max((plan.changed_at for plan in plans), default=None),
        any(row[0] for row in rows),
    )


def set_plan(session: Session, learner_id: int, key: str, pace: Pace, today: date, now: datetime) -> None:
    """Stores a plan for the roadmap with the key, in place of an earlier one. Raises BadPlan."""
    is_near = abs(pace.starts_on - today) <= FARTHEST
    if not is_near or not LEAST <= pace.minutes_a_week <= MOST:
        raise BadPlan(key)
    lock_learner(session, learner_id)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {
        "starts_on": pace.starts_on,
        "minutes_a_week": pace.minutes_a_week,
        "topic_id": pace.topic_id or None,
        "changed_at": now,
    }
    added = dialect.insert(StudyPlan).values(learner_id=learner_id, roadmap=key, **values)
    session.execute(added.on_conflict_do_update(index_elements=["learner_id", "roadmap"], set_=values))


def remove_plan(session: Session, learner_id: int, key: str) -> None:
    """Removes the plan for a roadmap, if there is one."""
    own = (StudyPlan.learner_id == learner_id, StudyPlan.roadmap == key)
    session.execute(delete(StudyPlan).where(*own))


def done_since(session: Session, learner_id: int, since: datetime) -> list[tuple[str, str, datetime]]:
    """Returns (key, topic, time) of the topics that were learnt since then and still are done.

    What a learner knew before took no time of the plan's.
    """
    of_act = (ProgressEvent.learner_id == learner_id) & (ProgressEvent.act_id == ProgressAct.id)
    is_mark = (
        (TopicMark.learner_id == learner_id)
        & (TopicMark.roadmap == ProgressEvent.roadmap)
        & (TopicMark.topic_id == ProgressEvent.topic_id)
    )
    query = (
        select(TopicMark.roadmap, TopicMark.topic_id, TopicMark.marked_at)
        .select_from(ProgressAct)
        .join(ProgressEvent, of_act)
        .join(TopicMark, is_mark)
        .where(
            ProgressAct.learner_id == learner_id,
            ProgressAct.at >= since,
            ProgressAct.kind.in_(LEARNING_KINDS),
            ProgressEvent.after == DONE.value,
            TopicMark.status == DONE.value,
            TopicMark.marked_at >= since,
        )
        .distinct()
    )
    return [(key, topic, at) for key, topic, at in session.execute(query)]


def new_calendar(session: Session, learner_id: int, now: datetime) -> str:
    """Returns the token of a new calendar address; the one of before ends."""
    lock_learner(session, learner_id)
    remove_calendar(session, learner_id)
    text, token = new_token(learner_id)
    session.add(CalendarAddress(learner_id=learner_id, token_hash=token.hash, made_at=now))
    return text


def remove_calendar(session: Session, learner_id: int) -> None:
    """Ends the calendar address of a learner."""
    session.execute(delete(CalendarAddress).where(CalendarAddress.learner_id == learner_id))


def calendar_owner(session: Session, text: str) -> tuple[int, str] | None:
    """Returns the learner of a calendar's token with the time zone, or None.

    Accounts that are to be deleted have no calendar, and neither have those that are disabled.
    """
    token = read_own_token(text)
    if token is None:
        return None
    row = session.execute(
        select(Learner.id, Learner.time_zone)
        .join(CalendarAddress, CalendarAddress.learner_id == Learner.id)
        .where(
            Learner.id == token.learner_id,
            CalendarAddress.token_hash == token.hash,
            MAY_BE_SHOWN,
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None
