"""The milestone at the end of a map stands below the last topic, off lines and boxes, and the trail leads to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.drawing.test_milestone_places import graph_of, line, place
from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Graph
from webapp.drawing.collisions import boxes_overlap
from webapp.drawing.milestone import end_milestone
from webapp.drawing.trail_end import TrailEnd, trail_end

ROADMAPS = Path(__file__).parents[2] / "content/roadmaps"
# From x = 400 to 550 and from y = 200 to 236, in the middle of a wide map.
LAST = place("last", 400, 200, "topic")
AROUND = [place("far-left", -200, 0), place("far-right", 1200, 700)]


def end_of(nodes: list[dict[str, object]], edges: list[dict[str, object]] | None = None) -> TrailEnd:
    found = trail_end(graph_of([LAST, *AROUND, *nodes], edges), "last")
    assert found
    return found


def test_it_stands_below_the_last_topic_and_the_trail_leads_to_it() -> None:
    end = end_of([])
    assert end.stone.center[0] == 475
    assert end.stone.y > 236
    assert end.trail == ((475, 236), (475, end.stone.y))


def test_it_stands_on_the_way_out() -> None:
    end = end_of([place("next", 440, 376)], [line("last", "next", "x", "w")])
    assert 236 < end.stone.y < end.stone.bottom < 376
    # The line leads from 475 to 515, and the stone stands at its middle.
    assert end.stone.center == pytest.approx((495, 306))
    assert end.trail[0] == (475, 236)
    assert end.trail[-1][1] == end.stone.y


def test_it_covers_no_box_and_no_line() -> None:
    boxes = [place("below", 450, 260), place("left", 150, 260), place("right", 800, 200)]
    lines = [line("last", "right", "z", "y")]
    end = end_of(boxes, lines)
    graph = graph_of([LAST, *AROUND, *boxes], lines)
    assert not [node.id for node in graph.nodes if boxes_overlap(node.box, end.stone)]
    # At the right is the line, below it a box: it stands at the left.
    assert end.stone.right < 400


def test_it_stays_on_the_map() -> None:
    graph = graph_of([place("first", 0, 0, "topic"), place("last", 400, 200, "topic")])
    end = trail_end(graph, "last")
    assert end
    assert graph.bounds.contains(end.stone)
    assert not end.trail


def test_a_map_without_the_topic_has_none() -> None:
    assert trail_end(graph_of(AROUND), "last") is None


@pytest.mark.parametrize("name", ["ai-engineer", "python", "prompt-engineering"])
def test_on_our_own_maps_it_stands_on_the_way_to_what_comes_next(name: str) -> None:
    graph = read(name)
    out = next(edge for edge in graph.edges if edge.target == "next-label")
    end = trail_end(graph, out.source)
    assert end
    boxes = {node.id: node.box for node in graph.nodes}
    assert boxes[out.source].bottom < end.stone.y < end.stone.bottom < boxes[out.target].y
    assert not [node.id for node in graph.nodes if boxes_overlap(node.box, end.stone)]


def test_the_drawing_has_the_trail_and_a_check() -> None:
    drawn = end_milestone(end_of([]))
    assert 'class="milestone__trail"' in drawn
    assert "milestone--end" in drawn


def read(name: str) -> Graph:
    text = (ROADMAPS / name / f"{name}.json").read_text(encoding="utf-8")
    graph = parse_graph(json.dumps(json.loads(text)), (), Findings("x"))
    assert graph
    return graph
