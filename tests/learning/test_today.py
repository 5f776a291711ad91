"""Where a learner goes on today, and what is suggested."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.conftest import TREE
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import load
from webapp.catalog.model import Entry
from webapp.learning.suggestions import suggestions
from webapp.learning.today import today
from webapp.progress.marks import Overview

EARLIER, LATER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(TREE, reserved=())


def everything(catalog: Catalog, slug: str, status: str = "done") -> dict[str, str]:
    return dict.fromkeys(catalog.roadmaps[slug].order, status)


def test_a_learner_goes_on_with_the_roadmap_of_the_last_mark(catalog: Catalog) -> None:
    marks = {"alpha": {"main-one-000000000001": "done"}, "beta": {"b1": "done"}}
    found = today(catalog, Overview(marks, {"alpha": EARLIER, "beta": LATER}, {}))
    assert found.current
    assert found.current.roadmap.slug == "beta"
    assert [s.roadmap.slug for s in found.under_way] == ["alpha"]
    found = today(catalog, Overview(marks, {"alpha": LATER, "beta": EARLIER}, {}))
    assert found.current
    assert found.current.roadmap.slug == "alpha"


def test_a_walked_roadmap_is_finished_and_never_the_next(catalog: Catalog) -> None:
    marks = {"alpha": {"main-one-000000000001": "done"}, "beta": everything(catalog, "beta")}
    found = today(catalog, Overview(marks, {"alpha": EARLIER, "beta": LATER}, {}))
    assert found.current
    assert found.current.roadmap.slug == "alpha"
    assert [s.roadmap.slug for s in found.finished] == ["beta"]
    assert found.under_way == ()


def test_what_has_only_skipped_topics_left_waits_behind_what_has_a_next_topic(catalog: Catalog) -> None:
    marks = {
        "alpha": {"main-one-000000000001": "done"},
        "beta": everything(catalog, "beta") | {"b1": "skipped"},
    }
    found = today(catalog, Overview(marks, {"alpha": EARLIER, "beta": LATER}, {}))
    assert found.current
    assert found.current.roadmap.slug == "alpha"
    assert [s.roadmap.slug for s in found.under_way] == ["beta"]


def test_a_roadmap_that_no_list_shows_is_ones_own_with_a_mark(catalog: Catalog) -> None:
    beta = catalog.roadmaps["beta"]
    hidden = replace(beta, front=replace(beta.front, is_hidden=True))
    some = Catalog({**catalog.roadmaps, "beta": hidden}, (), "1")
    assert "beta" not in {roadmap.slug for roadmap in some.listed_with_variants}
    assert today(some, Overview({}, {}, {})).current is None
    found = today(some, Overview({"beta": {"b1": "done"}}, {"beta": LATER}, {}))
    assert found.current
    assert found.current.roadmap.slug == "beta"


def test_nothing_is_under_way_without_marks(catalog: Catalog) -> None:
    assert today(catalog, Overview({}, {}, {})).current is None
    gone = Overview({"gone": {"a": "done"}}, {"gone": LATER}, {})
    assert today(catalog, gone).current is None


def test_what_a_map_leads_to_is_suggested_before_the_rest(catalog: Catalog) -> None:
    names = ("first", "second", "own", "linked", "related")
    like = catalog.roadmaps["beta"]
    plain = replace(like.front, related_roadmaps=())
    roadmaps = {name: replace(like, slug=name, front=replace(plain, order=1)) for name in names}
    link = Entry("link", "Go on", href="/linked")
    front = replace(plain, related_roadmaps=("related", "linked", "gone"))
    roadmaps["own"] = replace(roadmaps["own"], front=front, outline=(*like.outline, link))
    some = Catalog(roadmaps, (), "1")
    found = suggestions(some, [roadmaps["own"]], [])
    assert [(s.roadmap.slug, s.after.slug if s.after else "") for s in found] == [
        ("linked", "own"),
        ("related", "own"),
        ("first", ""),
    ]


def test_what_is_begun_or_only_being_written_is_not_suggested(catalog: Catalog) -> None:
    own = [catalog.roadmaps["alpha"]]
    found = {s.roadmap.slug for s in suggestions(catalog, own, [], most=99)}
    assert found
    assert "alpha" not in found
    assert all(not catalog.roadmaps[slug].front.is_upcoming for slug in found)
