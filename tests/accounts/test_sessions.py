"""Sessions end when they should, and tries are limited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.accounts.errors import TooManyTries
from webapp.accounts.models import User, UserSession
from webapp.accounts.resets import find_reset, request_reset, reset_password
from webapp.accounts.sessions import find_session, open_session, token_hash, touch_session
from webapp.accounts.tries import check_tries, note_wrong_try
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def session(app: Flask, ada: FlaskClient) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.mark.parametrize(
    ("remember", "idle", "whole"), [(False, timedelta(days=2), timedelta(days=7)), (True, timedelta(days=30), timedelta(days=90))]
)
def test_a_session_ends_when_it_idles_and_at_the_latest_when_its_time_is_up(
    session: Session, remember: bool, idle: timedelta, whole: timedelta
) -> None:
    ada = session.query(User).one()
    token = open_session(session, ada, remember, "", NOW)
    assert find_session(session, token, NOW + idle - timedelta(seconds=1))
    assert find_session(session, token, NOW + idle) is None
    row = session.query(UserSession).filter_by(token_hash=token_hash(token)).one()
    seen = NOW
    while seen < NOW + whole - idle / 2:
        seen += idle / 2
        touch_session(session, row.id, seen)
        session.expire_all()
    assert find_session(session, token, NOW + whole - timedelta(seconds=1)) or seen < NOW + whole - idle
    assert find_session(session, token, NOW + whole) is None


def test_the_database_never_holds_the_token(session: Session) -> None:
    token = open_session(session, session.query(User).one(), False, "", NOW)
    assert token not in {s.token_hash for s in session.query(UserSession)}


def test_wrong_tries_count_for_a_quarter_of_an_hour(session: Session) -> None:
    for n in range(10):
        check_tries(session, "ada", f"10.0.0.{n}", NOW)
        note_wrong_try(session, " ADA ", f"10.0.0.{n}", NOW)
    with pytest.raises(TooManyTries) as caught:
        check_tries(session, "ada", "10.9.9.9", NOW)
    assert 0 < caught.value.retry_after <= 900
    check_tries(session, "grace", "10.9.9.9", NOW)
    check_tries(session, "ada", "10.9.9.9", NOW + timedelta(minutes=15, seconds=1))


def test_a_link_for_a_new_password_works_once_and_for_an_hour(session: Session) -> None:
    made = request_reset(session, "ada@example.org", NOW)
    assert made
    token, _ = made
    assert len(token) >= 22
    assert find_reset(session, token, NOW + timedelta(hours=1)) is None
    reset_password(session, token, "four blind mice", NOW)
    session.commit()
    assert find_reset(session, token, NOW) is None


def test_asking_again_and_changing_the_password_kill_older_links(session: Session) -> None:
    first = request_reset(session, "ada", NOW)
    second = request_reset(session, "ada", NOW)
    assert first
    assert second
    assert find_reset(session, first[0], NOW) is None
    assert find_reset(session, second[0], NOW)
    assert request_reset(session, "nobody", NOW) is None
