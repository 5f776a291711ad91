"""Ticks and favorites of several devices, some of which waited for a connection: the newest wish counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.web.site.route_table import TOPIC
from webapp.db.unit_of_work import writing
from webapp.progress.errors import KeyReused
from webapp.progress.models import ProgressAct
from webapp.progress.own import Wish, own_of_topic, resource_digest, set_favorite, set_tick
from webapp.progress.own_models import Favorite, ResourceTick
from webapp.web.site.extensions import db

pytestmark = on_both
ADA = 1
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINKS = ("https://example.org/a", "https://example.org/b")


@dataclass(frozen=True)
class Sent:
    """A wish of a device: on a link, or on the favorite if that is empty."""

    roadmap: str
    link: str
    wish: Wish

    @property
    def place(self) -> tuple[str, str]:
        return self.roadmap, self.link


def arrive(session: Session, sent: Sent) -> None:
    with writing(session):
        if sent.link:
            set_tick(session, ADA, [sent.roadmap], "t", sent.link, sent.wish)
        else:
            set_favorite(session, ADA, [sent.roadmap], "t", sent.wish)


def kept(session: Session) -> set[tuple[str, str]]:
    found = {roadmap: own_of_topic(session, ADA, [roadmap], "t") for roadmap in ("alpha", "beta")}
    ticks = {(r, link) for r, own in found.items() for link in LINKS if resource_digest(link) in own.read}
    return ticks | {(roadmap, "") for roadmap, own in found.items() if own.is_favorite}


@st.composite
def queues(draw: st.DrawFn) -> list[Sent]:
    """Wishes in the order in which they arrive: those of a late device were made before, at other moments."""
    minutes = draw(st.lists(st.integers(0, 30), unique=True, max_size=9))
    arriving = []
    for number, minute in enumerate(minutes):
        is_late = draw(st.booleans())
        at = NOW + timedelta(minutes=minute if is_late else 100 + number)
        wish = Wish(draw(st.booleans()), at, is_late, f"key-{number:05}" if draw(st.booleans()) else None)
        arriving.append(
            Sent(draw(st.sampled_from(("alpha", "beta"))), draw(st.sampled_from(("", *LINKS))), wish)
        )
    return arriving


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arriving=queues(), again=st.lists(st.integers(0, 8), max_size=4))
def test_whatever_the_order_of_arrival_the_newest_wish_counts(
    app: Flask, ada: FlaskClient, arriving: list[Sent], again: list[int]
) -> None:
    with app.app_context():
        session = db.session()
        for table in (ResourceTick, Favorite, ProgressAct):
            session.execute(delete(table))
        session.commit()
        newest: dict[tuple[str, str], Wish] = {}
        for sent in arriving:
            arrive(session, sent)
            if sent.place not in newest or newest[sent.place].at <= sent.wish.at:
                newest[sent.place] = sent.wish
            assert kept(session) == {place for place, wish in newest.items() if wish.is_on}
        before = kept(session)
        for sent in (arriving[number] for number in again if number < len(arriving)):
            if sent.wish.key is None:
                continue
            arrive(session, sent)
            assert kept(session) == before
            with pytest.raises(KeyReused):
                arrive(session, replace(sent, wish=replace(sent.wish, is_on=not sent.wish.is_on)))
            session.rollback()
        session.commit()


@pytest.mark.parametrize("first", ["resource", "favorite"])
def test_a_late_tick_does_not_come_back_after_another_device_took_it_away(
    ada: FlaskClient, app: Flask, first: str
) -> None:
    on = {"keep": "1"} if first == "favorite" else {"read": resource_digest("https://example.org/film")}
    off = {"keep": "0"} if first == "favorite" else {"unread": on["read"]}
    sent = [ada.post(f"{TOPIC}/{first}", data=data) for data in (on, off, {**on, "waited": "60000"})]
    assert [answer.status_code for answer in sent] == [303, 303, 303]
    with app.app_context():
        own = own_of_topic(db.session(), ADA, ["alpha"], TOPIC.rpartition("@")[2])
    assert (own.read, own.is_favorite) == (frozenset(), False)
