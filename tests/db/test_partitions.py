"""The tables can be distributed by learner: PostgreSQL's own hash partitions prove the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from tests.databases import Cluster
from tests.db.partitions import PARTS, make_partitioned_tables, watch
from tests.progress.test_marks import NOW
from webapp.accounts.addresses import email_of
from webapp.accounts.recovery import find_reset, prepare_password, request_reset, reset_password
from webapp.accounts.sessions import close_sessions, find_session, list_sessions, open_session, touch_session
from webapp.accounts.sign_up import prepare_account, sign_up
from webapp.accounts.verification import confirm, request_change, request_verification, take_change_back
from webapp.db.engine import normalize_url
from webapp.db.unit_of_work import writing
from webapp.progress.acts import recent_acts, undo
from webapp.progress.marks import all_marks, marks_of, overview, set_marks
from webapp.progress.records import Finished, delete_record, find_record, make_record, walk_of


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    engine = create_engine(normalize_url(cluster.make_database()))
    make_partitioned_tables(engine)
    yield engine
    engine.dispose()


def test_every_statement_of_a_learner_touches_one_partition(
    engine: Engine,
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        learners = []
        for name in ("ada", "grace", "lin", "kim", "noor", "sam"):
            new = prepare_account(name, f"{name}@example.org", "three blind mice")
            with writing(session) as s:
                learners.append(sign_up(s, new, NOW))
        touched = watch(engine)
        for learner_id in learners:
            _do_everything(session, learner_id, ("ada", "grace", "lin", "kim", "noor", "sam")[learner_id - 1])
    assert len(touched.own) > 100
    assert touched.wide == []
    assert {next(iter(parts)) for _, parts in touched.own} > {"0"}


def _do_everything(session: Session, learner_id: int, name: str) -> None:
    with writing(session) as s:
        opened = open_session(s, learner_id, True, "", NOW)
    found = find_session(session, opened.token, NOW)
    assert found
    with writing(session) as s:
        touch_session(s, found, NOW)
        done = set_marks(s, learner_id, [("alpha", "a", "done"), ("beta", "b", "done")], NOW, "one-key")
        act = done.changes[0].act_id
    with writing(session) as s:
        set_marks(s, learner_id, [("alpha", "a", "done"), ("beta", "b", "done")], NOW, "one-key")
        undo(s, learner_id, act, NOW)
    assert (marks_of(session, learner_id, "alpha"), all_marks(session, learner_id)) == ({}, {})
    assert len(recent_acts(session, learner_id, 9)) == 2
    finished = Finished("alpha", "Alpha", name, ("a",), NOW.date(), NOW.date())
    with writing(session) as s:
        code = make_record(s, learner_id, finished, NOW)
    found_record = find_record(session, code)
    assert found_record
    assert found_record.learner_id == learner_id
    assert walk_of(session, learner_id, "alpha").code == code
    assert overview(session, learner_id, {}).marks == {}
    with writing(session) as s:
        assert delete_record(s, learner_id, code)
    assert email_of(session, learner_id) == f"{name}@example.org"
    assert len(list_sessions(session, learner_id, NOW)) == 1
    with writing(session) as s:
        verification = request_verification(s, learner_id, NOW)
        assert verification
        confirm(s, verification[0], NOW)
        change = request_change(s, learner_id, f"{name}@example.com", NOW)
        assert change
        confirmed = confirm(s, change, NOW)
        assert take_change_back(s, confirmed.keep_token, NOW).learner_id == learner_id
    with writing(session) as s:
        link = request_reset(s, name, NOW)
    assert link
    recovery = find_reset(session, link[0], NOW)
    assert recovery
    hashed = prepare_password(recovery, "four blind mice")
    with writing(session) as s:
        reset_password(s, link[0], hashed, "", NOW)
        close_sessions(s, learner_id)


def test_learners_are_spread_over_all_partitions(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO learner (id, kind, time_zone, locale, created_at)"
                " SELECT n, 'guest', '', '', now() FROM generate_series(1, 4000) n"
            )
        )
        query = text("SELECT count(*) FROM learner GROUP BY tableoid")
        counts = connection.scalars(query).all()
    assert len(counts) == PARTS
    assert sum(counts) == 4000
    assert min(counts) > 800
