"""Marks and the journal, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.db.unit_of_work import writing
from webapp.progress import limits
from webapp.progress.acts import recent_acts, undo
from webapp.progress.errors import AlreadyUndone, KeyReused, TooManyChanges, UnknownAct
from webapp.progress.journal_head import lock_journal
from webapp.progress.limits import LONGEST
from webapp.progress.marks import Change, all_marks, marks_of, set_marks
from webapp.progress.models import ProgressAct, ProgressEvent
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = 1


def set_mark(
    session: Session, user: int, roadmap: str, topic: str, status: str, now: datetime, key: str | None = None
) -> Change:
    return set_marks(session, user, [(roadmap, topic, status)], now, key).changes[0]


def test_setting_twice_is_setting_once(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        first = set_mark(db.session(), ADA, "alpha", "t", "done", NOW)
        second = set_mark(db.session(), ADA, "alpha", "t", "done", NOW)
        db.session.commit()
        assert (first.before, first.after, second.act_id) == ("pending", "done", "")
        assert marks_of(db.session(), ADA, "alpha") == {"t": "done"}
        assert db.session.scalar(select(func.count()).select_from(ProgressEvent)) == 1


def test_a_replayed_key_changes_nothing_again(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        first = set_mark(db.session(), ADA, "alpha", "t", "done", NOW, "key-12345")
        set_mark(db.session(), ADA, "alpha", "t", "pending", NOW)
        replay = set_mark(db.session(), ADA, "alpha", "t", "done", NOW, "key-12345")
        assert replay.act_id == first.act_id
        assert marks_of(db.session(), ADA, "alpha") == {}


def test_a_key_that_returns_with_another_deed_is_refused_and_stores_nothing(
    app: Flask, ada: FlaskClient
) -> None:
    with app.app_context():
        set_mark(db.session(), ADA, "alpha", "t", "done", NOW, "key-12345")
        for other in (("alpha", "u", "skipped"), ("beta", "t", "done"), ("alpha", "t", "skipped")):
            with pytest.raises(KeyReused):
                set_marks(db.session(), ADA, [other], NOW, "key-12345")
        assert all_marks(db.session(), ADA) == {"alpha": {"t": "done"}}


def test_undo_takes_back_what_nothing_newer_changed(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        session = db.session()
        act = set_marks(session, ADA, [("alpha", "a", "done"), ("beta", "b", "done")], NOW).changes[0].act_id
        set_mark(session, ADA, "beta", "b", "skipped", NOW)
        undone = undo(session, ADA, act, NOW)
        assert [c.topic_id for c in undone.changes] == ["a"]
        assert all_marks(session, ADA) == {"beta": {"b": "skipped"}}
        with pytest.raises(AlreadyUndone):
            undo(session, ADA, act, NOW)
        with pytest.raises(UnknownAct):
            undo(session, ADA, "0" * 32, NOW)
        with pytest.raises(UnknownAct):
            undo(session, ADA, "\0", NOW)
        assert [a.is_undone for a in recent_acts(session, ADA, 9) if a.id == act] == [True]


def test_parallel_changes_keep_the_journal_true(app: Flask, ada: FlaskClient) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        with app.app_context():
            for n in range(8):
                try:
                    with writing(db.session()) as session:
                        set_mark(
                            session,
                            ADA,
                            "alpha",
                            f"t{n % 2}",
                            ("done", "learning", "skipped")[(n + number) % 3],
                            NOW,
                        )
                except BaseException as error:  # whatever goes wrong in a thread has to reach the test
                    failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with app.app_context():
        state: dict[str, str] = {}
        for event in db.session.scalars(select(ProgressEvent).order_by(ProgressEvent.number)):
            assert event.before == state.get(event.topic_id, "pending")
            state[event.topic_id] = event.after
        assert marks_of(db.session(), ADA, "alpha") == state
        assert db.session.scalar(select(func.count()).select_from(ProgressAct)) >= 2


def test_a_journal_grows_no_faster_than_a_thousand_acts_a_minute(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ((1_000, timedelta(minutes=1)), (20_000, timedelta(days=1))) == limits.LIMITS
    monkeypatch.setattr(limits, "LIMITS", ((10, timedelta(minutes=1)), (15, timedelta(days=1))))
    with app.app_context():
        session = db.session()

        def mark(number: int, now: datetime) -> None:
            set_mark(session, ADA, "alpha", "t", ("done", "skipped")[number % 2], now)

        for number in range(10):
            mark(number, NOW + timedelta(seconds=number))
        with pytest.raises(TooManyChanges) as caught:
            mark(10, NOW + timedelta(seconds=20))
        assert caught.value.retry_after == 40
        for number in range(10, 15):
            mark(number, NOW + timedelta(minutes=number))
        with pytest.raises(TooManyChanges):
            mark(15, NOW + timedelta(hours=23))
        mark(15, NOW + timedelta(days=1, seconds=1))


def test_a_program_that_fills_the_journal_is_told_to_wait(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", ((3, timedelta(minutes=1)),))
    answers = [
        ada.post(
            "/alpha/first-steps@main-one-000000000001/status", data={"status": ("done", "skipped")[n % 2]}
        )
        for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60


def test_what_is_older_than_every_limit_is_not_walked_over(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        session = db.session()
        for number in range(1001):
            at = NOW - LONGEST - timedelta(seconds=number)
            values = {"id": f"{number:032}", "deed": "", "kind": "mark", "at": at}
            session.execute(insert(ProgressAct).values(learner_id=ADA, **values))
        assert lock_journal(session.connection(), ADA, NOW).limiting_act is None
        assert lock_journal(session.connection(), ADA, NOW - LONGEST).limiting_act is not None
        session.rollback()
