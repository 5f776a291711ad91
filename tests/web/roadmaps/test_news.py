"""On the page of a roadmap a learner is told what became of marked topics, until it is hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.databases import on_both
from tests.ledgers import LEDGER, NEW, OLD, Author, follow, mark, write_tea
from tests.web.roadmaps.test_pages import queries
from webapp.config import Settings

TODAY = datetime.now(UTC).date().isoformat()
OF_TODAY = LEDGER.replace("2026-11-20", TODAY)


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    return write_tea(tmp_path / "tree")


@pytest.fixture
def author(app: Flask, settings: Settings) -> Author:
    return Author(app, settings.content_dir)


def told(client: FlaskClient) -> str:
    """The line of the news, and each of its items; nothing without news."""
    page = html.fromstring(client.get("/tea").text)
    parts = page.xpath("//section[@id='news']//summary | //section[@id='news']//li")
    return "\n".join(" ".join(part.text_content().split()) for part in parts)


@on_both
def test_a_learner_is_told_what_became_of_marked_topics_until_it_is_hidden(
    app: Flask, ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient, author: Author
) -> None:
    mark(app, dict.fromkeys(OLD, "done"))
    mark(app, {"cups": "done"}, learner=2)
    author.change(OF_TODAY)
    follow(app)
    assert told(ada) == "\n".join(
        [
            "What has changed: 1 merged, 1 split, 1 renamed, 1 moved to another roadmap, 1 retired",
            "Mint has another name now: Mint-tea (done)",
            "Verbena is part of another topic now: Herbs (done)",
            "Water has become several topics: Soft (done), Hard (learning), Cups (done)",
            "The Old Kettle is retired. Your mark on it stays in your history. Instead there is now: Cups (done)",
            "Docker is in the Ops roadmap now: Boxes",
        ]
    )
    assert told(grace) == told(visitor) == ""
    for _ in range(2):
        answer = ada.post("/tea/changes/seen")
        assert (answer.status_code, answer.location) == (303, "/tea")
    assert told(ada) == ""
    assert ada.post("/tea/changes/seen", headers={"HX-Request": "true"}).text == ""
    author.publish(
        ("mint-tea", "soft", "hard", "cups"), f"{OF_TODAY}- date: {TODAY}\n  retired: herbs\n  name: Herbs\n"
    )
    assert "retired" in told(ada), "something else has changed since"


def test_who_has_finished_hears_what_is_new(app: Flask, ada: FlaskClient, author: Author) -> None:
    mark(app, dict.fromkeys(OLD, "done"))
    ledger = f"- date: {TODAY}\n  added: [pots, tins, jars]\n- date: {TODAY}\n  merged: [mint, verbena]\n  into: herbs\n"
    rest = tuple(name for name in OLD if name not in {"mint", "verbena"})
    author.publish((*rest, "pots", "tins", "jars"), ledger)
    follow(app)
    assert told(ada).splitlines()[0] == "What has changed: 3 new since you finished, 2 merged"
    assert "New on the map: Pots (not started), Tins (not started), Jars (not started)" in told(ada)
    mark(app, {"cups": "pending"})
    assert told(ada).splitlines()[0] == "What has changed: 2 merged", (
        "whoever has not finished finds new topics on the map"
    )


def test_news_leaves_by_itself(app: Flask, ada: FlaskClient, author: Author, clock: Clock) -> None:
    mark(app, {"verbena": "done"})
    author.change(OF_TODAY)
    follow(app)
    assert "merged" in told(ada)
    clock.wait(days=61)
    ada.post("/login", data={"username": "ada", "password": "three blind mice"})
    assert told(ada) == ""


def test_a_roadmap_without_news_costs_no_query(app: Flask, ada: FlaskClient, author: Author) -> None:
    mark(app, {"cups": "done"})
    author.publish(NEW)
    ada.get("/tea")
    with queries(app) as seen:
        ada.get("/tea")
    assert len(seen) == 1
