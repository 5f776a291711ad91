"""Random acts of an account and of guests who are merged into it: marks and growth follow from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.accounts.guests import make_guest
from webapp.catalog.model import Roadmap
from webapp.db.learners import GUEST, Learner
from webapp.db.unit_of_work import writing
from webapp.habits.journal import changes_of
from webapp.learning.burn_up import Step, burn_up
from webapp.learning.merging import merge_guest
from webapp.learning.standing import Standing
from webapp.progress.acts import recent_acts, undo
from webapp.progress.errors import AlreadyUndone
from webapp.progress.marks import all_marks, set_marks
from webapp.progress.models import NO_MARK, ProgressAct, ProgressEvent, TopicMark
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

ADA = 1
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOPICS = ("main-one-000000000001", "main-two-000000000001", "sub-one-0000000000001")
STATUSES = ("pending", "learning", "done", "skipped")
MARKS = st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(STATUSES), min_size=1)
WHO = st.sampled_from(("ada", "guest"))
STEP: st.SearchStrategy[tuple[str, str, dict[str, str], int]] = st.one_of(
    st.tuples(st.just("mark"), WHO, MARKS, st.just(0)),
    st.tuples(st.just("late"), WHO, MARKS, st.integers(1, 20)),
    st.tuples(st.just("undo"), WHO, st.just({}), st.integers(0, 9)),
    st.tuples(st.just("merge"), st.just("ada"), st.just({}), st.just(0)),
)
Steps = list[tuple[str, str, Mapping[str, str], int]]


@dataclass
class People:
    """Ada, and the guest of her browser, a day older with each step."""

    session: Session
    now: datetime = NOW
    guest: int = 0
    learners: list[int] = field(default_factory=lambda: [ADA])

    def take(self, name: str, who: str, marks: Mapping[str, str], number: int) -> None:
        self.now += timedelta(days=1)
        learner = ADA if who == "ada" else self._guest()
        new = [("alpha", topic, status) for topic, status in marks.items()]
        with writing(self.session):
            if name == "merge" and self.guest:
                merge_guest(self.session, self.guest, ADA, self.now)
                self.guest = 0
            elif name == "undo":
                self._undo(learner, number)
            elif name in {"mark", "late"}:
                at = self.now - timedelta(days=number)
                set_marks(self.session, learner, new, at, is_late=name == "late")

    def _guest(self) -> int:
        if not self.guest:
            with writing(self.session):
                self.guest = make_guest(self.session, "", "", self.now).learner_id
        return self.guest

    def _undo(self, learner: int, number: int) -> None:
        acts = recent_acts(self.session, learner, 10)
        if number < len(acts) and not acts[number].is_undone:
            undo(self.session, learner, acts[number].id, self.now)
        elif number < len(acts):
            with pytest.raises(AlreadyUndone):
                undo(self.session, learner, acts[number].id, self.now)


def replayed(session: Session, learner: int) -> dict[str, str]:
    """What the last event of each topic says."""
    query = select(ProgressEvent).where(ProgressEvent.learner_id == learner).order_by(ProgressEvent.number)
    state = {row.topic_id: row.after for row in session.scalars(query)}
    return {topic: status for topic, status in state.items() if status != NO_MARK}


def day_of(moment: datetime) -> date:
    return moment.date()


def growth(session: Session, learner: int, alpha: Roadmap) -> tuple[Step, ...]:
    return burn_up(alpha, changes_of(session, learner, ["alpha"]), day_of)


def forget_everything(session: Session) -> None:
    for table in (ProgressEvent, ProgressAct, TopicMark):
        session.execute(delete(table))
    session.execute(delete(Learner).where(Learner.kind == GUEST))
    session.commit()


@on_both
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, max_size=14))
def test_marks_and_growth_follow_from_the_journal(app: Flask, ada: FlaskClient, steps: Steps) -> None:
    with app.app_context():
        session, alpha = db.session(), services_of(app).catalog_store.catalog.roadmaps["alpha"]
        forget_everything(session)
        people = People(session)
        for step in steps:
            people.take(*step)
            for learner in {ADA, people.guest} - {0}:
                marks = all_marks(session, learner).get("alpha", {})
                assert marks == replayed(session, learner)
                grown = growth(session, learner, alpha)
                assert (grown[-1].done if grown else 0) == Standing(alpha, marks).counts.done
        session.commit()


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.tuples(WHO, st.sampled_from(TOPICS)), max_size=12))
def test_what_two_have_done_counts_from_the_day_on_which_one_did(
    app: Flask, ada: FlaskClient, days: list[tuple[str, str]]
) -> None:
    with app.app_context():
        session, alpha = db.session(), services_of(app).catalog_store.catalog.roadmaps["alpha"]
        forget_everything(session)
        people = People(session)
        done: dict[str, date] = {}
        for who, topic in days:
            people.take("mark", who, {topic: "done"}, 0)
            done.setdefault(topic, people.now.date())
        people.take("merge", "ada", {}, 0)
        expected = []
        for day in sorted(set(done.values())):
            by_then = {topic: "done" for topic, since in done.items() if since <= day}
            expected.append(Step(day, Standing(alpha, by_then).counts.done))
        assert growth(session, ADA, alpha) == tuple(expected)
        session.commit()
