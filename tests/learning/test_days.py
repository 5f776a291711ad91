"""Days of learning are counted in the learner's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.conftest import TREE
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import load
from webapp.habits.days import Rules
from webapp.learning.days import by_day, latest_days, zone_named
from webapp.progress.acts import ActSummary
from webapp.progress.marks import Change

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(TREE, reserved=())


def act(
    at: datetime, *topics: str, kind: str = "mark", is_undone: bool = False, after: str = "done"
) -> ActSummary:
    changes = tuple(Change("x", "alpha", topic, "pending", after) for topic in topics)
    return ActSummary("x", kind, at, is_undone, changes)


def counts(catalog: Catalog, *acts: ActSummary, zone: str = "") -> dict[date, int]:
    days = latest_days(catalog, acts, Rules(zone_named(zone)).day_of, NOW)
    assert len(days) == 7
    assert days[-1].day == NOW.astimezone(zone_named(zone)).date()
    return {day.day: len(day.topics) for day in days if day.topics}


def test_each_topic_of_a_day_counts_once(catalog: Catalog) -> None:
    learning = act(NOW, FIRST, after="learning")
    assert counts(catalog, learning, act(NOW, FIRST), act(NOW, SECOND)) == {date(2026, 11, 26): 2}


def test_an_evening_belongs_to_the_day_on_the_learners_clock(catalog: Catalog) -> None:
    late = act(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), FIRST)
    assert counts(catalog, late) == {date(2026, 11, 25): 1}
    assert counts(catalog, late, zone="Europe/Berlin") == {date(2026, 11, 26): 1}
    assert counts(catalog, late, zone="America/New_York") == {date(2026, 11, 25): 1}


@pytest.mark.parametrize("kind", ["known", "undo", "merge"])
def test_what_was_known_before_is_no_day_of_learning(catalog: Catalog, kind: str) -> None:
    assert counts(catalog, act(NOW, FIRST, kind=kind)) == {}


def test_what_was_undone_or_taken_back_does_not_count(catalog: Catalog) -> None:
    assert counts(catalog, act(NOW, FIRST, is_undone=True), act(NOW, SECOND, after="pending")) == {}


def test_what_was_skipped_was_not_learnt(catalog: Catalog) -> None:
    assert counts(catalog, act(NOW, FIRST, after="skipped"), act(NOW, SECOND, after="learning")) == {
        date(2026, 11, 26): 1
    }


def test_what_is_older_than_seven_days_is_not_shown(catalog: Catalog) -> None:
    assert counts(catalog, act(datetime(2026, 11, 19, 12, tzinfo=UTC), FIRST)) == {}
    assert counts(catalog, act(datetime(2026, 11, 20, 12, tzinfo=UTC), FIRST)) == {date(2026, 11, 20): 1}


def test_acts_are_put_together_by_day() -> None:
    acts = [act(NOW, FIRST), act(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), SECOND)]
    assert [(day, len(made)) for day, made in by_day(acts, Rules().day_of)] == [
        (date(2026, 11, 26), 1),
        (date(2026, 11, 25), 1),
    ]
    assert [len(made) for _, made in by_day(acts, Rules(zone_named("Asia/Tokyo")).day_of)] == [2]


@pytest.mark.parametrize("name", ["", "Atlantis/Capital", "../etc/passwd", "/etc/passwd", "a" * 300])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert zone_named(name) is UTC
