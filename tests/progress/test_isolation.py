"""Two learners, two roadmaps, two topics: after every write the whole tables are compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.tables import Rows, difference, rows_of_all_tables
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import writing
from webapp.progress import limits
from webapp.progress.acts import recent_acts, undo
from webapp.progress.errors import KeyReused, TooManyChanges, UnknownAct
from webapp.progress.marks import all_marks, marks_of, set_marks
from webapp.progress.models import ProgressAct, ProgressEvent
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
    assert {change.act_id for change in replayed.changes} == {recent_acts(session, ADA, 1)[0].id}
    assert changed(app, before) == {}


def test_setting_what_is_set_changes_nothing_but_is_remembered_under_its_key(
    app: Flask, session: Session
) -> None:
    before = rows_of_all_tables(app)
    with writing(session) as s:
        assert {change.act_id for change in set_marks(s, ADA, EVERYTHING, NOW).changes} == {""}
    assert changed(app, before) == {}
    with writing(session) as s:
        set_marks(s, ADA, EVERYTHING, NOW, "another-key")
    assert set(changed(app, before)) == {"progress_act"}
    assert len(recent_acts(session, ADA, 9)) == 1


def test_the_pace_of_one_learner_is_not_anothers(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", ((2, timedelta(minutes=1)),))
    with writing(session) as s:
        set_marks(s, GRACE, [("alpha", "t", "skipped")], NOW)
    with pytest.raises(TooManyChanges) as caught, writing(session) as s:
        set_marks(s, GRACE, [("alpha", "t", "done")], NOW + timedelta(seconds=59, milliseconds=500))
    assert caught.value.retry_after == 1
    with writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "skipped")], NOW)
        set_marks(s, GRACE, [("alpha", "t", "done")], NOW + timedelta(minutes=1))


def test_nobody_who_is_gone_is_marked_or_undone(session: Session) -> None:
    with pytest.raises(UnknownLearner), writing(session) as s:
        set_marks(s, 99, EVERYTHING, NOW)
    with pytest.raises(UnknownLearner), writing(session) as s:
        undo(s, 99, recent_acts(session, ADA, 1)[0].id, NOW)


def test_acts_are_told_newest_first_with_their_changes_in_order(session: Session) -> None:
    for number, topic in enumerate(("t", "s", "t"), 1):
        with writing(session) as s:
            set_marks(
                s,
                ADA,
                [("alpha", topic, ("skipped", "learning", "pending")[number - 1])],
                NOW + timedelta(minutes=number),
            )
    acts = recent_acts(session, ADA, 9)
    assert [act.at for act in acts] == [NOW + timedelta(minutes=n) for n in (3, 2, 1, 0)]
    assert [(c.roadmap, c.topic_id, c.before, c.after) for act in acts[:3] for c in act.changes] == [
        ("alpha", "t", "skipped", "pending"),
        ("alpha", "s", "done", "learning"),
        ("alpha", "t", "done", "skipped"),
    ]
    assert [(c.roadmap, c.topic_id) for c in acts[3].changes] == [topic[:2] for topic in EVERYTHING]
    assert {act.kind for act in acts} == {"mark"}
    assert {c.act_id for c in acts[3].changes} == {acts[3].id}
    assert [act.at for act in recent_acts(session, ADA, 2)] == [act.at for act in acts[:2]]


def test_an_undo_of_what_was_changed_since_changes_nothing(app: Flask, session: Session) -> None:
    (act,) = recent_acts(session, ADA, 9)
    with writing(session) as s:
        set_marks(s, ADA, [(roadmap, topic, "skipped") for roadmap, topic, _ in EVERYTHING], NOW)
    before = rows_of_all_tables(app)
    with writing(session) as s:
        assert undo(s, ADA, act.id, NOW).changes == ()
    assert changed(app, before) == {}


def test_a_replay_answers_as_the_first_time_did(session: Session) -> None:
    with writing(session) as s:
        wanted = [("alpha", "t", "skipped"), ("beta", "t", "learning")]
        first = set_marks(s, ADA, wanted, NOW, "key-of-ada").changes
    with writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "done")], NOW)
    with writing(session) as s:
        assert set_marks(s, ADA, wanted, NOW, "key-of-ada").changes == first
        # The same key is free for somebody else, and stands for another act.
        others = set_marks(s, GRACE, [("alpha", "t", "learning")], NOW, "key-of-ada").changes
    assert others[0].act_id != first[0].act_id
    assert [(c.before, c.after) for c in first] == [("done", "skipped"), ("done", "learning")]


def test_a_replay_of_what_changed_nothing_answers_that_nothing_changed(session: Session) -> None:
    for _ in range(2):
        with writing(session) as s:
            (same,) = set_marks(s, ADA, [("alpha", "t", "done")], NOW, "key-of-nothing").changes
        assert (same.act_id, same.roadmap, same.topic_id, same.before, same.after) == (
            "",
            "alpha",
            "t",
            "done",
            "done",
        )


def test_a_key_of_an_older_version_is_recognized_by_its_events(session: Session) -> None:
    with writing(session) as s:
        (first,) = set_marks(s, ADA, [("alpha", "t", "skipped")], NOW, "an-older-key").changes
        s.execute(update(ProgressAct).where(ProgressAct.key == "an-older-key").values(deed=""))
    with writing(session) as s:
        (again,) = set_marks(s, ADA, [("alpha", "t", "skipped")], NOW, "an-older-key").changes
    assert again == first
    with pytest.raises(KeyReused), writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "learning")], NOW, "an-older-key")


def test_an_act_is_its_learners_even_where_ids_are_the_same(app: Flask, session: Session) -> None:
    # Ids are unique with their learner only, so that tables can be distributed by learner.
    with writing(session) as s:
        set_marks(s, GRACE, [("beta", "t", "skipped")], NOW + timedelta(minutes=1))
    newest = recent_acts(session, GRACE, 1)[0].id
    (mine,) = recent_acts(session, ADA, 9)
    with writing(session) as s:
        s.execute(update(ProgressEvent).where(ProgressEvent.act_id == newest).values(act_id=mine.id))
        s.execute(update(ProgressAct).where(ProgressAct.id == newest).values(id=mine.id))
    before = rows_of_all_tables(app)
    (only,) = recent_acts(session, ADA, 9)
    assert [(c.roadmap, c.topic_id, c.after) for c in only.changes] == EVERYTHING
    assert [len(act.changes) for act in recent_acts(session, GRACE, 9)] == [1, 4]
    with writing(session) as s:
        assert len(undo(s, ADA, mine.id, NOW + timedelta(minutes=2)).changes) == 4
    rows = changed(app, before)
    assert {row["learner_id"] for found in rows.values() for row in found} == {"1"}
    assert [act.is_undone for act in recent_acts(session, GRACE, 9)] == [False, False]


def test_acts_of_the_same_moment_count_for_the_pace(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", ((2, timedelta(minutes=1)),))
    with writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "skipped")], NOW)
    with pytest.raises(TooManyChanges), writing(session) as s:
        set_marks(s, ADA, [("alpha", "t", "done")], NOW)
