"""The page that is filled in for a learner is, byte for byte, what its template would give."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CONTENT
from tests.web.admin.pages import make_admin
from webapp.web.site.services import services_of

VIEWS = ("", "?view=map", "?view=list")
STATUSES = ("done", "learning", "skipped")
HX = {"HX-Request": "true"}


@pytest.fixture
def content_dir() -> Path:
    """The roadmaps that we ship, which have everything that a page can show."""
    return CONTENT


@pytest.fixture
def learner(request: pytest.FixtureRequest) -> FlaskClient:
    """An account or a guest."""
    found: FlaskClient = request.getfixturevalue(request.param)
    return found


def assert_same(app: Flask, client: FlaskClient, slug: str) -> None:
    client.get("/")  # takes the messages away
    for view in VIEWS:
        filled = client.get(f"/{slug}{view}").data
        # Who changes a template sees each page as it renders it.
        app.debug = True
        rendered = client.get(f"/{slug}{view}").data
        app.debug = False
        assert filled.decode().splitlines() == rendered.decode().splitlines(), (slug, view)


@pytest.mark.parametrize("learner", ["ada", "visitor"], indirect=True)
def test_a_page_is_the_same_at_every_stage(app: Flask, learner: FlaskClient) -> None:
    rng = random.Random(1)
    roadmaps = services_of(app).catalog_store.catalog.roadmaps
    slugs = [slug for slug, roadmap in sorted(roadmaps.items()) if not roadmap.front.is_upcoming]
    for slug in slugs:
        topics = [roadmaps[slug].topics[topic_id] for topic_id in roadmaps[slug].order]
        for share in (0, 0.02, 0.3, 0.6):
            for topic in rng.sample(topics, int(share * len(topics))):
                learner.post(f"{topic.path}/status", data={"status": rng.choice(STATUSES)}, headers=HX)
            assert_same(app, learner, slug)


def test_a_page_with_everything_done_or_skipped_is_the_same(app: Flask, ada: FlaskClient) -> None:
    roadmap = services_of(app).catalog_store.catalog.roadmaps["prompt-engineering"]
    for place, topic_id in enumerate(roadmap.order):
        status = "skipped" if place == 1 else "done"
        ada.post(f"{roadmap.topics[topic_id].path}/status", data={"status": status}, headers=HX)
    assert_same(app, ada, roadmap.slug)
    skipped = roadmap.topics[roadmap.order[1]]
    ada.post(f"{skipped.path}/status", data={"status": "done"}, headers=HX)
    assert_same(app, ada, roadmap.slug)


def test_every_page_of_an_administrator_leads_to_the_administration(app: Flask, ada: FlaskClient) -> None:
    make_admin(app, "ada")
    assert_same(app, ada, "python")
    assert 'href="/admin"' in ada.get("/python").text


def test_a_message_is_on_the_next_page_only(app: Flask, ada: FlaskClient) -> None:
    roadmap = services_of(app).catalog_store.catalog.roadmaps["python"]
    topic = roadmap.topics[roadmap.order[0]]
    ada.post(f"{topic.path}/status", data={"status": "done", "next": roadmap.path})
    assert 'class="toast__words"' in ada.get(roadmap.path).text.partition('id="failure"')[0]
    assert 'class="toast__words"' not in ada.get(roadmap.path).text.partition('id="failure"')[0]


def test_nothing_of_one_learner_is_on_the_page_of_another(sign_up: Callable[[str], FlaskClient]) -> None:
    ada, grace = sign_up("ada-lovelace"), sign_up("grace-hopper")
    assert "ada-lovelace" in ada.get("/python").text
    page = grace.get("/python").text
    assert "grace-hopper" in page
    assert "ada-lovelace" not in page
