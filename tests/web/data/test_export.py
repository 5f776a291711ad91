"""The page about a learner's data, and its files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.clock import Clock

TOPIC = "/alpha/first-steps@main-one-000000000001"
FILES = ("/me/export.json", "/me/export.csv", "/me/export.zip")


def mark(client: FlaskClient, status: str = "done") -> None:
    assert client.post(f"{TOPIC}/status", data={"status": status}).status_code == 303


def test_a_learner_takes_everything_along(ada: FlaskClient) -> None:
    mark(ada)
    answer = ada.get("/me/export.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=milepost-")
    found = json.loads(answer.data)
    assert found["site"] == "http://127.0.0.1:8000"
    assert found["schema"].endswith("/schemas/learner-data-1.json")
    assert {mark["topic_id"] for mark in found["marks"]} >= {"main-one-000000000001"}
    assert [roadmap["slug"] for roadmap in found["roadmaps"]] == ["alpha"]


def test_the_marks_name_what_was_marked(ada: FlaskClient) -> None:
    mark(ada)
    text = ada.get("/me/export.csv").data.decode("utf-8-sig")
    assert text.startswith("roadmap,roadmap_title,topic_id,topic,status,marked_at\r\n")
    assert "alpha,Alpha & Omega <roadmap>,main-one-000000000001,First Steps,done," in text


def test_the_zip_explains_itself(ada: FlaskClient) -> None:
    mark(ada)
    with zipfile.ZipFile(io.BytesIO(ada.get("/me/export.zip").data)) as archive:
        assert "marks.csv: roadmap, topic_id, status, marked_at" in archive.read("README.txt").decode()
        assert json.loads(archive.read("milepost.json"))["account"]["username"] == "ada"


def test_a_guest_takes_along_what_there_is_without_proving_anything(
    visitor: FlaskClient, clock: Clock
) -> None:
    mark(visitor)
    clock.wait(minutes=16)
    assert "Take it along" in visitor.get("/me/settings/data").text
    for file in FILES:
        assert visitor.get(file).status_code == 200
    found = json.loads(visitor.get("/me/export.json").data)
    assert found["account"] is None
    assert found["marks"]


def test_an_account_proves_first_who_it_is(ada: FlaskClient, clock: Clock) -> None:
    clock.wait(minutes=16)
    assert ada.get("/me/settings/data").status_code == 200
    for file in FILES:
        answer = ada.get(file)
        assert (answer.status_code, answer.location) == (303, f"/me/confirm?next={file}")


def test_the_schema_is_published(visitor: FlaskClient) -> None:
    answer = visitor.get("/schemas/learner-data-1.json")
    assert answer.json is not None
    assert answer.json["$id"] == "http://127.0.0.1:8000/schemas/learner-data-1.json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_nobody_gets_what_is_anothers(
    ada: FlaskClient, sign_up: Callable[[str], FlaskClient], visitor: FlaskClient
) -> None:
    mark(ada)
    found = json.loads(sign_up("grace").get("/me/export.json").data)
    assert found["marks"] == found["acts"] == []
    assert visitor.get("/me/export.json").status_code == 303
