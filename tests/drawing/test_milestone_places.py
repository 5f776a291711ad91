"""The milestone stands beside a topic where it covers neither a neighbor nor a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Box, Graph, Node
from webapp.drawing.milestone_places import milestone_sides
from webapp.drawing.stylesheet import map_css

ROADMAPS = Path(__file__).parents[2] / "content/roadmaps"


def graph_of(nodes: list[dict[str, object]], edges: list[dict[str, object]] | None = None) -> Graph:
    graph = parse_graph(json.dumps({"nodes": nodes, "edges": edges or []}), (), Findings("x"))
    assert graph
    return graph


def place(name: str, x: float, y: float, kind: str = "subtopic", width: float = 150) -> dict[str, object]:
    return {
        "id": name, "type": kind, "position": {"x": x, "y": y}, "width": width, "height": 36,
        "data": {"label": name},
    }  # fmt: skip


def line(source: str, target: str, source_side: str, target_side: str) -> dict[str, object]:
    return {
        "id": f"{source}-{target}", "source": source, "target": target,
        "sourceHandle": f"{source_side}2", "targetHandle": f"{target_side}1",
    }  # fmt: skip


MAIN = place("main", 400, 200, "topic")
LEFT, RIGHT = place("left", 100, 100), place("right", 700, 100)
FAR = [place("far-left", -200, 400), place("far-right", 1200, 400)]


def test_it_stands_at_the_left_where_nothing_else_does() -> None:
    assert milestone_sides(graph_of([LEFT, *FAR]))["left"] == "left"


def test_it_stands_away_from_the_lines() -> None:
    lines = [line("main", "left", "y", "z"), line("main", "right", "z", "y")]
    sides = milestone_sides(graph_of([MAIN, LEFT, RIGHT, *FAR], lines))
    assert {name: sides[name] for name in ("left", "right", "main")} == {
        "left": "left", "right": "right", "main": "top",
    }  # fmt: skip


def test_it_covers_no_neighbour() -> None:
    sides = milestone_sides(graph_of([place("one", 100, 100), place("two", 262, 100), *FAR]))
    assert (sides["one"], sides["two"]) == ("left", "right")


def test_it_stays_on_the_map() -> None:
    sides = milestone_sides(graph_of([place("edge", 0, 100), *(f for f in FAR if f["id"] == "far-right")]))
    assert sides["edge"] == "right"


def test_the_stylesheet_moves_it() -> None:
    css = map_css(graph_of([place("one", 100, 100), place("two", 262, 100), *FAR]), ".map")
    one, two = (css.split(f'[id="node-{name}"]{{')[1].split("}")[0] for name in ("one", "two"))
    assert "--at" not in one
    assert "--at:1;--to:" in two


@pytest.mark.parametrize("slug", sorted(folder.name for folder in ROADMAPS.iterdir() if folder.is_dir()))
def test_on_our_own_maps_it_never_covers_a_topic(slug: str) -> None:
    text = (ROADMAPS / slug / f"{slug}.json").read_text(encoding="utf-8")
    graph = parse_graph(text, (), Findings(slug))
    assert graph
    boxes = [n for n in graph.nodes if n.type in {"topic", "subtopic", "paragraph", "legend", "button"}]
    sides = milestone_sides(graph)
    for node in boxes:
        if node.id in sides:
            stone = stone_of(node, sides[node.id])
            assert [o.label for o in boxes if o is not node and meets(stone, o.box)] == [], node.label


def stone_of(node: Node, side: str) -> Box:
    """What is seen of the stone, by the rules of the page's style sheet."""
    box = node.box
    if side == "top":
        return Box(box.x + 7, box.y - 28, 20, 28)
    return Box(box.x - 32 if side == "left" else box.right + 12, box.center[1] - 14, 20, 28)


def meets(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
