"""`flask learners purge-guests`: guests whom nobody uses any more."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import Clock
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from webapp.accounts import guests

pytestmark = on_both

TOPIC = "/alpha/first-steps@main-one-000000000001"


def mark(client: FlaskClient) -> None:
    assert client.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303


def purge(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["learners", "purge-guests"])
    assert result.exit_code == 0, result.output
    return result.output


def learners(app: Flask) -> list[str]:
    return [row["id"] for row in rows_of_all_tables(app)["learner"]]


def test_only_guests_whom_nobody_has_used_for_90_days_go(
    app: Flask, ada: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "PURGED_AT_ONCE", 2)
    mark(ada)
    used, *unused = (app.test_client() for _ in range(6))
    for client in (used, *unused):
        mark(client)
    clock.wait(days=89)
    assert purge(app) == "0 guests were deleted\n"
    assert "1 of 9 done" in used.get("/alpha").text
    clock.wait(days=2)
    assert purge(app) == "5 guests were deleted\n"
    assert sorted(learners(app)) == ["1", "2"]
    assert {row["learner_id"] for row in rows_of_all_tables(app)["topic_mark"]} == {"1", "2"}
    assert "1 of 9 done" in used.get("/alpha").text
    # Whose guest is gone begins anew.
    mark(unused[0])
    assert "1 of 9 done" in unused[0].get("/alpha").text
    assert purge(app) == "0 guests were deleted\n"
