"""What operators read about accounts and about how much the site is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.web.site.route_table import TOPIC
from webapp.accounts.deletion import request_deletion
from webapp.accounts.models import Account, EmailAddress, LearnerSession
from webapp.accounts.renaming import rename
from webapp.db.learners import GUEST, Learner
from webapp.db.unit_of_work import writing
from webapp.operators.details import learner_details
from webapp.operators.learners import STATES, Wanted, count_learners, last_seen, list_learners
from webapp.operators.usage import Ending, RoadmapUsage, usage
from webapp.progress.models import TopicMark
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime.now(UTC)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as made:
        yield made


@pytest.fixture
def people(session: Session, sign_up: Callable[[str], FlaskClient]) -> dict[str, int]:
    for name in ("ada", "grace", "linus", "barbara", "edsger"):
        sign_up(name)
    rows = session.execute(select(Account.username, Account.learner_id))
    found = {name: number for name, number in rows}  # noqa: C416  # rows are no pairs
    session.rollback()
    with writing(session):
        session.execute(update(Account).where(Account.username == "ada").values(is_admin=True))
        session.execute(update(Account).where(Account.username == "linus").values(disabled_at=NOW))
        request_deletion(session, found["edsger"], NOW)
        rename(session, found["barbara"], "liskov", NOW)
        own = EmailAddress.learner_id == found["grace"]
        session.execute(update(EmailAddress).where(own).values(verified_at=NOW))
    return found


def names(session: Session, **wanted: str) -> list[str]:
    found = Wanted(**wanted)
    listed = [one.username for one in list_learners(session, found, 100)]
    assert count_learners(session, found) == len(listed)
    assert count_learners(session, found, 2) == min(2, len(listed))
    return listed


def test_a_list_is_narrowed_down_to_a_state(session: Session, people: dict[str, int]) -> None:
    assert {state: names(session, state=state) for state in STATES} == {
        "active": ["liskov", "grace", "ada"],
        "disabled": ["linus"],
        "leaving": ["edsger"],
        "unverified": ["edsger", "liskov", "linus", "ada"],
        "admin": ["ada"],
    }
    states = {one.username: one.state for one in list_learners(session, Wanted(), 100)}
    assert (states["linus"], states["edsger"], states["ada"]) == ("disabled", "leaving", "active")


def test_a_search_finds_what_names_of_now_and_before_and_addresses_begin_with(
    session: Session, people: dict[str, int]
) -> None:
    assert names(session, search="LISK") == ["liskov"]
    assert names(session, search="barbara") == ["liskov"]
    assert names(session, search=" Grace@Example.org ") == ["grace"]
    assert names(session, search="ada@ex", state="admin") == ["ada"]
    assert names(session, search="a", state="active") == ["ada"]
    assert names(session, search="l", state="active") == ["liskov"]
    assert names(session, search="e", state="leaving") == ["edsger"]
    for text in ("%", "_", "\\", "nobody", "\0", "race", "\U0010ffff"):
        assert names(session, search=text) == []


def test_who_has_several_names_that_begin_alike_is_listed_once(
    session: Session, people: dict[str, int]
) -> None:
    with writing(session):
        rename(session, people["grace"], "grace-2", NOW)
    assert names(session, search="grace") == ["grace-2"]
    assert [one.username for one in list_learners(session, Wanted("grace"), 1)] == ["grace-2"]


def test_a_list_is_read_page_by_page(session: Session, people: dict[str, int]) -> None:
    first = list_learners(session, Wanted(), 2)
    rest = list_learners(session, Wanted(), 10, before=first[-1].id)
    assert [one.username for one in (*first, *rest)] == ["edsger", "liskov", "linus", "grace", "ada"]


def test_last_seen_is_the_last_act_where_no_session_is_left(session: Session, ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    ada.post("/logout")
    seen = list_learners(session, Wanted(), 1)[0].last_seen_at
    assert seen is not None
    assert abs(seen - NOW) < timedelta(minutes=30)


def test_last_seen_is_the_latest_of_sessions_and_acts(
    session: Session, ada: FlaskClient, grace: FlaskClient
) -> None:
    number = list_learners(session, Wanted("grace"), 1)[0].id
    later = NOW + timedelta(hours=1)
    session.rollback()
    with writing(session):
        own = LearnerSession.learner_id == number
        session.execute(update(LearnerSession).where(own).values(last_seen_at=later))
    seen = {one.username: one.last_seen_at for one in list_learners(session, Wanted(), 10)}
    assert seen["grace"] == later
    assert seen["ada"] < later
    assert last_seen(session, []) == {}


def test_details_say_how_much_there_is_but_not_what(session: Session, ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    number = list_learners(session, Wanted(), 1)[0].id
    found = learner_details(session, number, datetime.now(UTC))
    assert found is not None
    assert (found.sessions, found.marks, found.roadmaps, found.records) == (1, 1, 1, 0)
    assert (found.ways.has_password, found.ways.passkeys, found.ways.has_second_step) == (True, 0, False)
    assert list(found.by_roadmap.values()) == [{"done": 1}]
    assert "main-one" not in str(found)
    assert learner_details(session, 999, NOW) is None


def test_few_people_are_not_counted_exactly(session: Session, people: dict[str, int]) -> None:
    with writing(session):
        kinds = [{"kind": GUEST, "created_at": NOW}] * 6
        guests = session.scalars(insert(Learner).returning(Learner.id), kinds).all()
        common = {"status": "done", "marked_at": NOW}
        marks = [
            *({"learner_id": guest, "roadmap": "alpha", "topic_id": "one", **common} for guest in guests),
            *({"learner_id": guest, "roadmap": "alpha", "topic_id": "two", **common} for guest in guests[:3]),
            *({"learner_id": guest, "roadmap": "beta", "topic_id": "one", **common} for guest in guests[:4]),
            {"learner_id": guests[0], "roadmap": "gone", "topic_id": "one", **common},
        ]
        session.execute(insert(TopicMark), marks)
    endings = {"alpha": Ending(1, lambda done: "two" in done), "beta": Ending(1, bool)}
    shown = usage(session, endings, str, NOW + timedelta(seconds=30))
    assert (shown.accounts, shown.guests) == (5, 6)
    assert shown.roadmaps == (RoadmapUsage("alpha", 6, None),)
    week = shown.periods[0]
    # Who is leaving or disabled has no session any more.
    assert (week.days, week.accounts, week.guests, week.new) == (7, None, 0, 5)
    exact = usage(session, endings, str, NOW + timedelta(seconds=30), floor=1)
    assert exact.roadmaps == (RoadmapUsage("alpha", 6, 3), RoadmapUsage("beta", 4, 4))
    assert exact.periods[1].accounts == 4
