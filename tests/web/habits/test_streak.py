"""The streak on today's page, its own page, and the acts behind each of its days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import html
from sqlalchemy import delete, select

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.portability.people import sessions
from webapp.db.unit_of_work import writing
from webapp.habits.diary import read_diary
from webapp.habits.models import DayRhythm
from webapp.progress.acts import recent_acts, undo
from webapp.progress.errors import AlreadyUndone
from webapp.progress.marks import set_marks
from webapp.progress.models import ProgressAct, ProgressEvent, TopicMark

pytestmark = on_both
FIRST = "/alpha/first-steps@main-one-000000000001"
SECOND = "/alpha/alpha--beta@sub-one-0000000000001"
ADA = 1


def words(client: FlaskClient, path: str, xpath: str) -> list[str]:
    page = html.fromstring(client.get(path).text)
    return [" ".join(found.text_content().split()) for found in page.xpath(xpath)]


def line(client: FlaskClient) -> str:
    return words(client, "/me", '//*[@class="week__words"]')[0]


def come_back(client: FlaskClient) -> None:
    client.post("/login", data={"username": "ada", "password": PASSWORD})


def test_it_grows_waits_and_ends(ada: FlaskClient, clock: Clock) -> None:
    assert "Streak" not in line(ada)
    ada.post(f"{FIRST}/status", data={"status": "learning"})
    assert "Streak: 1 day" in line(ada)
    clock.wait(days=1)
    assert "Streak: 1 day. One topic today keeps it." in line(ada)
    ada.post(f"{FIRST}/status", data={"status": "done"})
    assert line(ada).endswith("Streak: 2 days")
    clock.wait(days=2)
    come_back(ada)
    assert "Streak" not in line(ada)
    assert "Your longest streak so far: 2 days." in ada.get("/me/streak").text


def test_each_day_opens_its_acts(ada: FlaskClient, clock: Clock) -> None:
    ada.post(f"{FIRST}/status", data={"status": "learning"})
    clock.wait(days=1)
    ada.post(f"{SECOND}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/me/streak").text)
    newest, oldest = page.xpath('//ol[@class="dated"]//a/@href')
    assert words(ada, newest, '//*[@class="act__words"]/a') == ["Alpha & Beta"]
    assert words(ada, oldest, '//*[@class="act__words"]/a') == ["First Steps"]


def test_what_was_undone_does_not_count_until_the_undo_is_undone(ada: FlaskClient, app: Flask) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    for expected in (False, True, False):
        with sessions(app) as session:
            (newest, *_) = recent_acts(session, ADA, 1)
        ada.post(f"/me/acts/{newest.id}/undo")
        assert ("Streak: 1 day" in line(ada)) == expected


def test_other_people_have_their_own(ada: FlaskClient, grace: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    ada.post("/me/streak", data={"day_begins": "4", "rest": ["6"]})
    assert "Streak" not in line(grace)
    assert "Nothing was changed on this day." in grace.get("/me/day").text
    assert html.fromstring(grace.get("/me/streak").text).xpath("//*[@checked]") == []


def test_the_end_of_the_day_and_days_of_rest_are_kept(ada: FlaskClient) -> None:
    assert ada.post("/me/streak", data={"day_begins": "3", "rest": ["5", "6"]}).status_code == 303
    page = html.fromstring(ada.get("/me/streak").text)
    assert page.xpath("//option[@selected]/text()") == ["03:00"]
    assert page.xpath("//input[@checked]/@value") == ["5", "6"]
    assert ada.post("/me/streak", data={"day_begins": "0"}).status_code == 303
    assert html.fromstring(ada.get("/me/streak").text).xpath("//*[@checked]") == []


@pytest.mark.parametrize(
    "data",
    [{}, {"day_begins": "5"}, {"day_begins": "-1"}, {"day_begins": "0", "rest": ["7"]},
     {"day_begins": "0", "rest": list("0123456")}, {"day_begins": "\0"}],
)  # fmt: skip
def test_what_cannot_be_is_refused(ada: FlaskClient, data: dict[str, object]) -> None:
    assert ada.post("/me/streak", data=data).status_code == 422


@pytest.mark.parametrize("text", ["x", "2026-02-30", "0001-01-01", "9999-12-31", "2026-W01-1x", "\0"])
def test_a_day_that_is_none_is_not_found(ada: FlaskClient, text: str) -> None:
    assert ada.get("/me/day", query_string={"on": text}).status_code == 404


def test_a_day_of_rest_that_is_planned_later_mends_nothing(ada: FlaskClient, clock: Clock) -> None:
    ada.post("/me/settings/time-zone", data={"time_zone": "Europe/Berlin"})
    ada.post(f"{FIRST}/status", data={"status": "learning"})
    clock.wait(days=3)
    come_back(ada)
    missed = [str((clock.now(UTC) - timedelta(days=n)).weekday()) for n in (1, 2)]
    ada.post("/me/streak", data={"day_begins": "0", "rest": missed})
    assert "Streak" not in line(ada)


STEP = st.one_of(
    st.tuples(
        st.just("mark"), st.sampled_from(["learning", "done", "skipped", "pending"]), st.integers(0, 3)
    ),
    st.tuples(st.just("known"), st.just("done"), st.integers(0, 3)),
    st.tuples(st.just("undo"), st.integers(0, 6), st.just(0)),
)


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(STEP, st.integers(1, 60)), max_size=15))
def test_it_equals_the_journal_replayed(
    app: Flask, ada: FlaskClient, steps: list[tuple[tuple[str, object, int], int]]
) -> None:
    now = datetime(2026, 10, 20, tzinfo=UTC)
    with sessions(app) as session:
        with writing(session):
            for model in (ProgressEvent, ProgressAct, TopicMark, DayRhythm):
                session.execute(delete(model))
        for (deed, what, topic), hours in steps:
            now += timedelta(hours=hours)
            with writing(session):
                if deed == "undo":
                    acts = recent_acts(session, ADA, 20)
                    if acts:
                        try:
                            undo(session, ADA, acts[int(str(what)) % len(acts)].id, now)
                        except AlreadyUndone:
                            continue
                else:
                    set_marks(session, ADA, [("alpha", f"t{topic}", str(what))], now, kind=deed)
        found = read_diary(session, ADA, "", now, now).learnt
        expected = set()
        for act in session.scalars(select(ProgressAct).where(ProgressAct.kind == "mark")):
            links, following = 0, act.undone_by
            while following:
                links += 1
                following = session.scalar(select(ProgressAct.undone_by).where(ProgressAct.id == following))
            events = session.scalars(select(ProgressEvent).where(ProgressEvent.act_id == act.id)).all()
            if links % 2 == 0 and any(event.after in {"learning", "done"} for event in events):
                expected.add(act.at.date())
        assert found == expected
