"""Marks that were made without a connection and arrive later, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.web.site.route_table import TOPIC
from webapp.db.unit_of_work import writing
from webapp.progress.marks import marks_of, set_marks
from webapp.progress.models import NO_MARK, ProgressAct, ProgressEvent, TopicMark
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = 1
TRAIN = ["done", "skipped", "learning", NO_MARK]


def test_whatever_the_order_of_arrival_the_newest_wish_counts(app: Flask, ada: FlaskClient) -> None:
    wishes = [(status, NOW + timedelta(minutes=minute)) for minute, status in enumerate(TRAIN)]
    with app.app_context():
        for number, order in enumerate(permutations(wishes)):
            topic = f"t{number}"
            for status, at in order:
                key = f"{topic}-{status}"
                set_marks(db.session(), ADA, [("alpha", topic, status)], at, key, is_late=True)
            events = db.session.scalars(
                select(ProgressEvent).where(ProgressEvent.topic_id == topic).order_by(ProgressEvent.number)
            ).all()
            assert events[-1].after == NO_MARK
            assert [event.at for event in events] == sorted(event.at for event in events)
        assert marks_of(db.session(), ADA, "alpha") == {}


TOPICS = ("t0", "t1", "t2", "t3")
ACTS = st.lists(st.dictionaries(st.sampled_from(TOPICS), st.sampled_from(TRAIN), min_size=1), max_size=7)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS, chance=st.randoms(use_true_random=False))
def test_queues_of_several_devices_give_the_same_marks_in_whatever_order_they_arrive(
    app: Flask, ada: FlaskClient, acts: list[dict[str, str]], chance: Random
) -> None:
    wishes = [(NOW + timedelta(minutes=minute), marks) for minute, marks in enumerate(acts)]
    expected = {topic: status for _, marks in wishes for topic, status in marks.items()}
    # Safe to send twice: some arrive again at any time.
    arriving = [*wishes, *(wish for wish in wishes if chance.random() < 0.3)]
    chance.shuffle(arriving)
    with app.app_context():
        session = db.session()
        for table in (ProgressEvent, ProgressAct, TopicMark):
            session.execute(delete(table))
        session.commit()
        for at, marks in arriving:
            new = [("alpha", topic, status) for topic, status in marks.items()]
            with writing(session):
                set_marks(session, ADA, new, at, f"key-{at.isoformat()}", is_late=True)
        present = marks_of(session, ADA, "alpha")
        assert present == {topic: status for topic, status in expected.items() if status != NO_MARK}
        assert present == replayed(session)
        session.commit()


def replayed(session: Session) -> dict[str, str]:
    """The journal, from its first event on."""
    state: dict[str, str] = {}
    for row in session.scalars(select(ProgressEvent).order_by(ProgressEvent.number)):
        assert row.before == state.get(row.topic_id, NO_MARK)
        state[row.topic_id] = row.after
    return {topic: status for topic, status in state.items() if status != NO_MARK}


def test_a_late_mark_that_comes_twice_does_not_win_the_second_time(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        late = [("alpha", "t", "done")]
        set_marks(db.session(), ADA, late, NOW, "key-12345", is_late=True)
        set_marks(db.session(), ADA, [("alpha", "t", "skipped")], NOW + timedelta(minutes=1))
        set_marks(db.session(), ADA, late, NOW, "key-12345", is_late=True)
        assert marks_of(db.session(), ADA, "alpha") == {"t": "skipped"}


def test_a_newer_mark_in_another_roadmap_keeps_no_late_one_away(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        set_marks(db.session(), ADA, [("beta", "t", "skipped")], NOW + timedelta(minutes=1))
        set_marks(db.session(), ADA, [("alpha", "t", "done")], NOW, "key-12345", is_late=True)
        assert marks_of(db.session(), ADA, "alpha") == {"t": "done"}


def test_a_late_mark_is_of_the_day_on_which_it_was_made(app: Flask, ada: FlaskClient) -> None:
    two_days = 2 * 24 * 3600 * 1000
    ada.post(f"{TOPIC}/status", data={"status": "done", "waited": str(two_days), "act_key": "key-12345"})
    with app.app_context():
        [event] = db.session.scalars(select(ProgressEvent)).all()
        waited = datetime.now(UTC) - event.at
        assert timedelta(days=2) <= waited < timedelta(days=2, minutes=5)


def test_nonsense_about_waiting_is_no_error_and_no_long_past(app: Flask, ada: FlaskClient) -> None:
    for number, waited in enumerate(["-5", "x", "٣", "9" * 40, ""]):
        status = ("done", "pending")[number % 2]
        answer = ada.post(f"{TOPIC}/status", data={"status": status, "waited": waited})
        assert answer.status_code == 303
    with app.app_context():
        oldest = min(db.session.scalars(select(ProgressEvent.at)))
        assert datetime.now(UTC) - oldest < timedelta(days=31)
