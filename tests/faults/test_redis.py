"""The Redis that counts for the limits goes, hangs and comes back: nobody who uses the site notices."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis as Client

from tests.conftest import PASSWORD, FromAfar
from tests.deploy.redis import Redis, running_redis
from tests.faults.writers import TOPIC
from tests.parallel import in_parallel
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db

AWAY = "Redis is away; each process counts for itself"
TOGETHER = 4


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with running_redis(tmp_path) as running:
        yield running


@pytest.fixture
def app(settings: Settings, redis: Redis) -> Iterator[Flask]:
    made = create_app(dataclasses.replace(settings, redis_url=redis.url), TESTING=True)
    made.test_client_class = FromAfar
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def sign_in(app: Flask, password: str = PASSWORD) -> int:
    return app.test_client().post("/login", data={"username": "ada", "password": password}).status_code


def limits(app: Flask) -> tuple[bool, str]:
    """What the page for monitoring says: whether the site is ready, and where limits are counted."""
    said = app.test_client().get("/readyz").get_json()
    return said["ready"], said["limits"]


def wait_until_counted_in_redis(app: Flask, redis: Redis) -> None:
    """Signs in now and then, as people do, until the process has asked Redis whether it is back."""
    client = Client.from_url(redis.url)
    client.flushall()
    end = time.monotonic() + 90
    while not client.dbsize():
        assert time.monotonic() < end
        sign_in(app, "")
        time.sleep(0.5)


def test_without_redis_the_site_goes_on_and_counts_by_itself(
    app: Flask, ada: FlaskClient, redis: Redis
) -> None:
    assert limits(app) == (True, "ok")
    redis.stop()
    assert sign_in(app) == 303
    assert sign_in(app, "not the one") == 422
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
    assert limits(app) == (True, AWAY)
    # Who sends the form for new accounts again and again is still stopped after 60 in a minute.
    answers = [app.test_client().post("/signup", data={}).status_code for _ in range(61)]
    assert (set(answers), answers[-1]) == ({422, 429}, 429)
    redis.start()
    wait_until_counted_in_redis(app, redis)
    assert limits(app) == (True, "ok")


def test_who_comes_at_once_when_redis_hangs_waits_a_moment_and_is_served(
    app: Flask, ada: FlaskClient, redis: Redis
) -> None:
    with redis.hanging():
        began = time.monotonic()
        answers = in_parallel([partial(sign_in, app, "not the one")] * TOGETHER)
        print(f"{TOGETHER} are answered after {time.monotonic() - began:.1f} seconds")
    assert set(answers) == {422}
    wait_until_counted_in_redis(app, redis)
