"""Sessions end when they should, and tries are limited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.accounts.errors import AccountError, TooManyTries
from webapp.accounts.limits import reserve_try
from webapp.accounts.models import LearnerSession
from webapp.accounts.recovery import find_reset, prepare_password, request_reset, reset_password
from webapp.accounts.sessions import find_session, is_touch_due, list_sessions, open_session, touch_session
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = 1


@pytest.fixture
def session(app: Flask, ada: FlaskClient) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.mark.parametrize(
    ("remember", "idle", "whole"),
    [(False, timedelta(days=2), timedelta(days=7)), (True, timedelta(days=30), timedelta(days=90))],
)
def test_a_session_ends_when_it_idles_and_at_the_latest_when_its_time_is_up(
    session: Session, remember: bool, idle: timedelta, whole: timedelta
) -> None:
    token = open_session(session, ADA, remember, "", NOW).token
    assert find_session(session, token, NOW + idle - timedelta(seconds=1))
    assert find_session(session, token, NOW + idle) is None
    seen = NOW
    while seen + idle / 2 < NOW + whole:
        seen += idle / 2
        found = find_session(session, token, seen)
        assert found
        touch_session(session, found, seen)
    assert find_session(session, token, NOW + whole - timedelta(seconds=1))
    assert find_session(session, token, NOW + whole) is None


def test_a_session_of_a_clock_that_was_ahead_ends_when_it_should(session: Session) -> None:
    token = open_session(session, ADA, False, "", NOW + timedelta(days=365)).token
    found = find_session(session, token, NOW)
    assert found
    assert is_touch_due(found, NOW)
    touch_session(session, found, NOW)
    assert find_session(session, token, NOW + timedelta(days=2)) is None


def test_a_session_is_noted_as_seen_every_ten_minutes(session: Session) -> None:
    token = open_session(session, ADA, False, "", NOW).token
    found = find_session(session, token, NOW)
    assert found
    assert not is_touch_due(found, NOW + timedelta(minutes=9))
    assert is_touch_due(found, NOW + timedelta(minutes=10))


def test_a_token_names_its_learner_and_the_database_never_holds_it(session: Session) -> None:
    token = open_session(session, ADA, False, "", NOW).token
    assert token.startswith("1.")
    assert token not in {s.token_hash for s in session.query(LearnerSession)}
    found = find_session(session, token, NOW)
    assert found
    assert (found.learner_id, found.username, found.kind) == (ADA, "ada", "account")
    # Another learner's number in front finds nothing.
    assert find_session(session, "2" + token[1:], NOW) is None


@pytest.mark.parametrize(
    "junk", ["", ".", "1.", "1.short", "x.abcdefghijklmnopqrstuvwx", "1.abcdefghijkl\0mnopqrstuvwx", "9" * 40]
)
def test_junk_is_no_token(session: Session, junk: str) -> None:
    assert find_session(session, junk, NOW) is None
    assert find_reset(session, junk, NOW) is None


def test_wrong_tries_count_for_a_quarter_of_an_hour(session: Session) -> None:
    for _ in range(10):
        reserve_try(session, "1", "10.0.0.1", NOW)
    with pytest.raises(TooManyTries) as caught:
        reserve_try(session, "1", "10.0.0.1", NOW)
    assert 0 < caught.value.retry_after <= 900
    reserve_try(session, "2", "10.0.0.1", NOW)
    reserve_try(session, "1", "10.0.0.2", NOW)
    reserve_try(session, "1", "10.0.0.1", NOW + timedelta(minutes=15, seconds=1))


def test_tries_of_a_clock_that_was_ahead_do_not_count(session: Session) -> None:
    for _ in range(10):
        reserve_try(session, "1", "10.0.0.1", NOW + timedelta(days=365))
    reserve_try(session, "1", "10.0.0.1", NOW)


def test_a_link_for_a_new_password_works_once_and_for_an_hour(session: Session) -> None:
    made = request_reset(session, "ada@example.org", NOW)
    assert made
    token, _ = made
    assert len(token) >= 22
    assert find_reset(session, token, NOW + timedelta(hours=1)) is None
    found = find_reset(session, token, NOW)
    assert found
    new_hash = prepare_password(found, "four blind mice")
    reset_password(session, token, new_hash, "10.0.0.1", "", NOW)
    assert find_reset(session, token, NOW) is None
    with pytest.raises(AccountError):
        reset_password(session, token, new_hash, "10.0.0.1", "", NOW)


def test_several_links_live_at_once_and_one_that_is_used_ends_them_all(session: Session) -> None:
    links = [request_reset(session, "ada", NOW + timedelta(minutes=n)) for n in range(7)]
    tokens = [link[0] for link in links if link]
    assert len(tokens) == 5
    later = NOW + timedelta(minutes=8)
    found = [find_reset(session, token, later) for token in tokens]
    assert all(found)
    reset_password(session, tokens[0], prepare_password(found[0], "four blind mice"), "10.0.0.1", "", later)  # type: ignore[arg-type]  # all were found
    assert [find_reset(session, token, later) for token in tokens] == [None] * 5
    assert request_reset(session, "nobody", NOW) is None


def test_a_link_made_by_a_clock_that_was_ahead_neither_works_nor_keeps_others_away(session: Session) -> None:
    ahead = [request_reset(session, "ada", NOW + timedelta(days=365)) for _ in range(5)]
    assert all(ahead)
    assert find_reset(session, ahead[0][0], NOW) is None  # type: ignore[index]  # all were made
    assert request_reset(session, "ada", NOW)


def test_a_session_that_ended_by_idleness_is_not_listed(session: Session) -> None:
    open_session(session, ADA, False, "idle", NOW)
    assert [s.user_agent for s in list_sessions(session, ADA, NOW + timedelta(days=1))].count("idle") == 1
    assert "idle" not in [s.user_agent for s in list_sessions(session, ADA, NOW + timedelta(days=2))]
