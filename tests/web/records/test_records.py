"""A record of completion: made at 100 %, verified by its address, printed on one sheet, and deleted again."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import BrowserContext
from pypdf import PdfReader

from tests.conftest import PASSWORD, TREE
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from tests.web.me.test_today import finish, words
from webapp.app import create_app
from webapp.config import Settings


def make(client: FlaskClient, name: str = "Ada Lovelace", roadmap: str = "beta") -> str:
    """Makes a record and returns its address."""
    answer = client.post(f"/{roadmap}/record", data={"name": name})
    assert answer.status_code == 303, answer.text
    return answer.location


def records(app: Flask) -> int:
    rows = rows_of_all_tables(app)
    assert len(rows["record"]) == len(rows["record_directory"])
    return len(rows["record"])


@on_both
def test_whoever_has_the_address_sees_what_was_finished(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    finish(app, "beta")
    address = make(ada)
    assert re.fullmatch(r"/record/(?:[2-9a-z]{4}-){3}[2-9a-z]{4}", address)
    for client in (ada, visitor):
        answer = client.get(address)
        page = html.fromstring(answer.text)
        assert words(page, "//h1/span") == ["Ada Lovelace", "walked all of", "Beta"]
        assert words(page, '//*[@class="record__days"]')[0].startswith("2 topics · ")
        assert words(page, '//*[@class="record__address"]') == [f"http://127.0.0.1:8000{address}"]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Delete this record" in ada.get(address).text
    assert "Delete this record" not in visitor.get(address).text


def test_a_record_is_made_no_earlier_than_its_last_topic(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    # From ten o'clock UTC on it is tomorrow there.
    ada.post("/me/settings/time-zone", data={"time_zone": "Pacific/Kiritimati"})
    finish(app, "beta")
    page = html.fromstring(visitor.get(make(ada)).text)
    last = words(page, '//*[@class="record__days"]')[0].split(" · ")[-1].split("–")[-1].strip()
    made = re.search(r"made this record on (\d+ \w+ \d+)", page.text_content())
    assert made
    assert datetime.strptime(made[1], "%d %B %Y") >= datetime.strptime(last, "%d %b %Y")


def test_a_code_is_found_as_somebody_types_it(app: Flask, ada: FlaskClient, visitor: FlaskClient) -> None:
    finish(app, "beta")
    address = make(ada)
    typed = address.removeprefix("/record/").replace("-", "").upper()
    answer = visitor.get(f"/record/{typed}")
    assert (answer.status_code, answer.location) == (301, address)


@pytest.mark.parametrize(
    "code", ["x", "2222-2222-2222-2222", "0000-0000-0000-0000", "%00", "a" * 500, "é" * 16]
)
def test_an_unknown_code_is_not_found(visitor: FlaskClient, code: str) -> None:
    for end in ("", ".png", ".pdf"):
        assert visitor.get(f"/record/{code}{end}").status_code == 404


@on_both
def test_before_every_topic_is_done_there_is_no_record(app: Flask, ada: FlaskClient) -> None:
    ada.post("/beta/one@b1/status", data={"status": "done"})
    ada.post("/beta/two@b2/status", data={"status": "skipped"})
    assert ada.post("/beta/record", data={"name": "Ada"}).status_code == 422
    assert ada.post("/gamma/record", data={"name": "Ada"}).status_code == 422
    assert ada.post("/nothing/record", data={"name": "Ada"}).status_code == 404
    assert records(app) == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Enter the name that the record shows."),
        ("   ", "Enter the name that the record shows."),
        ("a" * 61, "Use at most 60 characters."),
        ("Ada\u202eecalevoL", "Leave out the character that cannot be shown."),
        ("Ada\0", "Leave out the character that cannot be shown."),
        ("Ada\nLovelace", "Leave out the character that cannot be shown."),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused_in_words(
    app: Flask, ada: FlaskClient, name: str, message: str
) -> None:
    finish(app, "beta")
    answer = ada.post("/beta/record", data={"name": name})
    assert answer.status_code == 422
    assert words(html.fromstring(answer.text), '//*[@id="name-error"]')[0].startswith(message)
    assert records(app) == 0


@on_both
def test_a_learner_has_one_record_of_a_roadmap(app: Flask, ada: FlaskClient) -> None:
    finish(app, "beta")
    assert make(ada) == make(ada, "Somebody else")
    assert records(app) == 1


@on_both
def test_only_its_owner_deletes_a_record_and_then_nobody_finds_it(
    app: Flask, ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient
) -> None:
    finish(app, "beta")
    address = make(ada)
    assert grace.post(f"{address}/delete").status_code == 404
    assert visitor.get(address).status_code == 200
    assert ada.post(f"{address}/delete").status_code == 303
    assert records(app) == 0
    for client in (ada, visitor):
        assert [client.get(address + end).status_code for end in ("", ".png", ".pdf")] == [404] * 3
    assert make(ada) != address


def test_before_it_is_deleted_its_page_says_what_that_means(app: Flask, ada: FlaskClient) -> None:
    finish(app, "beta")
    page = html.fromstring(ada.get(make(ada)).text)
    (asked,) = page.xpath('//details[summary[normalize-space()="Delete this record"]]')
    assert asked.get("open") is None
    assert "Its address stops working for good" in asked.text_content()
    assert words(asked, ".//form//button") == ["Delete it for good"]


def test_a_record_keeps_saying_what_was_finished_then(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    finish(app, "beta")
    address = make(ada)
    grown = settings.instance_dir / "grown"
    shutil.copytree(TREE, grown)
    third = grown / "roadmaps/beta/content/three@b3.md"
    third.write_text("# Three\n\nThe third.\n", encoding="utf-8")
    later = create_app(replace(settings, content_dir=grown), TESTING=True, RATELIMIT_ENABLED=False)
    client = later.test_client()
    client.post("/login", data={"username": "ada", "password": PASSWORD})
    assert "2 of 3 done" in client.get("/beta").text
    assert "2 topics · " in client.get(address).text
    assert html.fromstring(client.get("/beta").text).xpath('//*[@id="ending"]/*') == []


def test_its_picture_is_for_sharing_and_not_for_search_engines(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    finish(app, "alpha")
    address = make(ada, roadmap="alpha")
    page = html.fromstring(visitor.get(address).text)
    assert page.xpath("//meta[@property='og:image']/@content") == [f"http://127.0.0.1:8000{address}.png"]
    answer = visitor.get(f"{address}.png")
    assert answer.data.startswith(b"\x89PNG")
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_its_readers_get_the_map_as_it_was_walked_and_not_as_it_is_now(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    finish(app, "alpha")
    address = make(ada, roadmap="alpha")
    page = html.fromstring(visitor.get(address).text)
    (link,) = page.xpath("//main//a[contains(@href, '.pdf')]/@href")
    before = visitor.get(link)
    assert (before.mimetype, before.headers["X-Robots-Tag"]) == ("application/pdf", "noindex")
    assert "First Steps · done" in text_of_pdf(before.data)
    ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "learning"})
    after = text_of_pdf(visitor.get(link).data)
    assert "First Steps · done" in after
    assert "learning" not in after


def text_of_pdf(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages)


def test_it_fits_on_one_sheet(desktop: BrowserContext, app: Flask, site: str, ada: FlaskClient) -> None:
    finish(app, "alpha")
    address = make(ada, "Ada Augusta Byron King, Countess of Lovelace, of London", "alpha")
    page = desktop.new_page()
    page.goto(site + address)
    for sheet in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=sheet, print_background=True))) == 1
