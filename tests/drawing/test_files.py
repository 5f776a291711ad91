"""The PDF and the share picture of a roadmap."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.catalog.trees import ONE, graph, grow, node
from webapp.catalog.loading.load import load
from webapp.catalog.model import Roadmap
from webapp.drawing import typesetting
from webapp.drawing.file_words import FileWords
from webapp.drawing.link_shapes import STATUS_COLORS
from webapp.drawing.own_colors import INKS, OwnColors, end_sign, in_own_colors, status_signs
from webapp.drawing.pdf import make_pdf
from webapp.drawing.share_picture import make_share_png
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.typesetting import CannotTypeset, typeset

TREE = Path(__file__).parent.parent / "tree"
WORDS = FileWords(title="Alpha roadmap", facts="9 topics, one map", language="en")


def size(pdf: PdfReader) -> tuple[float, float]:
    box = pdf.pages[0].mediabox
    return float(box.width), float(box.height)


def addresses(pdf: PdfReader, page: int) -> list[str]:
    return list(dict.fromkeys(a.get_object()["/A"]["/URI"] for a in pdf.pages[page]["/Annots"]))


@pytest.fixture(scope="module")
def alpha() -> Roadmap:
    return load(TREE, reserved=()).roadmaps["alpha"]


@pytest.fixture(scope="module")
def pdf(alpha: Roadmap) -> PdfReader:
    return PdfReader(io.BytesIO(make_pdf(alpha, "https://site.example", WORDS)))


def test_the_map_is_one_page_of_the_size_that_the_front_matter_names(pdf: PdfReader) -> None:
    assert size(pdf) == (968, 600)


def test_the_outline_follows_in_reading_order_with_live_links(pdf: PdfReader, alpha: Roadmap) -> None:
    assert len(pdf.pages) == 2
    text = pdf.pages[1].extract_text()
    labels = [alpha.topics[i].label for i in alpha.order]
    assert [w for w in text.splitlines() if w in labels] == labels
    assert addresses(pdf, 1) == addresses(pdf, 0)
    assert [a for a in addresses(pdf, 0) if "@" in a] == [
        f"https://site.example{alpha.topics[i].path}" for i in alpha.order
    ]


def test_without_dimensions_the_page_is_as_large_as_the_drawing(alpha: Roadmap) -> None:
    assert alpha.graph
    plain = replace(alpha, front=replace(alpha.front, width=None, height=None))
    bounds = alpha.graph.bounds
    assert size(PdfReader(io.BytesIO(make_pdf(plain, "", WORDS)))) == pytest.approx(
        (bounds.width, bounds.height), abs=1
    )


def test_links_lie_on_their_boxes_whatever_the_pages_size(pdf: PdfReader, alpha: Roadmap) -> None:
    assert alpha.graph
    bounds = alpha.graph.bounds
    scale = min(968 / bounds.width, 600 / bounds.height)
    aside = (968 - bounds.width * scale) / 2
    topic = alpha.topics["main-one-000000000001"]
    node = next(n for n in alpha.graph.nodes if n.id == topic.id)
    rect = next(
        a["/Rect"]
        for a in (x.get_object() for x in pdf.pages[0]["/Annots"])
        if a["/A"]["/URI"].endswith(topic.path)
    )
    left, bottom, right, top = (float(v) for v in rect)
    assert left == pytest.approx(aside + (node.box.x - bounds.x) * scale, abs=2)
    assert 600 - top == pytest.approx((node.box.y - bounds.y) * scale, abs=2)
    assert (right - left, top - bottom) == pytest.approx(
        (node.box.width * scale, node.box.height * scale), abs=2
    )


def test_its_text_can_be_selected_and_its_links_are_live(pdf: PdfReader, alpha: Roadmap) -> None:
    page = pdf.pages[0]
    text = " ".join(page.extract_text().split())
    links = addresses(pdf, 0)
    for topic_id in alpha.order:
        topic = alpha.topics[topic_id]
        assert topic.label in text
        assert f"https://site.example{topic.path}" in links


def test_a_learners_own_pdf_has_their_colors_and_says_their_statuses(alpha: Roadmap, pdf: PdfReader) -> None:
    statuses = {
        "main-one-000000000001": "done",
        "sub-one-0000000000001": "learning",
        "main-two-000000000001": "skipped",
        "todo-one-000000000001": "done",
    }
    own = replace(WORDS, statuses={"done": "done", "learning": "learning", "skipped": "skipped"})
    made = PdfReader(io.BytesIO(make_pdf(alpha, "https://site.example", own, OwnColors(statuses))))
    assert addresses(made, 0) == addresses(pdf, 0)
    text = " ".join(made.pages[1].extract_text().split())
    for words in ("First Steps · done", "Second Part · skipped"):
        assert words in text
    assert (text.count("· done"), text.count("· learning"), text.count("· skipped")) == (2, 1, 1)
    assert "·" not in pdf.pages[1].extract_text()
    assert alpha.graph
    drawn = standalone_svg(in_own_colors(alpha.graph, OwnColors(statuses)), "Alpha") + status_signs(
        alpha.graph, statuses
    )
    for color in (STATUS_COLORS["done topic"], STATUS_COLORS["skipped topic"], *INKS.values()):
        assert color in drawn
        assert color not in standalone_svg(alpha.graph, "Alpha")


def test_without_a_graph_the_pdf_lists_the_topics() -> None:
    beta = load(TREE, reserved=()).roadmaps["beta"]
    text = PdfReader(io.BytesIO(make_pdf(beta, "https://site.example", WORDS))).pages[0].extract_text()
    assert all(t.label in text for t in beta.topics.values())


def test_the_share_picture_is_1200_by_630_and_the_same_each_time(alpha: Roadmap) -> None:
    png = make_share_png(alpha, "Milepost", WORDS)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (1200, 630)
    assert png == make_share_png(alpha, "Milepost", WORDS)


def test_letters_that_the_shipped_faces_lack_come_from_those_of_the_system(tmp_path: Path) -> None:
    nodes = [node(ONE, "Привет мир"), node("p", "Отдельный текст", "paragraph", y=100)]
    files = {"alpha.md": "---\ntitle: Ελλάδα\n---\n", "alpha.json": graph(*nodes)}
    roadmap = grow(tmp_path, files).roadmaps["alpha"]
    made = make_pdf(roadmap, "", replace(WORDS, title=roadmap.title))
    assert made == make_pdf(roadmap, "", replace(WORDS, title=roadmap.title))
    map_page, list_page = (" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(made)).pages)
    assert "Привет мир" in map_page
    assert "Отдельный текст" in map_page
    assert "Ελλάδα" in list_page


def test_what_cannot_be_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotTypeset, match="No such file"):
        typeset("no-such.typ", {}, "pdf")
    monkeypatch.setattr(typesetting, "TIMEOUT_SECONDS", 0.001)
    with pytest.raises(CannotTypeset, match="longer than"):
        typeset("share.typ", {}, "png")


def test_a_word_that_is_wider_than_a_column_of_the_outline_breaks(tmp_path: Path) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    grow(tmp_path, {"alpha.md": "---\ntitle: A\n---\n", "alpha.json": graph(node(ONE, word))})
    made = load(tmp_path, reserved=()).roadmaps["alpha"]
    text = PdfReader(io.BytesIO(make_pdf(made, "", WORDS))).pages[-1].extract_text()
    assert word in text.replace("\n", "")
    assert max(map(len, text.splitlines())) < 50


def test_what_was_walked_is_green_and_the_milestone_stands_at_its_end(alpha: Roadmap) -> None:
    assert alpha.graph
    edge = next(edge for edge in alpha.graph.edges if not edge.dotted)
    own = OwnColors({}, (edge,), alpha.order[0])
    drawn = standalone_svg(in_own_colors(alpha.graph, own), "Alpha")
    (line,) = (part for part in drawn.split("<path") if f'data-edge-id="{edge.id}"' in part)
    assert f'stroke="{INKS["done"]}"' in line
    assert "milestone--end" in end_sign(alpha.graph, own)
    assert end_sign(alpha.graph, OwnColors({})) == ""
