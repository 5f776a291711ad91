"""Authors' dark words and lines in dark themes: a color of their own for each, without a filter."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests.catalog.trees import edge, graph, node
from webapp.catalog.findings import Findings
from webapp.catalog.maps.colors import lightened, readable_on
from webapp.catalog.maps.graph import parse_graph
from webapp.drawing.link_shapes import DARK_BACKGROUND
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import shapes_layer

RULE = re.compile(
    r"\.map__(?:text-own|stroke)--dim\[(fill|stroke)=\"([^\"]+)\"\]\{\1:light-dark\(\2,(#\w{6})\)\}"
)
NODES = [
    node("p", "Words", "paragraph", data={"label": "Words", "style": {"color": "#333366"}}),
    node("l", "More", "label", y=100, data={"label": "More", "style": {"color": "navy"}}),
    node("v", "", "vertical", y=200, data={"style": {"stroke": "rgb(60, 20, 20)"}}),
    node("b", "Bright", "label", y=300, data={"label": "Bright", "style": {"color": "#ffcc00"}}),
]
EDGES = (edge("p", "l", style={"stroke": "#400"}),)


def test_each_dark_color_has_a_rule_that_lightens_it() -> None:
    parsed = parse_graph(graph(*NODES, edges=EDGES), (), Findings("x"))
    assert parsed is not None
    layer = etree.fromstring(shapes_layer(parsed).encode())
    dim = {
        (name, shape.get(name))
        for shape in layer.iter()
        for name in ("fill", "stroke")
        if "--dim" in shape.get("class", "") and shape.get(name)
    }
    assert len(dim) == 4
    assert {(name, color) for name, color, _ in RULE.findall(map_css(parsed, ".map"))} == dim


@pytest.mark.parametrize(
    "color", ["#000", "#333366", "navy", "#400000", "rgb(60, 20, 20)", "#808080", "#0000ff"]
)
def test_a_lightened_color_can_be_read_on_the_dark_map(color: str) -> None:
    light = lightened(color, DARK_BACKGROUND)
    assert light is not None
    assert readable_on(DARK_BACKGROUND, light) == light


def test_a_lightened_color_keeps_its_hue() -> None:
    blue = lightened("#000080", DARK_BACKGROUND)
    assert blue is not None
    red, green, most = (int(blue[n : n + 2], 16) for n in (1, 3, 5))
    assert most > red
    assert red == green


def test_nothing_is_known_about_a_function() -> None:
    assert lightened("hsl(1 2% 3%)", DARK_BACKGROUND) is None
