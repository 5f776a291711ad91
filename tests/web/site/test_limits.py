"""The limit of every route, whom it counts, and what who exceeds it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter._limits import RuntimeLimit
from flask_limiter.util import get_qualified_name
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD
from tests.web.site.route_table import ROWS, Row
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.client_address import client_network
from webapp.web.site.extensions import db, limiter
from webapp.web.site.visitor import learner_or_address

LIMITED = [row for row in ROWS if row.limit]
COUNTED = {client_network: "network", learner_or_address: "learner"}
HERE, THERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def limited(app: Flask, settings: Settings) -> Iterator[Flask]:
    # The limiter is one for all applications of a process: `app`, made without limits, must not take them from
    # this one.
    made = create_app(replace(settings, trusted_proxies=1), TESTING=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def endpoint_of(app: Flask, row: Row) -> str:
    (endpoint,) = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule == row.rule and row.method in (rule.methods or ())
    }
    return endpoint


def limits_of(app: Flask, row: Row) -> list[RuntimeLimit]:
    """Returns the limits of a row's method, as the library has them registered."""
    name = get_qualified_name(app.view_functions[endpoint_of(app, row)])
    found = limiter.limit_manager.decorated_limits(name)
    return [limit for limit in found if not limit.methods or row.method.lower() in limit.methods]


def ask(client: FlaskClient, row: Row, address: str = HERE) -> TestResponse:
    headers = {"X-Forwarded-For": f"198.51.100.99, {address}"}
    return client.open(row.address, method=row.method, data=row.data, headers=headers)


def learner(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    data = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    assert client.post("/signup", data=data).status_code == 303
    return client


def use_up(app: Flask, row: Row, key: str) -> None:
    """Counts all but one of the requests that a limit lets through."""
    (limit,) = limits_of(app, row)
    scope = limit.scope_for(endpoint_of(app, row), row.method)
    assert limiter.limiter.hit(limit.limit, key, scope, cost=limit.limit.amount - 1)


def test_every_route_is_limited_as_its_row_says(app: Flask) -> None:
    found = {
        str(row): [
            (str(limit.limit), COUNTED[limit.key_func], limit.exempt_when) for limit in limits_of(app, row)
        ]
        for row in ROWS
    }
    assert found == {str(row): [(row.limit, row.counts, None)] if row.limit else [] for row in ROWS}


@pytest.mark.parametrize("row", [r for r in LIMITED if r.visitor[1] != "private, no-cache"], ids=str)
def test_guests_are_limited_by_network_and_told_when_to_come_back(limited: Flask, row: Row) -> None:
    use_up(limited, row, HERE)
    assert ask(limited.test_client(), row).status_code == row.visitor[0]
    refused = ask(limited.test_client(), row)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Cache-Control"] == "private, no-store"
    assert "Wait a little, then try again" in refused.text
    assert ask(limited.test_client(), row, THERE).status_code == row.visitor[0]


@pytest.mark.parametrize("row", [r for r in LIMITED if r.counts == "learner"], ids=str)
def test_one_learner_does_not_use_up_anothers_limit(limited: Flask, row: Row) -> None:
    ada, grace = learner(limited, "ada"), learner(limited, "grace")
    use_up(limited, row, "learner 1")
    assert ask(ada, row).status_code == row.learner[0]
    assert ask(ada, row).status_code == 429
    assert ask(ada, row, THERE).status_code == 429
    assert ask(grace, row).status_code == row.learner[0]


def test_reading_a_form_uses_up_nothing(limited: Flask) -> None:
    client = limited.test_client()
    for row in LIMITED:
        # A link that leads to a provider counts itself.
        if row.counts == "network" and row.method == "POST":
            use_up(limited, row, HERE)
            for _ in range(3):
                ask(client, replace(row, method="GET"))
            assert ask(client, row).status_code == row.visitor[0]


def test_eleven_requests_for_a_link_are_one_too_many(limited: Flask) -> None:
    client = limited.test_client()
    data, headers = {"email": "a@example.org"}, {"X-Forwarded-For": HERE}
    codes = [client.post("/forgot-password", data=data, headers=headers).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
