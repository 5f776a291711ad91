"""Texts without blanks, and words that no line holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from lxml import etree

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Graph, LegendEntry
from webapp.drawing.link_shapes import link_labels
from webapp.drawing.standalone_svg import standalone_svg, standalone_svg_without_link_labels
from webapp.drawing.text_fitting import fit_paragraph
from webapp.drawing.typeface import LEGIBLE, measure, wrap

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = {
    "Chinese": "机器学习工程师的路线图从数学基础开始，然后学习编程语言和数据处理，最后部署模型到生产环境中使用。",
    "Japanese": "このロードマップでは、プログラミングの基礎から始めて、データベースとサーバーの仕組みを学びます。",
    "Thai": "แผนที่การเรียนรู้นี้เริ่มจากพื้นฐานการเขียนโปรแกรมแล้วเรียนรู้ฐานข้อมูลและเซิร์ฟเวอร์ตามลำดับ",
    "German": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "mixed": "使用Docker部署应用程序https://example.org/a/very/long/address/without/any/blank/in/it然后继续",
}


def graph_of(kind: str, label: str, width: float, height: float) -> Graph:
    node = {
        "id": "a",
        "type": kind,
        "position": {"x": 0, "y": 0},
        "width": width,
        "height": height,
        "data": {"label": label, "style": {"backgroundColor": "#ffffff", "borderColor": "#000000"}},
    }
    graph = parse_graph(json.dumps({"nodes": [node]}), (), Findings("x"))
    assert graph
    return graph


@pytest.mark.parametrize("name", TEXTS)
def test_a_paragraph_without_blanks_breaks_into_lines_inside_its_box(name: str) -> None:
    svg = etree.fromstring(standalone_svg(graph_of("paragraph", TEXTS[name], 300, 200), "x").encode())
    text = next(svg.iter(f"{SVG}text"))
    size = float(text.get("font-size"))
    lines = ["".join(span.itertext()) for span in text.iter(f"{SVG}tspan")]
    assert "".join(lines).replace(" ", "") == TEXTS[name].replace(" ", "")
    assert len(lines) > 1
    assert size >= LEGIBLE
    assert all(measure(line, size) <= 300 - 32 for line in lines)
    assert all(0 < float(span.get("y")) < 200 for span in text.iter(f"{SVG}tspan"))


@pytest.mark.parametrize("name", TEXTS)
def test_a_label_without_blanks_is_whole_and_inside_its_box(name: str) -> None:
    label = next(link_labels(graph_of("topic", TEXTS[name], 200, 68).nodes[0]))
    assert "".join(label.lines).replace(" ", "") == TEXTS[name].replace(" ", "")
    assert all(measure(line, label.size) <= 200 for line in label.lines)
    assert len(label.lines) * label.size * 1.1 <= 68


def test_thai_breaks_between_syllables() -> None:
    leading = "\u0e40\u0e41\u0e42\u0e43\u0e44"  # these vowels are written before their consonant
    lines = wrap(TEXTS["Thai"], 17, 90)
    assert len(lines) > 4
    assert all(line[-1] not in leading and line[0] not in "\u0e30\u0e32\u0e33" for line in lines)


ARABIC = "اتبع الخط من الأعلى إلى الأسفل ثم تعلم Python."


def test_a_paragraph_that_runs_left_begins_at_the_right_and_ends_in_its_full_stop() -> None:
    graph = graph_of("paragraph", ARABIC, 200, 200)
    text = next(etree.fromstring(standalone_svg(graph, "x").encode()).iter(f"{SVG}text"))
    assert text.get("text-anchor") == "end"
    assert float(text[0].get("x")) == 200 - 16
    # Each line is isolated, because a line has no direction of its own in an SVG.
    assert all(line.text[0] == "\u2067" and line.text[-1] == "\u2069" for line in text)
    assert "\u2067" not in standalone_svg(graph_of("paragraph", TEXTS["German"], 200, 200), "x")


def test_an_author_may_align_such_a_paragraph_to_the_left() -> None:
    node = graph_of("paragraph", ARABIC, 200, 200).nodes[0]
    left = replace(node, look=replace(node.look, text_align="left"))
    assert 'text-anchor="end"' not in standalone_svg(Graph(nodes=(left,), edges=()), "x")


def test_a_pdf_has_no_signs_between_its_letters_that_nobody_wrote() -> None:
    graph = graph_of("paragraph", "واحدة.", 200, 200)
    svg = standalone_svg_without_link_labels(graph, "x")
    assert ".واحدة" in svg
    assert "\u2067" not in svg


@pytest.mark.parametrize("position", ["left-center", "right-center"])
def test_a_badge_touches_no_letter(position: str) -> None:
    node = graph_of("subtopic", "Datenverarbeitungsanlagen", 190, 49).nodes[0]
    badged = replace(node, badge=LegendEntry("a", "Star", "#000000", position))
    label = next(link_labels(badged))
    assert max(measure(line, label.size) for line in label.lines) / 2 <= 190 / 2 - 9.5 - 2


def test_signs_that_belong_together_stay_together() -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    assert set(wrap(family * 20, 20, 60)) == {family}
    accented = "e\N{COMBINING ACUTE ACCENT}" * 40
    assert all(line.startswith("e") for line in wrap(accented, 20, 60))
    closing = wrap("一二三四五六七八九十。", 20, 200)
    assert closing == ["一二三四五六七八九", "十。"]


def test_a_word_with_hyphens_breaks_there_only_if_it_has_to() -> None:
    assert wrap("a state-of-the-art machine", 17, 128) == ["a", "state-of-the-art", "machine"]
    assert wrap("state-of-the-art-and-more", 17, 110) == ["state-of-the-", "art-and-more"]


def test_a_long_paragraph_keeps_legible_letters_and_its_box_grows() -> None:
    words = "All the words of a long text " * 12
    _, size, _ = fit_paragraph(words, 17, 200, 100, 16)
    assert size == LEGIBLE
    svg = etree.fromstring(standalone_svg(graph_of("paragraph", words, 200, 100), "x").encode())
    box = next(r for r in svg.iter(f"{SVG}rect") if r.get("data-node-id") == "a")
    spans = [float(span.get("y")) for span in svg.iter(f"{SVG}tspan")]
    assert float(box.get("y")) + float(box.get("height")) > max(spans)
    assert "…" not in "".join(svg.itertext())
