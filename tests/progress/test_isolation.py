"""Two learners, two roadmaps, two topics: after every write the whole tables are compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.tables import Rows, difference, rows_of_all_tables
from webapp.db.unit_of_work import writing
from webapp.progress.acts import recent_acts, undo
from webapp.progress.errors import UnknownAct
from webapp.progress.marks import all_marks, marks_of, set_marks
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, GRACE = 1, 2
EVERYTHING = [(roadmap, topic, "done") for roadmap in ("alpha", "beta") for topic in ("s", "t")]


@pytest.fixture
def session(app: Flask, ada: FlaskClient, grace: FlaskClient) -> Iterator[Session]:
    """Ada and Grace have marked both topics of both roadmaps, each in one act."""
    with app.app_context():
        for learner in (ADA, GRACE):
            with writing(db.session()) as s:
                set_marks(s, learner, EVERYTHING, NOW, "one-key-for-both")
        yield db.session()


def changed(app: Flask, before: Rows) -> Rows:
    return difference(before, rows_of_all_tables(app))


def test_a_mark_that_is_changed_changes_that_row_alone(app: Flask, session: Session) -> None:
    before = rows_of_all_tables(app)
    with writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "skipped")], NOW + timedelta(minutes=1))
    rows = changed(app, before)
    assert set(rows) == {"topic_mark", "-topic_mark", "progress_act", "progress_event"}
    (new,), (old,) = rows["topic_mark"], rows["-topic_mark"]
    assert (new["learner_id"], new["roadmap"], new["topic_id"], new["status"]) == (
        "1",
        "alpha",
        "t",
        "skipped",
    )
    assert (old["learner_id"], old["roadmap"], old["topic_id"], old["status"]) == ("1", "alpha", "t", "done")
    (event,) = rows["progress_event"]
    assert (event["learner_id"], event["number"], event["before"], event["after"]) == (
        "1",
        "5",
        "done",
        "skipped",
    )


def test_a_mark_that_is_taken_back_deletes_that_row_alone(app: Flask, session: Session) -> None:
    before = rows_of_all_tables(app)
    with writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "pending")], NOW)
    rows = changed(app, before)
    assert set(rows) == {"-topic_mark", "progress_act", "progress_event"}
    assert [(row["learner_id"], row["roadmap"], row["topic_id"]) for row in rows["-topic_mark"]] == [
        ("1", "alpha", "t")
    ]
    assert all_marks(session, GRACE) == {
        "alpha": {"s": "done", "t": "done"},
        "beta": {"s": "done", "t": "done"},
    }
    assert all_marks(session, ADA) == {"alpha": {"s": "done"}, "beta": {"s": "done", "t": "done"}}
    assert marks_of(session, ADA, "alpha") == {"s": "done"}


def test_an_undo_takes_back_ones_own_act_alone(app: Flask, session: Session) -> None:
    before = rows_of_all_tables(app)
    (mine,) = recent_acts(session, ADA, 9)
    (theirs,) = recent_acts(session, GRACE, 9)
    assert mine.id != theirs.id
    with pytest.raises(UnknownAct), writing(session) as s:
        undo(s, ADA, theirs.id, NOW)
    assert changed(app, before) == {}
    with writing(session) as s:
        undo(s, ADA, mine.id, NOW + timedelta(minutes=1))
    rows = changed(app, before)
    assert {row["learner_id"] for found in rows.values() for row in found} == {"1"}
    assert len(rows["-topic_mark"]) == len(rows["progress_event"]) == 4
    assert [row["id"] for row in rows["-progress_act"]] == [mine.id]
    assert [act.is_undone for act in recent_acts(session, GRACE, 9)] == [False]
    assert [act.is_undone for act in recent_acts(session, ADA, 1)] == [False]


def test_a_replay_changes_nothing_at_all(app: Flask, session: Session) -> None:
    before = rows_of_all_tables(app)
    with writing(session) as s:
        replayed = set_marks(s, ADA, list(reversed(EVERYTHING)), NOW + timedelta(days=1), "one-key-for-both")
    assert {change.act_id for change in replayed} == {recent_acts(session, ADA, 1)[0].id}
    assert changed(app, before) == {}


def test_setting_what_is_set_changes_nothing_but_is_remembered_under_its_key(
    app: Flask, session: Session
) -> None:
    before = rows_of_all_tables(app)
    with writing(session) as s:
        assert {change.act_id for change in set_marks(s, ADA, EVERYTHING, NOW)} == {""}
    assert changed(app, before) == {}
    with writing(session) as s:
        set_marks(s, ADA, EVERYTHING, NOW, "another-key")
    assert set(changed(app, before)) == {"progress_act"}
    assert len(recent_acts(session, ADA, 9)) == 1
