"""What was done in one roadmap is offered in another one that has the same topic, and never marked by itself."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from tests.databases import on_both
from tests.outlines_tree import draw, draw_all
from tests.tables import rows_of_all_tables
from tests.web.roadmaps.test_pages import queries
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.progress.marks import all_marks, set_marks
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

ADA = 1
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)
TEA = """# Tea

## Water {#water}

- Boiling {#boiling same=coffee/hot-water}
- Cups {#cups same=coffee/mugs}
- Spoons {#spoons}
"""
COFFEE = """# Coffee

## Beans {#beans}

- Hot Water {#hot-water}
- Mugs {#mugs same=milk/glasses}
"""
MILK = "# Milk\n\n## Glasses {#glasses}\n"
# A roadmap that has nothing in common with the others.
JUICE = "# Juice\n\n## Oranges {#oranges}\n\n## Apples {#apples}\n"


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    draw_all(tmp_path / "tree", {"tea": TEA, "coffee": COFFEE, "milk": MILK, "juice": JUICE})
    return tmp_path / "tree"


def mark(app: Flask, *places: str, status: str = "done", at: datetime = MAY) -> None:
    marks = [(*place.split("/"), status) for place in places]
    with app.app_context(), writing(db.session()) as session:
        set_marks(session, ADA, marks, at)


def marks(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {f"{key}/{i}": s for key, own in all_marks(db.session(), ADA).items() for i, s in own.items()}


def offered(client: FlaskClient, slug: str) -> list[str]:
    """The line of a roadmap's page, and what stands in it."""
    page = html.fromstring(client.get(f"/{slug}").text)
    parts = page.xpath('//details[@class="elsewhere"]/summary | //label[@class="elsewhere__topic"]')
    return [" ".join(part.text_content().split()) for part in parts]


def accept(client: FlaskClient, address: str, name: str) -> str:
    """Sends the form of that class as it is, and returns where it leads."""
    page = html.fromstring(client.get(address).text)
    (form,) = [f for f in page.forms if name in f.get("class", "")]
    answer = client.post(form.action, data=MultiDict(form.form_values()))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@on_both
def test_a_roadmap_offers_in_one_line_what_was_done_elsewhere(app: Flask, ada: FlaskClient) -> None:
    mark(app, "coffee/hot-water", "milk/glasses", "juice/apples")
    before = marks(app)
    assert offered(ada, "tea") == [
        "2 topics that you did elsewhere: mark them",
        "Boiling Coffee, 3 May 2026",
        "Cups Milk, 3 May 2026",
    ]
    assert offered(ada, "coffee") == ["1 topic that you did elsewhere: mark it", "Mugs Milk, 3 May 2026"]
    assert offered(ada, "juice") == []
    assert marks(app) == before, "nothing is marked by itself"
    assert accept(ada, "/tea?view=list", "elsewhere__form") == "/tea?view=list"
    assert "2 topics marked as known." in ada.get("/tea").text
    assert marks(app) == before | {"tea/boiling": "done", "tea/cups": "done"}
    kinds = sorted(row["kind"] for row in rows_of_all_tables(app)["progress_act"])
    assert kinds == ["known", "mark"]
    assert offered(ada, "tea") == []
    undo = html.fromstring(ada.get("/me/history").text).xpath('//form[contains(@action, "/undo")]/@action')
    ada.post(str(undo[0]))
    assert marks(app) == before
    assert len(offered(ada, "tea")) == 3


def test_only_what_is_ticked_is_marked(app: Flask, ada: FlaskClient) -> None:
    mark(app, "coffee/hot-water", "milk/glasses")
    (form,) = [f for f in html.fromstring(ada.get("/tea").text).forms if f.get("class") == "elsewhere__form"]
    values = [(name, value) for name, value in form.form_values() if value != "cups"]
    ada.post(form.action, data=MultiDict(values))
    assert {place for place in marks(app) if place.startswith("tea")} == {"tea/boiling"}


@on_both
def test_the_page_and_the_panel_of_a_topic_offer_it_with_one_click(app: Flask, ada: FlaskClient) -> None:
    mark(app, "coffee/hot-water")
    words = "You did this in Coffee on 3 May 2026."
    for headers in ({}, {"HX-Request": "true"}):
        assert words in ada.get("/tea/boiling@boiling", headers=headers).text
        assert words not in ada.get("/tea/cups@cups", headers=headers).text
    answer = ada.post(
        "/tea/marks", data={"status": "known", "topic": "boiling"}, headers={"HX-Request": "true"}
    )
    assert '<div class="elsewhere-place" id="elsewhere-boiling" hx-swap-oob="true"></div>' in answer.text
    assert words not in ada.get("/tea/boiling@boiling").text
    mark(app, "tea/boiling", status="pending")
    assert accept(ada, "/tea/boiling@boiling", "elsewhere-offer") == "/tea/boiling@boiling"
    assert marks(app)["tea/boiling"] == "done"
    # It has been learnt once: no day and no week counts it.
    assert "of learning" not in ada.get("/me").text


@pytest.mark.parametrize(
    ("here", "there", "is_offered"),
    [
        ("pending", "done", True),
        ("learning", "done", True),
        ("skipped", "done", False),
        ("done", "done", False),
        ("pending", "learning", False),
        ("pending", "skipped", False),
    ],
)
def test_what_is_done_there_and_open_here_is_offered(
    app: Flask, ada: FlaskClient, here: str, there: str, is_offered: bool
) -> None:
    mark(app, "coffee/hot-water", status=there)
    mark(app, "tea/boiling", status=here)
    assert bool(offered(ada, "tea")) is is_offered
    assert ("You did this in" in ada.get("/tea/boiling@boiling").text) is is_offered


def test_the_first_time_counts_and_the_day_is_the_learners(app: Flask, ada: FlaskClient) -> None:
    mark(app, "milk/glasses", at=datetime(2026, 5, 3, 23, 30, tzinfo=UTC))
    mark(app, "coffee/mugs", at=datetime(2026, 6, 1, tzinfo=UTC))
    assert "Cups Milk, 3 May 2026" in offered(ada, "tea")
    ada.post("/me/settings/time-zone", data={"time_zone": "Asia/Tokyo"})
    assert "Cups Milk, 4 May 2026" in offered(ada, "tea")


def test_somebody_unknown_is_offered_nothing_and_a_guest_is(app: Flask, visitor: FlaskClient) -> None:
    assert offered(visitor, "tea") == []
    visitor.post("/coffee/x@hot-water/status", data={"status": "done"})
    assert offered(visitor, "tea")[0] == "1 topic that you did elsewhere: mark it"


def test_of_two_learners_each_is_offered_their_own(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    mark(app, "coffee/hot-water")
    assert offered(ada, "tea")
    assert offered(grace, "tea") == []


@on_both
def test_the_query_for_the_learner_finds_what_was_done_elsewhere(app: Flask, ada: FlaskClient) -> None:
    mark(app, "coffee/hot-water", "juice/apples", "tea/cups")
    for slug, is_offered in (("juice", False), ("tea", True), ("milk", True)):
        ada.get(f"/{slug}")
        with queries(app) as seen:
            assert bool(offered(ada, slug)) is is_offered
        assert len(seen) == 1, slug


def test_marks_that_moved_are_offered_where_they_are_now(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    mark(app, "coffee/hot-water")
    ledger = "- date: 2026-11-20\n  renamed: hot-water\n  to: heat\n"
    draw(settings.content_dir, "coffee", COFFEE.replace("#hot-water", "#heat"), ledger)
    with app.app_context():
        services_of(app).catalog_store.reload()
    ada.get("/coffee")
    assert marks(app) == {"coffee/heat": "done"}
    assert offered(ada, "tea")[1:] == ["Boiling Coffee, 3 May 2026"]


@on_both
@pytest.mark.parametrize("seed", range(6))
def test_accepting_marks_exactly_what_was_offered(app: Flask, ada: FlaskClient, seed: int) -> None:
    chance = random.Random(seed)
    everything = (
        "tea/water",
        "tea/boiling",
        "tea/cups",
        "tea/spoons",
        "coffee/beans",
        "coffee/hot-water",
        "coffee/mugs",
        "milk/glasses",
    )
    for place in everything:
        if status := chance.choice(["", "done", "done", "learning", "skipped"]):
            mark(app, place, status=status)
    for slug in ("tea", "coffee", "milk"):
        before = marks(app)
        page = html.fromstring(ada.get(f"/{slug}").text)
        wanted = page.xpath('//label[@class="elsewhere__topic"]/input/@value')
        if wanted:
            accept(ada, f"/{slug}", "elsewhere__form")
        assert marks(app) == before | {f"{slug}/{i}": "done" for i in wanted}
        assert offered(ada, slug) == []
