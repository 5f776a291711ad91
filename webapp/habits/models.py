"""The tables of habits; `learner_id` is the first column of every key."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.base import Base, Moment
from webapp.db.learners import learner_key


class DayRhythm(Base):
    """When a learner's days end, and which are for rest. Without a row they end at midnight.

    `day_begins` is an hour. `rest_days` has a digit for each day of the week, 0 for Monday.
    """

    __tablename__ = "day_rhythm"

    learner_id: Mapped[int] = learner_key()
    day_begins: Mapped[int] = mapped_column(Integer)
    rest_days: Mapped[str] = mapped_column(String(7))


class PastDayRhythm(Base):
    """A rhythm and a time zone of before, and until when they held: days that were keep their rules."""

    __tablename__ = "past_day_rhythm"

    learner_id: Mapped[int] = learner_key()
    until: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    time_zone: Mapped[str] = mapped_column(String(64))
    day_begins: Mapped[int] = mapped_column(Integer)
    rest_days: Mapped[str] = mapped_column(String(7))


class StudyPlan(Base):
    """A learner's plan for a roadmap: from which day on, and how many minutes a week.

    `roadmap` is the key of the roadmap's marks. `topic_id` is set if it is the route to a topic that is
    planned, and not the whole roadmap.
    """

    __tablename__ = "study_plan"

    learner_id: Mapped[int] = learner_key()
    roadmap: Mapped[str] = mapped_column(String(100), primary_key=True)
    starts_on: Mapped[date]
    minutes_a_week: Mapped[int] = mapped_column(Integer)
    topic_id: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class CalendarAddress(Base):
    """The private address of a learner's calendar. Only a hash of its token is stored."""

    __tablename__ = "calendar_address"
    __table_args__ = (UniqueConstraint("learner_id", "token_hash"),)

    learner_id: Mapped[int] = learner_key()
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class DigestWish(Base):
    """That a learner wants the weekly mail."""

    __tablename__ = "digest_wish"

    learner_id: Mapped[int] = learner_key()
    since: Mapped[datetime] = mapped_column(Moment)
