"""A roadmap as a PDF in a learner's own colors, beside the one that is the same for everybody."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from webapp.drawing import typesetting
from webapp.web.site.services import services_of

FIRST = "/alpha/first-steps@main-one-000000000001"


def outline(answer: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(answer)).pages[1].extract_text().split())


def test_it_says_what_is_done_and_is_nobody_elses(ada: FlaskClient, grace: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    answer = ada.get("/me/maps/alpha.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "First Steps · done" in outline(answer.data)
    assert "· done" not in outline(grace.get("/me/maps/alpha.pdf").data)
    assert ada.get("/me/maps/nothing.pdf").status_code == 404


def test_the_pdf_for_everybody_stays_the_same_for_everybody(ada: FlaskClient, visitor: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    everybodys = [client.get("/pdfs/roadmaps/alpha.pdf") for client in (ada, visitor)]
    assert everybodys[0].data == everybodys[1].data
    assert "· done" not in outline(everybodys[0].data)


def test_a_page_leads_each_reader_to_the_right_one(ada: FlaskClient, visitor: FlaskClient) -> None:
    assert 'class="bar__file" href="/pdfs/roadmaps/alpha.pdf"' in visitor.get("/alpha").text
    assert 'class="bar__file" href="/me/maps/alpha.pdf"' in ada.get("/alpha").text
    ada.post(f"{FIRST}/status", data={"status": "done"})
    assert 'class="bar__file" href="/me/maps/alpha.pdf"' in ada.get("/alpha").text


def test_a_guest_has_it_too(visitor: FlaskClient) -> None:
    assert visitor.get("/me/maps/alpha.pdf").status_code == 303
    visitor.post(f"{FIRST}/status", data={"status": "skipped"})
    assert "First Steps · skipped" in outline(visitor.get("/me/maps/alpha.pdf").data)


def test_nothing_of_it_is_kept_and_it_waits_for_its_turn(app: Flask, ada: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    ada.get("/me/maps/alpha.pdf")
    files = services_of(app).generated_files
    assert not list(files._folder.glob("*.pdf"))  # nobody else can say it
    with files._turn(), files._threads:  # two others are at it
        answer = ada.get("/me/maps/alpha.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_where_it_cannot_be_made_the_page_says_so(ada: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "TIMEOUT_SECONDS", 0.001)
    assert ada.get("/me/maps/alpha.pdf").status_code == 503
