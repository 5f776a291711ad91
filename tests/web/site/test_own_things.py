"""Every route that names something of a learner's: nobody else reaches it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.tables import difference, rows_of_all_tables
from tests.web.site.own_things import ADAS, EVERYBODYS, SECRETS, SHOWN, TRIED
from tests.web.site.route_table import ROWS, TOPIC, Row

PART = re.compile(r"<([^>]+)>")
OWN = [row for row in ROWS if set(PART.findall(row.rule)) & set(ADAS) and row.rule not in SHOWN]


@pytest.mark.parametrize("rule", sorted({row.rule for row in ROWS}))
def test_somebody_has_decided_whose_every_part_of_an_address_is(rule: str) -> None:
    assert set(PART.findall(rule)) <= EVERYBODYS | SECRETS | set(ADAS) | set(TRIED), (
        "see tests/web/site/own_things.py"
    )


@pytest.mark.parametrize("name", sorted(TRIED.values()))
def test_what_is_tried_elsewhere_is(name: str) -> None:
    path, _, function = name.partition("::")
    assert f"def {function}(" in (Path(__file__).parents[3] / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", OWN, ids=str)
def test_nobody_else_reaches_what_is_adas(
    app: Flask, ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient, row: Row
) -> None:
    (part,) = set(PART.findall(row.rule)) & set(ADAS)
    address = PART.sub(ADAS[part](ada, app), row.rule)
    guest = app.test_client()
    guest.post(f"{TOPIC}/status", data={"status": "learning"})
    before = rows_of_all_tables(app)
    # A form that finds nothing may lead back to its page; that nothing changes is what counts.
    assert grace.open(address, method=row.method, data=row.data).status_code in {303, 403, 404}
    for client in (guest, visitor):
        answer = client.open(address, method=row.method, data=row.data)
        assert answer.status_code in {303, 404}
        assert answer.status_code == 404 or re.match(r"/(login|signup)\?", answer.location)
    assert difference(before, rows_of_all_tables(app)) == {}
    assert ada.open(address, method=row.method, data=row.data).status_code < 400
