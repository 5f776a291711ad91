"""The letters of buttons and checklists can be read on the colors that authors give them."""

from __future__ import annotations

import re

import pytest

from tests.catalog.trees import graph, node
from webapp.catalog.findings import Findings
from webapp.catalog.maps.colors import ground_for
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Graph
from webapp.drawing.stylesheet import map_css
from webapp.drawing.svg_layers import shapes_layer

ITEMS = [{"id": "sharpen", "label": "Sharpen"}, {"id": "sweep", "label": "Sweep"}]


def drawn(*nodes: dict[str, object]) -> Graph:
    parsed = parse_graph(graph(*nodes), (), Findings("x"))
    assert parsed is not None
    return parsed


def test_a_button_is_so_dark_that_its_letters_can_be_read() -> None:
    look = {"backgroundColor": "#2a79e4", "color": "#ffffff"}
    css = map_css(
        drawn(node("b", "Open", "button", data={"label": "Open", "href": "/x", "style": look})), ".map"
    )
    found = re.search(r"--fill:(#\w{6});--ink-own:(#\w{6})", css)
    assert found
    fill, ink = found.groups()
    # Much like the author's, whose contrast with white is 4.2.
    assert (fill, ink) == ("#2173e3", "#ffffff")


@pytest.mark.parametrize(
    ("ink", "fill", "ground"),
    [
        ("#ffffff", "#1d4ed8", "#1d4ed8"),
        ("#ffffff", "#808080", "#757575"),
        ("#000000", "#666666", "#757575"),
        ("#000000", "hsl(1 2% 3%)", "hsl(1 2% 3%)"),
        ("#000000", "transparent", "transparent"),
    ],
)
def test_a_ground_changes_no_more_than_it_has_to(ink: str, fill: str, ground: str) -> None:
    assert ground_for(ink, fill) == ground


@pytest.mark.parametrize("label", ["", "Every spring"])
def test_a_dark_theme_darkens_the_box_of_a_checklist(label: str) -> None:
    look = {"backgroundColor": "#f4f4f4"}
    checklist = node("c", label, "checklist", data={"label": label, "checklists": ITEMS, "style": look})
    assert 'class="map__box map__box--tinted"' in shapes_layer(drawn(checklist))
