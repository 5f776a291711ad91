"""What is filled in after a mark is, byte for byte, what the template would give."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CONTENT
from webapp.web.site.services import services_of

HX = {"HX-Request": "true"}
STATUSES = ("done", "learning", "skipped", "pending")
# What belongs to one learner: the key in forms, the id of an act, and the name.
OWN = re.compile(
    r'(?<=name="viewer" value=")[0-9a-f]{16}|(?<=/me/acts/)[0-9a-f]{32}|(?<=")(?:ada|grace)(?=")'
)
SOME = 40  # topics of each roadmap


@pytest.fixture
def content_dir() -> Path:
    """The roadmaps that we ship."""
    return CONTENT


def assert_same(app: Flask, one: FlaskClient, other: FlaskClient, path: str, status: str) -> None:
    """Two learners with the same marks do the same; to one of them the site renders the answer."""
    filled = one.post(path, data={"status": status}, headers=HX)
    app.debug = True
    rendered = other.post(path, data={"status": status}, headers=HX)
    app.debug = False
    assert filled.status_code == rendered.status_code == 200
    assert OWN.sub("own", filled.text) == OWN.sub("own", rendered.text), path


@pytest.mark.parametrize("is_guest", [False, True], ids=["account", "guest"])
def test_an_answer_is_the_same(app: Flask, sign_up: Callable[[str], FlaskClient], is_guest: bool) -> None:
    one, other = (app.test_client(), app.test_client()) if is_guest else (sign_up("ada"), sign_up("grace"))
    rng = random.Random(1)
    for roadmap in services_of(app).catalog_store.catalog.roadmaps.values():
        for topic_id in rng.sample(roadmap.order, min(SOME, len(roadmap.order))):
            assert_same(app, one, other, f"{roadmap.topics[topic_id].path}/status", rng.choice(STATUSES))


def test_the_answer_that_ends_a_roadmap_is_the_same(
    app: Flask, sign_up: Callable[[str], FlaskClient]
) -> None:
    one, other = sign_up("ada"), sign_up("grace")
    roadmap = services_of(app).catalog_store.catalog.roadmaps["prompt-engineering"]
    for topic_id in roadmap.order:
        assert_same(app, one, other, f"{roadmap.topics[topic_id].path}/status", "done")
    # Again, which changes nothing and can not be undone.
    assert_same(app, one, other, f"{roadmap.topics[roadmap.order[0]].path}/status", "done")
    assert_same(app, one, other, f"{roadmap.topics[roadmap.order[0]].path}/status", "pending")
    assert_same(app, one, other, f"{roadmap.topics[roadmap.order[0]].path}/status", "pending")
