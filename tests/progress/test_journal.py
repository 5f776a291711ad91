"""Random acts: the marks always equal the journal replayed, and an undo restores exactly what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.db.unit_of_work import writing
from webapp.progress.acts import UNDO_TIME, recent_acts, undo
from webapp.progress.errors import AlreadyUndone, KeyReused, TooOld
from webapp.progress.marks import NewMarks, all_marks, set_marks
from webapp.progress.models import NO_MARK, ProgressAct, ProgressEvent, TopicMark
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = 1
TOPICS = tuple((roadmap, f"t{n}") for roadmap in ("alpha", "beta") for n in range(4))
STATUSES = ("pending", "learning", "done", "skipped")
MARKS = st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(STATUSES), min_size=1)
KEEPING = st.sets(st.sampled_from(STATUSES), max_size=2)
STEP = st.one_of(
    st.tuples(st.just("mark"), MARKS, KEEPING),
    st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
    st.tuples(st.just("replay"), st.integers(0, 9), st.none()),
)
State = dict[tuple[str, str], str]


def state_of(session: Session) -> State:
    marks = all_marks(session, ADA)
    return {(r, topic): status for r, of_roadmap in marks.items() for topic, status in of_roadmap.items()}


def replayed(session: Session) -> State:
    """The journal, from its first event on: each says rightly what was before."""
    state: State = {}
    for row in session.scalars(select(ProgressEvent).order_by(ProgressEvent.number)):
        place = row.roadmap, row.topic_id
        assert row.before == state.get(place, NO_MARK)
        assert row.before != row.after
        state[place] = row.after
    return {place: status for place, status in state.items() if status != NO_MARK}


@dataclass
class Person:
    """Ada, with what she asked for, and what her marks have to be."""

    session: Session
    asked: list[tuple[str, NewMarks, tuple[str, ...]]] = field(default_factory=list)
    seconds: count[int] = field(default_factory=count)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=next(self.seconds))

    def mark(self, marks: Mapping[tuple[str, str], str], keeping: set[str]) -> None:
        before = state_of(self.session)
        new = [(roadmap, topic, status) for (roadmap, topic), status in marks.items()]
        key, kept = f"key-{len(self.asked):08}", tuple(sorted(keeping))
        with writing(self.session):
            set_marks(self.session, ADA, new, self.now(), key, keeping=kept)
        self.asked.append((key, new, kept))
        kept_topics = {topic for (_, topic) in marks if before_any(before, marks, topic, kept)}
        expected = before | {p: s for p, s in marks.items() if p[1] not in kept_topics}
        assert state_of(self.session) == {p: s for p, s in expected.items() if s != NO_MARK}

    def replay(self, which: int) -> None:
        if not self.asked:
            return
        key, new, kept = self.asked[which % len(self.asked)]
        before = state_of(self.session)
        with writing(self.session):
            set_marks(self.session, ADA, new, self.now(), key, keeping=kept)
        with pytest.raises(KeyReused), writing(self.session):
            set_marks(self.session, ADA, [*new, ("gamma", "x", "done")], self.now(), key)
        assert state_of(self.session) == before

    def undo(self, which: int) -> None:
        acts = recent_acts(self.session, ADA, 10)
        if which >= len(acts):
            return
        act = acts[which]
        before = state_of(self.session)
        if act.is_undone:
            with pytest.raises(AlreadyUndone), writing(self.session):
                undo(self.session, ADA, act.id, self.now())
            return
        with writing(self.session):
            undo(self.session, ADA, act.id, self.now())
        untouched = {(c.roadmap, c.topic_id): c for c in act.changes}
        back = {p: c.before for p, c in untouched.items() if before.get(p, NO_MARK) == c.after}
        expected = {p: s for p, s in (before | back).items() if s != NO_MARK}
        assert state_of(self.session) == expected


def before_any(
    before: State, marks: Mapping[tuple[str, str], str], topic: str, kept: tuple[str, ...]
) -> bool:
    return any(before.get(place, NO_MARK) in kept for place in marks if place[1] == topic and place in before)


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, max_size=14))
def test_the_marks_are_the_journal_replayed(app: Flask, ada: FlaskClient, steps: list[tuple]) -> None:  # type: ignore[type-arg]
    with app.app_context():
        session = db.session()
        for table in (ProgressEvent, ProgressAct, TopicMark):
            session.query(table).delete()
        session.commit()
        person = Person(session)
        for name, first, second in steps:
            person.mark(first, second) if name == "mark" else getattr(person, name)(first)
            assert state_of(session) == replayed(session)
        session.commit()


def test_an_undo_is_undone_and_that_again(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        session = db.session()
        new = [(roadmap, topic, "done") for roadmap, topic in TOPICS]
        set_marks(session, ADA, [("alpha", "t0", "skipped")], NOW)
        before = state_of(session)
        act = set_marks(session, ADA, new, NOW).changes[0].act_id
        after = state_of(session)
        first = act
        for number in range(5):
            changes = undo(session, ADA, act, NOW + timedelta(minutes=number)).changes
            act = changes[0].act_id
            assert state_of(session) == (after if number % 2 else before)
            undone = {a.id: a.is_undone for a in recent_acts(session, ADA, 9)}
            assert undone[first] == (number % 2 == 0)
            assert not undone[act]
        with pytest.raises(AlreadyUndone):
            undo(session, ADA, first, NOW)
        # Done again by undoing the last undo, it can be undone once more.
        undo(session, ADA, act, NOW + timedelta(minutes=9))
        undo(session, ADA, first, NOW + timedelta(minutes=10))
        assert state_of(session) == before


def test_an_act_can_be_undone_for_thirty_days(app: Flask, ada: FlaskClient) -> None:
    assert timedelta(days=30) == UNDO_TIME
    with app.app_context():
        session = db.session()
        old = set_marks(session, ADA, [("alpha", "t0", "done")], NOW).changes[0].act_id
        late = NOW + timedelta(days=30, seconds=1)
        with pytest.raises(TooOld):
            undo(session, ADA, old, late)
        (act,) = recent_acts(session, ADA, 9)
        assert not act.can_be_undone(late)
        assert act.can_be_undone(late - timedelta(seconds=1))
        undo(session, ADA, old, late - timedelta(seconds=1))
        assert state_of(session) == {}


def test_five_hundred_marks_take_as_many_statements_as_two(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        session, statements = db.session(), []
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        counts = []
        for number, size in enumerate((2, 500, 2, 500)):
            status = "done" if number < 2 else "pending"
            statements.clear()
            set_marks(session, ADA, [("alpha", f"t{n}", status) for n in range(size)], NOW)
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 8
        assert counts[2] == counts[3] <= 8
        assert state_of(session) == {}
