"""Whose tries are counted together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.databases import on_both
from webapp.accounts.errors import TooManyTries
from webapp.accounts.limits import forget_tries, give_back, network_of, reserve_try
from webapp.accounts.models import SignInTry
from webapp.web.site.extensions import db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:443", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix"),
        ("x" * 70, "x" * 64),
    ],
)
def test_an_address_is_counted_with_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def refused(session: Session, account: str, address: str, now: datetime = NOW) -> int:
    """Returns after how many seconds one may try again, 0 for at once."""
    try:
        reserve_try(session, account, address, now)
    except TooManyTries as error:
        return error.retry_after
    return 0


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInTry)) or 0


@on_both
def test_ten_tries_count_for_an_account_from_a_network(session: Session) -> None:
    for number in range(10):
        assert refused(session, "1", "10.0.0.1", NOW + timedelta(seconds=number)) == 0
    later = NOW + timedelta(seconds=100.5)
    assert refused(session, "1", "10.0.0.1", later) == 800
    assert refused(session, "2", "10.0.0.1", later) == 0
    assert refused(session, "1", "10.0.0.2", later) == 0
    # The first one stops counting after a quarter of an hour, to the second.
    assert refused(session, "1", "10.0.0.1", NOW + timedelta(seconds=899.5)) == 1
    assert refused(session, "1", "10.0.0.1", NOW + timedelta(seconds=900)) == 0


@on_both
def test_unknown_networks_count_as_one_for_each_account_and_never_for_all(session: Session) -> None:
    assert [refused(session, "1", "") for _ in range(11)] == [0] * 10 + [900]
    assert refused(session, "1", "10.0.0.1") == 0
    assert [refused(session, str(number), "") for number in range(2, 102)] == [0] * 100


@on_both
def test_fifty_tries_count_for_a_network(session: Session) -> None:
    assert [refused(session, str(number), "10.0.0.1") for number in range(50)] == [0] * 50
    assert refused(session, "50", "10.0.0.1") == 900
    assert refused(session, "50", "10.0.0.2") == 0


@on_both
def test_a_hundred_tries_count_for_an_account(session: Session) -> None:
    assert [refused(session, "1", f"10.0.0.{number}") for number in range(100)] == [0] * 100
    assert refused(session, "1", "10.0.1.1") == 900
    assert refused(session, "2", "10.0.1.1") == 0


@on_both
def test_tries_of_clocks_a_minute_ahead_count(session: Session) -> None:
    for _ in range(10):
        reserve_try(session, "1", "10.0.0.1", NOW + timedelta(minutes=1))
    assert refused(session, "1", "10.0.0.1") == 960
    assert refused(session, "1", "10.0.0.1", NOW - timedelta(seconds=1)) == 0


@on_both
def test_a_try_that_was_right_is_taken_back_alone(session: Session) -> None:
    first, second = (reserve_try(session, "1", "10.0.0.1", NOW) for _ in range(2))
    assert (len(first.rows), count(session)) == (3, 6)
    give_back(session, first)
    assert set(session.scalars(select(SignInTry.id))) == set(second.rows)


@on_both
def test_an_owner_who_got_in_by_mail_is_freed_and_the_network_is_not(session: Session) -> None:
    for address in ("10.0.0.1", "10.0.0.2"):
        reserve_try(session, "1", address, NOW)
    reserve_try(session, "2", "10.0.0.1", NOW)
    forget_tries(session, "1", "10.0.0.1")
    # Of nine rows those are gone that count for the account here, and for the account from everywhere.
    assert count(session) == 9 - 1 - 2


@on_both
def test_old_tries_are_swept_two_hundred_at_a_time(session: Session) -> None:
    for number in range(80):
        reserve_try(session, str(number), f"10.0.0.{number}", NOW)
    assert count(session) == 240
    reserve_try(session, "x", "10.0.1.1", NOW + timedelta(days=1))
    assert count(session) == 243
    reserve_try(session, "y", "10.0.1.2", NOW + timedelta(days=1, minutes=1))
    assert count(session) == 246 - 200
    reserve_try(session, "z", "10.0.1.3", NOW + timedelta(days=1, minutes=1))
    assert count(session) == 9
