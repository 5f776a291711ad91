"""The signs of recommendations, and the colors of authors that say nothing of a learner."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from lxml import etree

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Graph, LegendEntry
from webapp.drawing.gallery import gallery_graph
from webapp.drawing.link_shapes import fill_color
from webapp.drawing.signs import FILLED, sign_of
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import badges_layer, shapes_layer

# The check of the status that means done, as in `--icon-done`.
CHECK = re.compile(r"M-4\.2 0\.2L-1\.4 3\.2|M2 6\.4")


def graph_of(*nodes: dict[str, Any], edges: tuple[dict[str, Any], ...] = ()) -> Graph:
    graph = parse_graph(json.dumps({"nodes": nodes, "edges": edges}), (), Findings("x"))
    assert graph
    return graph


def node(kind: str, name: str = "a", x: float = 0, y: float = 0, **data: Any) -> dict[str, Any]:
    size = {"width": 200, "height": 100}
    return {"id": name, "type": kind, "position": {"x": x, "y": y}, **size, "data": data}


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("Recommended", "star"),
        ("Personal Recommendation / Opinion", "star"),
        ("Possibilities", "ring"),
        ("Good to know", "ring"),
        ("Optional", "ring"),
        ("Alternative Option - Pick this or purple", "arrows"),
        ("Alternative", "arrows"),
        ("Order in roadmap not strict (Learn anytime)", "dots"),
        ("In any order", "dots"),
        ("I wouldn\N{RIGHT SINGLE QUOTATION MARK}t recommend", "cross"),
        ("Not Recommended", "cross"),
        ("Beginner", "B"),
        ("推荐", "推"),
        ("—", "ring"),
    ],
)
def test_the_words_of_a_legend_decide_its_sign(words: str, sign: str) -> None:
    assert sign_of(LegendEntry("l1", words, "#123456")) == sign


def test_our_own_kinds_have_their_signs_in_any_language() -> None:
    signs = {
        kind: sign_of(LegendEntry(kind, "Wort", "#123456"))
        for kind in ("recommended", "optional", "alternative")
    }
    assert signs == {"recommended": "star", "optional": "ring", "alternative": "arrows"}


def test_a_badge_and_its_legend_show_the_same_sign_on_pages_and_in_files() -> None:
    kind = {"id": "l1", "label": "Recommended", "color": "#874efe"}
    graph = graph_of(node("topic", label="One", legend=kind), node("legend", "b", y=200, legends=[kind]))
    assert FILLED["star"] in badges_layer(graph)
    assert FILLED["star"] in shapes_layer(graph)
    assert standalone_svg(graph, "x").count(FILLED["star"]) == 2


def test_no_drawing_has_a_check_and_a_link_has_an_arrow() -> None:
    graph = parse_graph(json.dumps(gallery_graph(["done"])), (), Findings("x"))
    assert graph
    for drawing in (shapes_layer(graph), badges_layer(graph), standalone_svg(graph, "x")):
        assert not CHECK.search(drawing)
    links = [
        {"id": "1", "label": "There", "url": "https://example.org/"},
        {"id": "2", "label": "Nowhere", "url": ""},
    ]
    marks = etree.fromstring(shapes_layer(graph_of(node("linksgroup", links=links))).encode()).findall("g")
    assert [len(mark.findall("path")) for mark in marks] == [1, 0]


def test_white_without_a_border_is_paper_and_a_white_frame_never_glares() -> None:
    def classes(**style: str) -> set[str]:
        tree = etree.fromstring(shapes_layer(graph_of(node("paragraph", style=style))).encode())
        return set(next(tree.iter("rect")).get("class").split())

    assert "map__box--bare" in classes(backgroundColor="#ffffff")
    assert "map__box--bare" in classes(backgroundColor="WHITE", borderColor="rgb(255, 255, 255)")
    assert "map__box--paper" in classes(backgroundColor="#fff", borderColor="#000000")
    assert "map__box--faded" in classes(backgroundColor="#ffe0e0", borderColor="#fefefe")


@pytest.mark.parametrize("kind", ["button", "resourceButton"])
def test_a_white_button_has_the_box_of_the_theme(kind: str) -> None:
    style = {"backgroundColor": "#fff", "borderColor": "white"}
    css = map_css(graph_of(node(kind, label="Go", href="https://example.org/", style=style, **style)), ".map")
    assert "--fill:var(--map-box);--ink-own:var(--map-ink)" in css
    assert "--line-own:var(--map-box)" in css


@pytest.mark.parametrize("shape", ["default", "straight", "smoothstep", "step"])
@pytest.mark.parametrize("distance", [60, 131, 444])
def test_the_dots_of_a_line_reach_both_its_ends(shape: str, distance: float) -> None:
    ends = {"source": "a", "target": "b", "sourceHandle": "z2", "targetHandle": "y1"}
    edge = {"id": "e", **ends, "type": shape, "data": {"edgeStyle": "dashed"}}
    graph = graph_of(node("topic", label="A"), node("section", "b", x=200 + distance, y=90), edges=(edge,))
    path = next(
        p for p in etree.fromstring(shapes_layer(graph).encode()).iter("path") if p.get("data-edge-id")
    )
    dot, gap = (float(part) for part in path.get("stroke-dasharray").split())
    length = length_of(path.get("d"))
    beyond = (length - dot) % (dot + gap)
    assert min(beyond, dot + gap - beyond) < 0.5
    assert 5 <= gap <= 12


def length_of(path: str) -> float:
    """The length of a path, in a thousand steps a piece."""
    length, here = 0.0, 0j
    for command, numbers in re.findall(r"([MLCQ])([^MLCQ]*)", path):
        values = [float(number) for number in numbers.split()]
        points = [complex(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        before = here
        for step in range(1, 1001 if command != "M" else 1):
            at, t = [before, *points], step / 1000
            while len(at) > 1:
                at = [a + (b - a) * t for a, b in itertools.pairwise(at)]
            length += abs(at[0] - here)
            here = at[0]
        here = points[-1]
    return length


@pytest.mark.parametrize("kind", ["topic", "subtopic"])
@pytest.mark.parametrize("name", ["done topic", "done subtopic", "done-topic", "DONE TOPIC"])
def test_no_author_can_give_a_topic_the_color_of_what_is_done(kind: str, name: str) -> None:
    node = {"id": "a", "type": kind, "position": {"x": 0, "y": 0}, "data": {"label": "A"}}
    usual = parse_graph(json.dumps({"nodes": [node]}), (), Findings("x"))
    node["data"] = {"label": "A", "style": {"colorType": name}}
    named = parse_graph(json.dumps({"nodes": [node]}), (), Findings("x"))
    assert usual
    assert named
    assert fill_color(named.nodes[0]) == fill_color(usual.nodes[0])
