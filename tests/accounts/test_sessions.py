"""Sessions end when they should, and tries are limited."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import PASSWORD
from tests.databases import on_both
from webapp.accounts.errors import AccountError, SessionEnded, TooManyTries
from webapp.accounts.limits import reserve_try
from webapp.accounts.models import LearnerSession, PasswordReset
from webapp.accounts.passwords import CheckedChange, begin_change, check_change, finish_change
from webapp.accounts.recovery import find_reset, prepare_password, request_reset, reset_password
from webapp.accounts.sessions import (
    close_session,
    find_session,
    is_touch_due,
    list_sessions,
    open_session,
    renew_session,
    touch_session,
)
from webapp.db.unit_of_work import writing
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
    reset_password(session, token, new_hash, "10.0.0.1", NOW)
    assert find_reset(session, token, NOW) is None
    with pytest.raises(AccountError):
        reset_password(session, token, new_hash, "10.0.0.1", NOW)


def test_several_links_live_at_once_and_one_that_is_used_ends_them_all(session: Session) -> None:
    links = [request_reset(session, "ada", NOW + timedelta(minutes=n)) for n in range(7)]
    tokens = [link[0] for link in links if link]
    assert len(tokens) == 5
    later = NOW + timedelta(minutes=8)
    found = [find_reset(session, token, later) for token in tokens]
    assert all(found)
    reset_password(session, tokens[0], prepare_password(found[0], "four blind mice"), "10.0.0.1", later)  # type: ignore[arg-type]  # all were found
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


def test_where_one_is_signed_in_is_listed_newest_first_and_for_oneself_alone(
    session: Session, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    for number, agent in enumerate(["first", "third", "second"]):
        open_session(session, ADA, True, agent, NOW + timedelta(days=1, minutes=(0, 2, 1)[number]))
    open_session(session, 2, True, "of grace", NOW + timedelta(days=1))
    listed = list_sessions(session, ADA, NOW + timedelta(days=1, hours=1))
    assert [s.user_agent for s in listed if s.user_agent in {"first", "second", "third", "of grace"}] == [
        "third",
        "second",
        "first",
    ]
    assert {s.learner_id for s in listed} == {ADA}


def test_a_renewed_session_has_another_token_and_is_the_only_one(
    session: Session, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    old = open_session(session, ADA, True, "", NOW)
    other = open_session(session, ADA, False, "", NOW)
    graces = open_session(session, 2, False, "", NOW)
    later = NOW + timedelta(hours=1)
    assert renew_session(session, ADA, graces.token, later) is None
    assert renew_session(session, 2, old.token, later) is None
    assert renew_session(session, ADA, "junk", later) is None
    assert renew_session(session, ADA, other.token, NOW + timedelta(days=7)) is None
    assert find_session(session, old.token, later)
    new = renew_session(session, ADA, old.token, later)
    assert new
    assert (new.learner_id, new.remember) == (ADA, True)
    found = find_session(session, new.token, later)
    assert found
    assert (found.authenticated_at, found.last_seen_at, found.expires_at) == (
        later,
        later,
        NOW + timedelta(days=90),
    )
    assert [find_session(session, s.token, later) for s in (old, other)] == [None, None]
    assert find_session(session, graces.token, later)


def test_opening_one_sweeps_ones_own_that_have_ended(
    session: Session, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    tokens = [open_session(session, learner, False, "", NOW).token for learner in (ADA, 2)]
    open_session(session, ADA, False, "", NOW + timedelta(days=7))
    assert count_of(session, ADA, NOW) + count_of(session, 2, NOW) >= 2
    open_session(session, ADA, False, "a\0b", NOW + timedelta(days=7, seconds=1))
    assert find_session(session, tokens[0], NOW) is None
    assert find_session(session, tokens[1], NOW)
    assert "ab" in [s.user_agent for s in list_sessions(session, ADA, NOW + timedelta(days=7, seconds=1))]


def count_of(session: Session, learner: int, now: datetime) -> int:
    return len([s for s in session.query(LearnerSession) if s.learner_id == learner and s.created_at == now])


def test_closing_without_a_token_closes_nothing(session: Session) -> None:
    token = open_session(session, ADA, False, "", NOW).token
    close_session(session, "junk")
    close_session(session, "2" + token[1:])
    assert find_session(session, token, NOW)
    close_session(session, token)
    assert find_session(session, token, NOW) is None


def test_a_secret_has_256_bits_and_no_two_are_the_same(session: Session) -> None:
    tokens = {open_session(session, ADA, False, "", NOW).token for _ in range(5)}
    assert len(tokens) == 5
    assert {len(token.partition(".")[2]) for token in tokens} == {43}
    hashes = {s.token_hash for s in session.query(LearnerSession)}
    assert {hashlib.sha256(token.encode()).hexdigest() for token in tokens} <= hashes
    assert len({s.id for s in session.query(LearnerSession)}) == len(hashes)


def test_links_that_are_too_old_are_deleted_when_another_is_asked_for(
    session: Session, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    for name in ("ada", "grace"):
        request_reset(session, name, NOW)
    request_reset(session, "ada", NOW + timedelta(hours=1))
    rows = [(r.learner_id, r.expires_at) for r in session.query(PasswordReset)]
    assert sorted(rows) == [(1, NOW + timedelta(hours=2)), (2, NOW + timedelta(hours=1))]


def test_another_learners_number_in_front_of_a_links_token_finds_nothing(
    session: Session, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    made = request_reset(session, "ada", NOW)
    assert made
    token, whose = made
    assert whose.email == "ada@example.org"
    assert find_reset(session, "2" + token[1:], NOW) is None
    found = find_reset(session, token, NOW)
    assert found
    assert (found.learner_id, found.username, found.email) == (1, "ada", "ada@example.org")


def test_a_change_is_refused_where_password_or_session_changed_meanwhile(session: Session) -> None:
    with writing(session) as s:
        token = open_session(s, ADA, False, "", NOW).token

    def checked() -> CheckedChange:
        with writing(session) as s:
            begun = begin_change(s, ADA, NOW)
        return check_change(begun, PASSWORD, "four blind mice")

    def finish(change: CheckedChange, token: str) -> None:
        with writing(session) as s:
            finish_change(s, change, token, NOW)

    first, second = checked(), checked()
    with pytest.raises(SessionEnded):
        finish(first, "1." + "x" * 43)
    finish(first, token)
    with pytest.raises(AccountError) as caught:
        finish(second, token)
    assert caught.value.field == "old_password"
    with pytest.raises(SessionEnded):
        finish(replace(second, learner_id=99), token)
    for old, new, field in ((PASSWORD, "x", "old_password"), ("four blind mice", "x", "new_password")):
        with pytest.raises(AccountError) as caught:
            check_change(begin_change(session, ADA, NOW), old, new)
        assert caught.value.field == field
