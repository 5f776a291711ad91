"""Export, import, export is equal; a second import changes nothing; the further status wins; one act, undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from tests.databases import on_both
from tests.parallel import in_parallel
from tests.portability.people import ALPHA, DAY, LABELS, NOW, exported, progress_of, sessions, taken_in
from tests.tables import rows_of_all_tables
from webapp.db.learners import Learner
from webapp.db.unit_of_work import writing
from webapp.portability.export import RoadmapLabel
from webapp.portability.importing import missing_rows
from webapp.portability.tables import SECTIONS
from webapp.progress.acts import recent_acts, undo
from webapp.progress.marks import all_marks, set_marks
from webapp.progress.merging import dated_marks
from webapp.progress.own_models import Favorite, Note, ResourceTick

pytestmark = on_both
ADA, GRACE = 1, 2
STATUSES = ("pending", "learning", "done", "skipped")
TOPICS = [("alpha", "a1"), ("alpha", "a2"), ("beta", "b1"), ("gone", "g1"), ("alpha", "retired")]
# What a learner did: marks together, and now and then the newest act undone.
STEPS = st.lists(
    st.one_of(
        st.lists(
            st.tuples(st.sampled_from(TOPICS), st.sampled_from(STATUSES)),
            min_size=1,
            max_size=4,
            unique_by=lambda step: step[0],
        ),
        st.just("undo"),
    ),
    max_size=8,
)


def walk(app: Flask, learner_id: int, steps: list[Any]) -> None:
    with sessions(app) as session:
        for place, step in enumerate(steps):
            now = NOW - DAY + timedelta(minutes=place)
            with writing(session):
                if step == "undo":
                    acts = [act for act in recent_acts(session, learner_id, 9) if not act.is_undone]
                    if acts:
                        undo(session, learner_id, acts[0].id, now)
                else:
                    marks = [(*topic, status) for topic, status in step]
                    set_marks(session, learner_id, marks, now)


def made(app: Flask) -> int:
    with sessions(app) as session, writing(session):
        new = insert(Learner).values(kind="guest", created_at=NOW).returning(Learner.id)
        return session.scalars(new).one()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_export_import_export_is_equal_and_a_second_import_changes_nothing(
    app: Flask, steps: list[Any]
) -> None:
    first, second = made(app), made(app)
    walk(app, first, steps)
    taken = exported(app, first)
    _, act_id = taken_in(app, second, taken)
    again = exported(app, second)
    assert progress_of(again) == progress_of(taken)
    assert [act["kind"] for act in again["imports"]] == (["import"] if taken["marks"] else [])
    before = rows_of_all_tables(app)
    plan, nothing = taken_in(app, second, taken, now=NOW + DAY)
    assert plan.is_empty
    assert nothing == ""
    plan, nothing = taken_in(app, first, again, now=NOW + DAY)
    assert plan.acts == () if not act_id else [act["id"] for act in plan.acts] == [act_id]
    with sessions(app) as session, writing(session):
        session.execute(delete(Learner).where(Learner.id == first))
    rows = rows_of_all_tables(app)
    assert [r for r in rows["topic_mark"] if r["learner_id"] == str(second)] == [
        r for r in before["topic_mark"] if r["learner_id"] == str(second)
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(here=STEPS, there=STEPS)
def test_nothing_is_lost_and_undo_takes_back_what_was_set(
    app: Flask, here: list[Any], there: list[Any]
) -> None:
    order = ("pending", "skipped", "learning", "done")
    first, second = made(app), made(app)
    walk(app, first, there)
    walk(app, second, here)
    with sessions(app) as session:
        theirs, mine = dated_marks(session, first), dated_marks(session, second)
    _, act_id = taken_in(app, second, exported(app, first))
    with sessions(app) as session:
        both = dated_marks(session, second)
        for topic in theirs | mine:
            marks = [side[topic] for side in (theirs, mine) if topic in side]
            furthest = max(marks, key=lambda mark: order.index(mark.status)).status
            assert both[topic].status == furthest
            assert both[topic].at == min(mark.at for mark in marks if mark.status == furthest)
        if act_id:
            with writing(session):
                undo(session, second, act_id, NOW + DAY)
        assert {t: m.status for t, m in dated_marks(session, second).items()} == {
            t: m.status for t, m in mine.items()
        }


@pytest.fixture
def taken(app: Flask, ada: FlaskClient, grace: FlaskClient) -> dict[str, Any]:
    walk(
        app,
        ADA,
        [[(("alpha", "a1"), "done"), (("gone", "g1"), "learning")], [(("alpha", "retired"), "done")]],
    )
    return exported(app, ADA)


def test_what_this_site_does_not_have_is_named_and_kept(app: Flask, taken: dict[str, Any]) -> None:
    plan, _ = taken_in(app, GRACE, taken)
    assert sorted(plan.unknown) == [("alpha", "retired"), ("gone", "g1")]
    with sessions(app) as session:
        assert all_marks(session, GRACE) == {
            "alpha": {"a1": "done", "retired": "done"},
            "gone": {"g1": "learning"},
        }


def test_a_roadmap_is_found_by_its_id_under_another_name(app: Flask, taken: dict[str, Any]) -> None:
    renamed = {"omega~2": RoadmapLabel("omega", "Omega", ALPHA.ids, ALPHA.topics)}
    taken_in(app, GRACE, taken, renamed)
    with sessions(app) as session:
        assert set(all_marks(session, GRACE)) == {"omega~2", "gone"}


def test_a_roadmap_is_never_taken_for_another_one(app: Flask, taken: dict[str, Any]) -> None:
    # Here "gone" is where the marks of another roadmap are.
    other = LABELS | {"gone": RoadmapLabel("newer", "Newer", (), {"g1": "One"})}
    taken_in(app, GRACE, taken, other)
    with sessions(app) as session:
        assert set(all_marks(session, GRACE)) == {"alpha", "gone~other"}


def test_settings_are_set_where_none_are_known(app: Flask, taken: dict[str, Any]) -> None:
    taken["learner"] |= {"time_zone": "Europe/Vienna"}
    assert taken_in(app, GRACE, taken)[0].settings == {"time_zone": "Europe/Vienna"}
    taken["learner"] |= {"time_zone": "Asia/Tokyo"}
    assert taken_in(app, GRACE, taken)[0].settings == {}
    assert exported(app, GRACE)["learner"]["time_zone"] == "Europe/Vienna"


def test_what_proves_something_is_left_out_and_named(app: Flask, taken: dict[str, Any]) -> None:
    plan, _ = taken_in(app, GRACE, taken)
    assert {"account", "email_addresses", "password", "sessions"} <= set(plan.left_out)
    assert exported(app, GRACE)["account"]["username"] == "grace"


def test_two_imports_at_once_are_one(app: Flask, taken: dict[str, Any]) -> None:
    results = in_parallel([lambda: taken_in(app, GRACE, taken) for _ in range(4)])
    assert sum(bool(act_id) for _, act_id in results) == 1
    assert progress_of(exported(app, GRACE)) == progress_of(taken)
    assert len(exported(app, GRACE)["imports"]) == 1


def test_what_is_added_round_trips_and_what_is_there_stays(app: Flask, ada: FlaskClient) -> None:
    first, second = made(app), made(app)
    topic = {"roadmap": "alpha", "topic_id": "a1"}
    with sessions(app) as session, writing(session):
        session.execute(insert(Note).values(learner_id=first, **topic, text="=1 <b>", written_at=NOW))
        read = {"resource": "0" * 32, "address": "https://example.org"}
        session.execute(insert(ResourceTick).values(learner_id=first, **topic, **read, ticked_at=NOW))
        session.execute(insert(Favorite).values(learner_id=first, **topic, kept_at=NOW))
    sent = exported(app, first)
    sections = ("notes", "resource_ticks", "favorites")
    taken_in(app, second, sent)
    again = exported(app, second)
    assert [again[name] for name in sections] == [sent[name] for name in sections]
    sent["notes"][0]["text"] = "another text"
    plan, _ = taken_in(app, second, sent)
    assert plan.there == {"notes": 1, "resource_ticks": 1, "favorites": 1}
    assert exported(app, second)["notes"][0]["text"] == "=1 <b>"


def test_rows_of_later_tables_are_added_where_their_key_is_missing(app: Flask, taken: dict[str, Any]) -> None:
    rule = next(rule for rule in SECTIONS if rule.section == "marks")
    rows = [
        {"roadmap": "alpha", "topic_id": topic, "status": "done", "marked_at": NOW}
        for topic in ("a1", "a2", "a2")
    ]
    with sessions(app) as session:
        assert [row["topic_id"] for row in missing_rows(session, ADA, rule, rows)] == ["a2"]
