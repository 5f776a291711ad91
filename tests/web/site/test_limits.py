"""Limits on forms: per learner where one is signed in, per address else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from tests.conftest import PASSWORD
from webapp.app import create_app
from webapp.config import Settings


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    # The limiter is one for all applications of a process: one made without limits must not take them from
    # the next.
    create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    app = create_app(settings, TESTING=True)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()


def learner(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    client.post("/signup", data={"username": name, "email": f"{name}@example.org", "password": PASSWORD})
    return client


def test_one_learner_does_not_use_up_anothers_limit(limited: Flask) -> None:
    ada, grace = learner(limited, "ada"), learner(limited, "grace")
    data = {"old_password": "", "new_password": ""}
    codes = [ada.post("/me/settings/password", data=data).status_code for _ in range(22)]
    assert codes[:20] == [422] * 20
    assert codes[20:] == [429] * 2
    assert grace.post("/me/settings/password", data=data).status_code == 422


def test_guests_are_limited_by_address_and_told_when_to_come_back(limited: Flask) -> None:
    answers = [
        limited.test_client().post("/forgot-password", data={"email": "a@example.org"}) for _ in range(12)
    ]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
