"""Each type of node looks as the format's table says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Graph
from webapp.drawing.edge_paths import format_number
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import badges_layer, shapes_layer

TREE = Path(__file__).parent.parent / "tree/roadmaps/alpha/alpha.json"
TYPES = {"topic", "subtopic", "title", "button", "paragraph", "section", "label", "vertical", "horizontal", "legend", "linksgroup",
         "checklist", "todo", "resourceButton"}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    read = parse_graph(TREE.read_text(encoding="utf-8"), (), Findings("alpha.json"))
    assert read is not None
    return read


@pytest.fixture(scope="module")
def whole(graph: Graph) -> etree._Element:
    return etree.fromstring(standalone_svg(graph, "Alpha").encode())


def test_the_sample_has_every_type(graph: Graph) -> None:
    assert {n.type for n in graph.nodes} == TYPES


def test_the_view_box_is_the_bounds_and_twenty_on_each_side(graph: Graph, whole: etree._Element) -> None:
    left, top = min(n.box.x for n in graph.nodes) - 20, min(n.box.y for n in graph.nodes) - 20
    right, bottom = max(n.box.right for n in graph.nodes) + 20, max(n.box.bottom for n in graph.nodes) + 20
    assert [float(v) for v in whole.get("viewBox").split()] == [
        round(v) for v in (left, top, right - left, bottom - top)
    ]


def test_edges_come_first_then_nodes_then_badges(whole: etree._Element) -> None:
    kinds = [
        e.get("class", "").split(" ")[0]
        for e in whole
        if e.tag in {f"{SVG}path", f"{SVG}rect", f"{SVG}text", f"{SVG}g"}
    ]
    last_edge = max(n for n, k in enumerate(kinds) if k == "map__edge")
    first_box = min(n for n, k in enumerate(kinds) if k in {"map__box", "map__text"})
    # The legend's discs belong to their node; the badges are the last pieces of all.
    assert last_edge < first_box
    assert kinds[-1] == "map__badge"


def test_topics_are_yellow_with_a_black_stroke_inside_their_box(graph: Graph, whole: etree._Element) -> None:
    node = next(n for n in graph.nodes if n.id == "main-one-000000000001")
    rect = next(r for r in whole.iter(f"{SVG}rect") if r.get("fill") == "#fdff00")
    assert (rect.get("stroke"), rect.get("stroke-width"), rect.get("rx")) == ("#000", "2.7", "5")
    assert float(rect.get("x")) == pytest.approx(node.box.x + 1.35)
    assert float(rect.get("width")) == pytest.approx(node.box.width - 2.7)
    assert any(r.get("fill") == "#ffe599" for r in whole.iter(f"{SVG}rect"))


def test_a_legend_has_a_disc_and_words_for_each_kind(whole: etree._Element) -> None:
    discs = [c for c in whole.iter(f"{SVG}circle") if c.get("fill") == "#874efe"]
    assert {c.get("r") for c in discs} == {"9.5"}
    assert "Recommended" in [t.text or "".join(t.itertext()) for t in whole.iter(f"{SVG}text")]


def test_a_line_is_drawn_and_its_label_never(graph: Graph) -> None:
    layer = etree.fromstring(shapes_layer(graph).encode())
    lines = {p.get("data-type"): p for p in layer.iter("path") if p.get("class", "").startswith("map__line")}
    assert set(lines) == {"vertical", "horizontal"}
    assert "map__line--dotted" in lines["vertical"].get("class")


def test_the_layer_names_edges_boxes_and_lines_and_escapes_every_label(graph: Graph) -> None:
    layer = shapes_layer(graph)
    tree = etree.fromstring(layer.encode())
    assert tree.get("aria-hidden") == "true"
    assert len(tree.xpath("//path[@data-edge-id]")) == len(graph.edges)
    assert {e.get("data-type") for e in tree.xpath("//*[@data-node-id]")} >= {
        "section",
        "vertical",
        "horizontal",
    }
    assert "<script" not in layer + badges_layer(graph) + standalone_svg(graph, "<script>")


def test_links_lie_where_their_boxes_are(graph: Graph) -> None:
    css = map_css(graph, ".map")
    node = next(n for n in graph.nodes if n.id == "main-one-000000000001")
    left = format_number(node.box.x - graph.bounds.x)
    assert f'[id="node-{node.id}"]{{--x:{left};' in css
    places = re.findall(r'\[(?:id|data-node-id)="([^"]+)"\]\{--x:', css)
    assert len(places) == len(set(places)) > len(graph.topic_ids)


def test_a_status_stands_where_the_badge_does_not(graph: Graph) -> None:
    css = map_css(graph, ".map")
    for node in graph.nodes:
        if node.badge:
            rule = css.split(f'[id="node-{node.id}"]')[1].split("}")[0]
            assert ("--mark:0%" in rule) == node.badge.position.startswith("right")
