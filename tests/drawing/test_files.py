"""The PDF and the share picture of a roadmap."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from webapp.catalog.load import load
from webapp.catalog.model import Roadmap
from webapp.drawing.pdf import make_pdf
from webapp.drawing.picture import make_png

TREE = Path(__file__).parent.parent / "tree"


@pytest.fixture(scope="module")
def alpha() -> Roadmap:
    return load(TREE).roadmaps["alpha"]


@pytest.fixture(scope="module")
def pdf(alpha: Roadmap) -> PdfReader:
    return PdfReader(io.BytesIO(make_pdf(alpha, "https://site.example")))


def test_the_pdf_is_one_page_of_the_drawings_size(pdf: PdfReader, alpha: Roadmap) -> None:
    assert alpha.graph
    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((alpha.graph.bounds.width, alpha.graph.bounds.height), abs=1)


def test_its_text_can_be_selected_and_its_links_are_live(pdf: PdfReader, alpha: Roadmap) -> None:
    page = pdf.pages[0]
    text = " ".join(page.extract_text().split())
    links = {a.get_object()["/A"]["/URI"] for a in page["/Annots"]}
    for topic_id in alpha.order:
        topic = alpha.topics[topic_id]
        assert topic.label in text
        assert f"https://site.example{topic.path}" in links


def test_without_a_graph_the_pdf_lists_the_topics() -> None:
    beta = load(TREE).roadmaps["beta"]
    text = PdfReader(io.BytesIO(make_pdf(beta, "https://site.example"))).pages[0].extract_text()
    assert all(t.label in text for t in beta.topics.values())


def test_the_share_picture_is_1200_by_630_and_the_same_each_time(alpha: Roadmap) -> None:
    png = make_png(alpha, "Milepost")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (1200, 630)
    assert png == make_png(alpha, "Milepost")
