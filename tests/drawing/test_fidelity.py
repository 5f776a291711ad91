"""Any map is drawn by the rules of the format: positions to the unit, text in its box, edges from handle
to handle.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from lxml import etree

from tests.generator.tree import grow
from webapp.catalog.findings import Findings
from webapp.catalog.loading.load import load
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Box, Graph
from webapp.drawing.gallery import gallery_graph
from webapp.drawing.link_shapes import link_labels
from webapp.drawing.standalone_svg import standalone_svg
from webapp.drawing.stylesheet import map_css
from webapp.drawing.text_fitting import LINE_HEIGHT, fit_paragraph
from webapp.drawing.typeface import LEGIBLE, measure

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
LINKED = {"topic", "subtopic", "todo", "button", "resourceButton"}
ROUND = 0.02


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> list[Graph]:
    root = tmp_path_factory.mktemp("tree")
    grow(root, seed=5, folders=24, topics=1500)
    found = [r.graph for r in load(root, reserved=()).roadmaps.values() if r.graph]
    drawn = parse_graph(json.dumps(gallery_graph(["done"])), (), Findings("gallery"))
    assert drawn
    return [*found, drawn]


def places(graph: Graph) -> dict[str, Box]:
    """Where the page's stylesheet puts each link, in units of the drawing."""
    bounds = graph.bounds
    rule = (
        r'\[(?:data-node-id="|id="node-)([^"]+)"\]\{'
        r"--x:([-\d.]+);--y:([-\d.]+);--w:([\d.]+);--h:([\d.]+)"
    )
    found = {}
    for name, *numbers in re.findall(rule, map_css(graph, ".map")):
        x, y, width, height = map(float, numbers)
        found[name] = Box(bounds.x + x, bounds.y + y, width, height)
    return found


def test_every_link_lies_where_its_node_says(graphs: list[Graph]) -> None:
    checked = 0
    for graph in graphs:
        put = places(graph)
        # The stylesheet has two decimals.
        slack = 0.01 + ROUND
        for node in graph.nodes:
            if node.type in LINKED:
                at = put[node.id]
                for one, other in (
                    (at.x, node.box.x),
                    (at.y, node.box.y),
                    (at.width, node.box.width),
                    (at.height, node.box.height),
                ):
                    assert one == pytest.approx(other, abs=slack)
                checked += 1
    assert checked > 1000


def test_every_text_stays_in_its_box(graphs: list[Graph]) -> None:
    for graph in graphs:
        for node in graph.nodes:
            for label in link_labels(node):
                wide = max(measure(line, label.size) for line in label.lines)
                left = label.x if label.anchor == "start" else label.x - wide / 2
                assert left >= label.box.x
                assert left + wide <= label.box.right + ROUND, (node.type, label.lines)
                assert (
                    len(label.lines) * label.size * 1.1 <= label.box.height + ROUND or len(label.lines) == 1
                )
        for text in etree.fromstring(standalone_svg(graph, "x").encode()).iter(f"{SVG}text"):
            assert float(text.get("font-size")) >= 6


@pytest.mark.parametrize("seed", range(40))
def test_paragraphs_and_labels_of_any_length_stay_in_boxes_of_any_size(seed: int) -> None:
    chance = random.Random(seed)
    words = " ".join("x" * chance.randint(1, 12) for _ in range(chance.randint(1, 120)))
    width, height, size = chance.uniform(60, 500), chance.uniform(20, 300), chance.choice([14, 17, 20, 28])
    lines, small, step = fit_paragraph(words, size, width, height, 16)
    is_closest = small == pytest.approx(min(size, LEGIBLE)) and step == pytest.approx(LINE_HEIGHT * small)
    assert len(lines) * step <= height + ROUND or len(lines) == 1 or is_closest
    assert small >= min(size, LEGIBLE)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(measure(line, small) <= max(small, width - 32) + ROUND for line in lines)
    for kind in ("topic", "resourceButton", "todo"):
        data = {"label": words, "badge": "FREE"}
        place = {
            "id": "a",
            "type": kind,
            "position": {"x": 0, "y": 0},
            "width": width,
            "height": height,
            "data": data,
        }
        graph = parse_graph(json.dumps({"nodes": [place]}), (), Findings("x"))
        assert graph
        for label in link_labels(graph.nodes[0]):
            room = label.box.width if label.anchor == "middle" else label.box.right - label.x
            assert all(measure(line, label.size) <= room + ROUND for line in label.lines)


def test_every_edge_runs_from_the_middle_of_a_side_to_the_middle_of_a_side(graphs: list[Graph]) -> None:
    for graph in graphs:
        boxes = {n.id: n.box for n in graph.nodes}
        svg = etree.fromstring(standalone_svg(graph, "x").encode())
        drawn = {p.get("data-edge-id"): p.get("d") for p in svg.iter(f"{SVG}path") if p.get("data-edge-id")}
        assert drawn.keys() == {e.id for e in graph.edges}
        for edge in graph.edges:
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", drawn[edge.id])]
            ends = (
                (numbers[:2], boxes[edge.source], edge.source_side),
                (numbers[-2:], boxes[edge.target], edge.target_side),
            )
            for point, box, side in ends:
                x, y = box.center
                middle = {"w": (x, box.y), "x": (x, box.bottom), "y": (box.x, y), "z": (box.right, y)}[side]
                assert point == pytest.approx(middle, abs=ROUND)


def test_what_is_painted_comes_edges_first_then_nodes_in_their_order_then_badges(
    graphs: list[Graph], tmp_path: Path
) -> None:
    for graph in graphs:
        svg = etree.fromstring(standalone_svg(graph, "x").encode())
        pieces = [e for e in svg if e.tag != f"{SVG}title" and e.tag != f"{SVG}style"][1:]
        kinds = [
            "edge" if e.get("data-edge-id") else "badge" if "map__badge" in (e.get("class") or "") else "node"
            for e in pieces
        ]
        edges = kinds.count("edge")
        assert kinds[:edges] == ["edge"] * edges
        badges = sum(n.badge is not None for n in graph.nodes)
        assert kinds[len(kinds) - badges :] == ["badge"] * badges
        order = [n.id for n in graph.nodes]
        named = [order.index(e.get("data-node-id")) for e in pieces if e.get("data-node-id")]
        assert named == sorted(named)


@pytest.mark.parametrize(
    ("fill", "ink", "read"),
    [
        ("#fdff00", "#ffffff", "#000000"),
        ("#224488", "#ffffff", "#ffffff"),
        ("#333333", None, "#ffffff"),
        ("#fdff00", None, "#000000"),
        ("#000000", "#000000", "#ffffff"),
        ("rgb(10, 20, 30)", "#ffffff", "#ffffff"),
    ],
)
def test_the_label_of_a_button_can_be_read(fill: str, ink: str | None, read: str) -> None:
    # Colors beside the label count; those in the style are the editor's.
    data = {
        "label": "Next",
        "href": "/x",
        "backgroundColor": fill,
        "color": ink,
        "style": {"backgroundColor": "#ffffff", "color": "#fff"},
    }
    data = {key: value for key, value in data.items() if value}
    if ink is None:
        data["style"] = {}
    place = {
        "id": "a",
        "type": "button",
        "position": {"x": 0, "y": 0},
        "width": 150,
        "height": 49,
        "data": data,
    }
    graph = parse_graph(json.dumps({"nodes": [place]}), (), Findings("x"))
    assert graph
    assert [label.color for label in link_labels(graph.nodes[0])] == [read]
    assert f"--fill:{fill.lower()};--ink-own:{read}" in map_css(graph, ".map")


@pytest.mark.parametrize("nearly", ["rgb(1.1.1,2,3)", "rgb(..,1,2)", "rgb(1,2)", "rgb()", "hsl(.,1%,2%)"])
def test_what_is_only_nearly_a_color_is_none(nearly: str) -> None:
    data = {"label": "Next", "href": "/x", "backgroundColor": nearly, "color": nearly}
    place = {
        "id": "a",
        "type": "button",
        "position": {"x": 0, "y": 0},
        "width": 150,
        "height": 49,
        "data": data,
    }
    graph = parse_graph(json.dumps({"nodes": [place]}), (), Findings("x"))
    assert graph
    assert nearly not in map_css(graph, ".map") + standalone_svg(graph, "x")


def test_a_label_that_is_too_long_takes_two_lines_before_it_gets_hard_to_read() -> None:
    place = {"id": "a", "type": "topic", "position": {"x": 0, "y": 0}, "width": 120, "height": 49}
    place["data"] = {"label": "Proxy Async Input Mirror Response"}
    graph = parse_graph(json.dumps({"nodes": [place]}), (), Findings("x"))
    assert graph
    label = next(link_labels(graph.nodes[0]))
    assert len(label.lines) in {2, 3}
    assert label.size > 11
