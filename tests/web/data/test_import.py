"""Bringing a file: looked at first, then imported as one act; without JavaScript, as a guest too."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables
from webapp.portability.rules import Arrival
from webapp.portability.tables import SECTIONS
from webapp.web.site.extensions import db

FIRST = "/alpha/first-steps@main-one-000000000001"
SECOND = "/alpha/second-part@main-two-000000000001"


def mark(client: FlaskClient, topic: str, status: str) -> None:
    assert client.post(f"{topic}/status", data={"status": status}).status_code == 303


def taken(client: FlaskClient) -> dict[str, Any]:
    with client.get("/me/export.json") as answer:
        found: dict[str, Any] = json.loads(answer.data)
    return found


def send(client: FlaskClient, content: bytes) -> TestResponse:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="m.json"\r\n\r\n'
    body = head + content + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return client.post("/me/settings/data/import", data=body, content_type=kind)


def look(client: FlaskClient, content: dict[str, Any]) -> str:
    answer = send(client, json.dumps(content).encode())
    assert (answer.status_code, answer.location) == (303, "/me/settings/data/import"), answer.text
    return client.get("/me/settings/data/import").text


def say_yes(client: FlaskClient, page: str) -> TestResponse:
    action = re.search(r'action="(/me/settings/data/import/[0-9a-f]{32})"', page)
    assert action is not None
    return client.post(action[1], data={"answer": "import"})


def test_a_file_is_looked_at_and_then_imported(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    mark(ada, SECOND, "learning")
    mark(grace, FIRST, "learning")
    mark(grace, SECOND, "done")
    content = taken(ada)
    before = rows_of_all_tables(app)["topic_mark"]
    page = look(grace, content)
    assert "Where the file is further than you are here" in page
    assert "Would be set" in page
    assert rows_of_all_tables(app)["topic_mark"] == before
    assert say_yes(grace, page).location == "/me/settings/data"
    shown = grace.get("/me/settings/data").text
    assert "topic changed" in shown or "topics changed" in shown
    assert {m["status"] for m in taken(grace)["marks"]} == {"done"}
    undo = re.search(r'action="(/me/acts/[0-9a-f]{32}/undo)"', shown)
    assert undo is not None
    assert grace.post(undo[1]).status_code == 303
    assert {m["status"] for m in taken(grace)["marks"]} == {"done", "learning"}


def test_a_second_import_changes_nothing(ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    say_yes(grace, look(grace, taken(ada)))
    page = look(grace, taken(ada))
    assert "Everything of this file is here already" in page
    assert "Bring it here" not in page


def test_a_yes_counts_once(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    page = look(grace, taken(ada))
    in_parallel([lambda: say_yes(grace, page) for _ in range(4)])
    assert len(taken(grace)["imports"]) == 1
    assert rows_of_all_tables(app)["pending_import"] == []
    say_yes(grace, page)
    assert "That was decided before" in grace.get("/me/settings/data").text


def test_what_the_site_does_not_have_is_said(ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    content = taken(ada)
    content["marks"].append(
        {"roadmap": "rust", "topic_id": "x", "status": "done", "marked_at": "2026-11-20T00:00:00Z"}
    )
    page = look(grace, content)
    assert "This site does not have 1 topic of the file" in page
    say_yes(grace, page)
    assert ("rust", "x") in {(m["roadmap"], m["topic_id"]) for m in taken(grace)["marks"]}


def test_a_no_removes_the_file(app: Flask, ada: FlaskClient) -> None:
    page = look(ada, taken(ada))
    action = re.search(r'action="(/me/settings/data/import/[0-9a-f]{32})"', page)
    assert action is not None
    ada.post(action[1], data={"answer": "discard"})
    assert rows_of_all_tables(app)["pending_import"] == []


def test_a_file_waits_for_a_day(ada: FlaskClient, clock: Clock) -> None:
    look(ada, taken(ada))
    clock.wait(hours=25)
    assert ada.get("/me/settings/data/import").location == "/me/settings/data"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file first."),
        (b"nothing", "The file is no JSON: line 1, column 1."),
        (
            b'{"format": "milepost-learner-data", "version": 1, "marks": [{}]}',
            "marks[0].roadmap: it is missing",
        ),
        (b'{"<b>": 1, "<b>": 2}', "&lt;b&gt;: this name is there twice"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "?: this name is there twice"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(ada: FlaskClient, content: bytes, words: str) -> None:
    answer = send(ada, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_file_may_be_larger_than_a_form_but_not_too_large(ada: FlaskClient) -> None:
    assert send(ada, b" " * (4 * 1024 * 1024)).status_code == 422
    assert send(ada, b" " * (5 * 1024 * 1024)).status_code == 413
    assert ada.post("/me/forget", data={"x": "x" * 100_000}).status_code == 413


def test_a_guest_brings_a_file_too(ada: FlaskClient, visitor: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    mark(visitor, SECOND, "done")
    say_yes(visitor, look(visitor, taken(ada)))
    assert len({m["topic_id"] for m in taken(visitor)["marks"]}) >= 2
    assert send(visitor.application.test_client(), b"{}").location.startswith("/login")


def test_nobody_reads_or_imports_anothers_file(ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    page = look(ada, taken(ada))
    say_yes(grace, page)
    assert taken(grace)["marks"] == []
    assert grace.get("/me/settings/data/import").location == "/me/settings/data"


def test_every_section_that_stays_away_is_named(ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    ada.post("/me/settings/profile", data={"is_open": "1", "roadmap": "alpha"})
    ada.post("/me/plan/calendar")
    full = taken(ada) | {"weekly_mail": {"since": "2026-11-26T00:00:00Z"}, "share_links": [{}]}
    assert "what a profile shows, links to your progress" in look(grace, full)
    never = [rule.section for rule in SECTIONS if rule.arrival is Arrival.NEVER]
    page = look(grace, full | {name: [1] for name in never})
    assert "the calendar’s address, the weekly mail" in page


def test_a_file_of_very_many_roadmaps_is_shown_soon(grace: FlaskClient) -> None:
    at = "2026-11-26T00:00:00Z"
    rows = [{"roadmap": f"r{n}", "topic_id": "t", "status": "done", "marked_at": at} for n in range(20_000)]
    content = taken(grace) | {"marks": rows}
    began = process_time()
    assert "This site does not have 20000 topics" in look(grace, content)
    # Counting all marks for each roadmap takes minutes.
    assert process_time() - began < 20


@pytest.mark.parametrize(
    ("section", "row", "most"),
    [
        ("past_day_rhythms", {"time_zone": "Asia/Tokyo", "day_begins": 0, "rest_days": ""}, 500),
        (
            "plans",
            {"starts_on": "2026-11-26", "minutes_a_week": 60, "changed_at": "2026-11-26T00:00:00Z"},
            1000,
        ),
    ],
)
def test_nobody_gets_more_rows_than_a_table_may_have_of_one(
    grace: FlaskClient, section: str, row: dict[str, Any], most: int
) -> None:
    def rows(first: int, count: int) -> dict[str, Any]:
        start = datetime(2020, 1, 1, tzinfo=UTC)
        keys = (
            {"roadmap": f"r{n}", "until": f"{start + timedelta(hours=n)}"}
            for n in range(first, first + count)
        )
        return empty | {section: [row | key for key in keys]}

    empty = taken(grace)
    say_yes(grace, look(grace, rows(0, most - 1)))
    say_yes(grace, look(grace, rows(most - 1, 1)))
    send(grace, json.dumps(rows(most, 1)).encode())
    refused = grace.get("/me/settings/data/import")
    assert refused.status_code == 422
    assert f"{section}: with what is here already, there would be more than {most}" in refused.text
    assert len(taken(grace)[section]) == most


def test_notes_do_not_grow_without_end(grace: FlaskClient) -> None:
    def notes(first: int) -> dict[str, Any]:
        at = "2026-11-26T00:00:00Z"
        row = {"roadmap": "alpha", "text": "a" * 99_000, "written_at": at}
        return empty | {"notes": [row | {"topic_id": f"t{n}"} for n in range(first, first + 20)]}

    empty = taken(grace)
    say_yes(grace, look(grace, notes(0)))
    send(grace, json.dumps(notes(20)).encode())
    refused = grace.get("/me/settings/data/import")
    assert "all notes together would have more than 2000000 characters" in refused.text


def test_acts_that_undo_each_other_in_a_circle_do_no_harm(grace: FlaskClient) -> None:
    ids = ["a" * 32, "b" * 32, "c" * 32]
    at = "2026-11-26T00:00:00Z"
    place = {"roadmap": "alpha", "topic_id": "main-one-000000000001"}
    acts = [
        {"id": one, "kind": "mark", "at": at, "undone_by": other}
        for one, other in zip(ids, ids[1:] + ids[:1], strict=True)
    ]
    events = [{"act_id": one, **place, "before": "pending", "after": "done", "at": at} for one in ids]
    say_yes(grace, look(grace, taken(grace) | {"acts": acts, "events": events}))
    for page in ("/me", "/me/history", "/me/year", "/me/streak"):
        assert grace.get(page).status_code == 200
    assert grace.post(f"/me/acts/{ids[0]}/undo").status_code < 500


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_after_a_large_file_the_pages_are_not_slow(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    for client in (ada, grace):
        mark(client, FIRST, "done")
    with app.app_context(), db.engine.begin() as connection:
        for table in ("progress_act", "progress_event", "topic_mark"):
            # The server's own analysis would come at some moment of the test, or after it.
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = off)"))
            connection.execute(text(f"ANALYZE {table}"))
    content, at = taken(grace), "2026-11-20T00:00:00Z"
    ids = [f"{n:032x}" for n in range(3000)]
    event = {"roadmap": "alpha", "before": "pending", "after": "done", "at": at}
    content["acts"] = [{"id": id_, "kind": "mark", "at": at, "undone_by": None} for id_ in ids]
    content["events"] = [event | {"act_id": id_, "topic_id": f"t{n % 200}"} for n, id_ in enumerate(ids)]
    say_yes(grace, look(grace, content))
    with app.app_context(), db.engine.connect() as connection:
        explained = text("EXPLAIN (ANALYZE, FORMAT JSON) " + ACTS_WITH_EVENTS)
        (plan,) = connection.scalar(explained)
    assert rows_looked_at(plan["Plan"]) < 10 * len(ids)


ACTS_WITH_EVENTS = """
    SELECT * FROM progress_act a JOIN progress_event e ON e.learner_id = a.learner_id AND e.act_id = a.id
    WHERE a.learner_id = (SELECT max(learner_id) FROM progress_act) AND e.before != e.after
"""


def rows_looked_at(node: dict[str, Any]) -> float:
    """All rows that the steps of a plan returned or threw away."""
    thrown_away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    here = (node["Actual Rows"] + thrown_away) * node["Actual Loops"]
    return here + sum(rows_looked_at(part) for part in node.get("Plans", ()))
