"""The tiny drawing of a map: its statuses are filled in, and it shows where a learner is."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Box, Edge, Graph, Node
from webapp.drawing.thumbnail import thumbnail

TREE = Path(__file__).parent.parent / "tree/roadmaps/alpha/alpha.json"


@pytest.fixture(scope="module")
def graph() -> Graph:
    read = parse_graph(TREE.read_text(encoding="utf-8"), (), Findings("alpha.json"))
    assert read is not None
    return read


def statuses(svg: str, name: str) -> list[str | None]:
    return [shape.get("data-status") for shape in etree.fromstring(svg).iter(name)]


def test_without_marks_nothing_has_a_status(graph: Graph) -> None:
    svg = thumbnail(graph).svg()
    assert "data-status" not in svg
    assert statuses(svg, "rect")


def test_a_topic_has_the_status_of_its_mark(graph: Graph) -> None:
    svg = thumbnail(graph).svg({"main-one-000000000001": "done", "sub-one-0000000000001": "learning"})
    assert sorted(filter(None, statuses(svg, "rect"))) == ["done", "learning"]
    assert not any(statuses(svg, "path"))
    assert (
        svg.replace(' data-status="done"', "").replace(' data-status="learning"', "")
        == thumbnail(graph).svg()
    )


def test_the_line_that_was_walked_is_the_one_that_it_is_told() -> None:
    column = tuple(Node(f"n{place}", "topic", Box(0, 100 * place, 300, 50)) for place in range(4))
    lines = tuple(Edge(f"e{place}", f"n{place}", f"n{place + 1}", "x", "w") for place in range(3))
    dotted = Edge("beside", "n0", "n2", "z", "y", dotted=True)
    svg = thumbnail(Graph(column, (*lines, dotted))).svg({"n2": "done"}, lines[:1])
    # The third line lies below the part that is drawn.
    assert statuses(svg, "path") == ["done", None]


def test_far_down_the_map_it_shows_the_part_around_the_topic_with_a_milestone_on_it() -> None:
    column = tuple(Node(f"n{place}", "topic", Box(0, 100 * place, 300, 50)) for place in range(60))
    far = etree.fromstring(thumbnail(Graph(column, ()), "n40").svg({"n40": "learning"}))
    _, top, _, height = (float(v) for v in far.get("viewBox").split())
    assert top < 4000 < top + height
    drawn = [float(r.get("y")) for r in far.iter("rect")]
    assert 0 < len(drawn) < 10
    assert all(top - 50 <= y <= top + height for y in drawn)
    assert [r.get("y") for r in far.iter("rect") if r.get("data-status")] == ["4000"]
    assert len(list(far.iter("g"))) == 1


def test_the_end_of_a_map_stands_near_the_lower_edge() -> None:
    column = tuple(Node(f"n{place}", "topic", Box(0, 100 * place, 300, 50)) for place in range(60))
    end = etree.fromstring(thumbnail(Graph(column, ()), "n59", is_end=True).svg())
    _, top, _, height = (float(v) for v in end.get("viewBox").split())
    assert 0.75 < (5925 - top) / height < 0.85
    assert end.get("preserveAspectRatio") == "xMidYMax slice"


def test_a_topic_that_is_not_drawn_shows_the_beginning(graph: Graph) -> None:
    assert thumbnail(graph, "nothing-of-the-kind").svg() == thumbnail(graph).svg()
