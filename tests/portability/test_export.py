"""The files of an export: everything, in the form that the schema says, and nothing secret."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.portability.people import ALPHA, DAY, LABELS, NOW, ORIGIN, exported, sessions
from webapp.db.snapshot import reading_at_once
from webapp.db.unit_of_work import writing
from webapp.portability.export import write_marks, write_zip
from webapp.portability.schema import export_schema
from webapp.portability.tables import SECTIONS
from webapp.progress.acts import undo
from webapp.progress.marks import set_marks
from webapp.progress.records import Finished, make_record

pytestmark = on_both
ADA = 1
MARKED = (NOW - DAY).isoformat().replace("+00:00", "Z")


@pytest.fixture
def walked(app: Flask, ada: FlaskClient, grace: FlaskClient) -> Flask:
    with sessions(app) as session:
        with writing(session):
            set_marks(session, ADA, [("alpha", "a1", "done"), ("alpha", "a2", "learning")], NOW - DAY)
            set_marks(session, 2, [("alpha", "a1", "skipped")], NOW)
        with writing(session):
            second = set_marks(session, ADA, [("gone", "g1", "done")], NOW).changes
            finished = Finished("alpha", "Alpha", "Ada", ("a1", "a2"), date(2026, 11, 1), date(2026, 11, 26))
            make_record(session, ADA, finished, NOW)
        with writing(session):
            undo(session, ADA, second[0].act_id, NOW + DAY)
    return app


def test_the_json_has_everything_and_fits_the_published_schema(walked: Flask) -> None:
    found = exported(walked, ADA)
    Draft202012Validator(export_schema("https://site.example")).validate(found)
    assert found["schema"] == "https://site.example/schemas/learner-data-1.json"
    assert found["account"]["username"] == "ada"
    assert [row["address"] for row in found["email_addresses"]] == ["ada@example.org"]
    assert found["marks"] == [
        {"roadmap": "alpha", "topic_id": "a1", "status": "done", "marked_at": MARKED},
        {
            "roadmap": "alpha",
            "topic_id": "a2",
            "status": "learning",
            "marked_at": MARKED,
        },
    ]
    assert sorted(act["kind"] for act in found["acts"]) == ["mark", "mark", "undo"]
    assert [(event["topic_id"], event["after"]) for event in found["events"]] == [
        ("a1", "done"), ("a2", "learning"), ("g1", "done"), ("g1", "pending"),
    ]  # fmt: skip
    assert found["roadmaps"] == [
        {"key": "alpha", "slug": "alpha", "title": "Alpha", "ids": ["0123456789abcdef"]}
    ]
    assert [row["topic_ids"] for row in found["records"]] == ["a1\na2"]
    assert len(found["sessions"]) == 1
    assert {rule.section for rule in SECTIONS} <= set(found)


def test_nothing_of_anybody_else_and_nothing_secret_is_in_it(walked: Flask) -> None:
    found = str(exported(walked, ADA))
    assert "grace" not in found
    assert "skipped" not in found
    assert "$argon2" not in found
    assert PASSWORD not in found


def test_the_marks_as_csv_name_roadmaps_and_topics(walked: Flask) -> None:
    file = io.BytesIO()
    with sessions(walked) as session:
        write_marks(session, ADA, LABELS, file)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["roadmap", "roadmap_title", "topic_id", "topic", "status", "marked_at"],
        ["alpha", "Alpha", "a1", "First steps", "done", MARKED],
        ["alpha", "Alpha", "a2", f"'{ALPHA.topics['a2']}", "learning", MARKED],
    ]


def test_the_zip_has_a_csv_for_each_table(walked: Flask) -> None:
    file = io.BytesIO()
    with sessions(walked) as session, reading_at_once(session):
        write_zip(session, ADA, LABELS, ORIGIN, "What is what.\n", file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert names == {"README.txt", "milepost.json", *(f"{rule.section}.csv" for rule in SECTIONS)}
        for rule in SECTIONS:
            text = archive.read(f"{rule.section}.csv").decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text)))
            assert rows[0] == list(rule.exported)
        assert len(list(csv.reader(io.StringIO(archive.read("events.csv").decode("utf-8-sig"))))) == 5


def test_an_export_sees_one_state_while_others_write(walked: Flask) -> None:
    with sessions(walked) as reader, reading_at_once(reader):
        first = io.BytesIO()
        write_marks(reader, ADA, LABELS, first)
        with sessions(walked) as writer, writing(writer):
            set_marks(writer, ADA, [("beta", "b1", "done")], NOW)
        second = io.BytesIO()
        write_marks(reader, ADA, LABELS, second)
    assert first.getvalue() == second.getvalue()
    assert len(exported(walked, ADA)["marks"]) == 3
