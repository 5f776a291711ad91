"""An outline becomes a map in which nothing overlaps."""

from __future__ import annotations

import random
import re

import pytest

from webapp.catalog.findings import Findings
from webapp.catalog.graph import parse_graph
from webapp.catalog.model import Graph
from webapp.drawing.layout import lay_out
from webapp.drawing.outline_file import OutlineError, parse_outline
from webapp.drawing.paths import edge_path
from webapp.drawing.shapes import label_lines
from webapp.drawing.typeface import measure


def written(seed: int) -> str:
    """An outline of 5 to 150 topics with labels of 2 to 34 letters."""
    chance = random.Random(seed)
    number = iter(range(1000))

    def label() -> str:
        return "".join(chance.choice("abcdefghij ") for _ in range(chance.randint(2, 34))).strip() or "x"

    lines = ["# A map", "", "A note above it all."]
    for _ in range(chance.randint(1, 14)):
        lines += ["", f"## {label()} {{#t{next(number)}}}"]
        lines += [f"- {label()} {{#t{next(number)} {chance.choice(['', 'optional', 'recommended'])}}}" for _ in range(chance.randint(0, 6))]
        for _ in range(chance.choice([0, 0, 1, 2])):
            lines += [f"### {label()} {{#t{next(number)}}}"]
            lines += [f"- {label()} {{#t{next(number)}}}" for _ in range(chance.randint(1, 6))]
    return "\n".join(lines) + "\n"


def graph_of(text: str) -> Graph:
    import json

    graph = parse_graph(json.dumps(lay_out(parse_outline(text))), (), Findings("f"))
    assert graph is not None
    return graph


@pytest.mark.parametrize("seed", range(40))
def test_nothing_overlaps_and_everything_is_inside(seed: int) -> None:
    graph = graph_of(written(seed))
    boxes = [n for n in graph.nodes if n.type in {"topic", "subtopic", "legend", "paragraph"}]
    for n, a in enumerate(boxes):
        assert a.box.x >= 0
        assert a.box.right <= 928.1, a.label
        for b in boxes[n + 1 :]:
            apart = a.box.right <= b.box.x or b.box.right <= a.box.x or a.box.bottom <= b.box.y or b.box.bottom <= a.box.y
            assert apart, (a.label, b.label)
    assert graph.bounds.width == 968


@pytest.mark.parametrize("seed", range(5))
def test_the_same_outline_gives_the_same_map(seed: int) -> None:
    assert lay_out(parse_outline(written(seed))) == lay_out(parse_outline(written(seed)))


@pytest.mark.parametrize("seed", range(40))
def test_labels_fit_their_boxes_and_stay_legible(seed: int) -> None:
    for node in graph_of(written(seed)).nodes:
        if node.type in {"topic", "subtopic"}:
            _, size = label_lines(node)
            assert measure(node.label, size) <= node.box.width - 8
            assert size >= 10


@pytest.mark.parametrize("seed", range(40))
def test_no_edge_runs_through_a_box(seed: int) -> None:
    graph = graph_of(written(seed))
    boxes = {n.id: n.box for n in graph.nodes if n.type in {"topic", "subtopic", "section", "legend", "paragraph"}}
    for edge in graph.edges:
        numbers = [float(v) for v in re.findall(r"-?[\d.]+", edge_path(edge, boxes[edge.source], boxes[edge.target]))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for step in range(1, 30):
            t = step / 30
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
            for name, box in boxes.items():
                if name not in {edge.source, edge.target}:
                    assert not (box.x < x < box.right and box.y < y < box.bottom), (edge.id, name)


def test_one_topic_more_moves_nothing_of_another_branch_sideways_or_up() -> None:
    before = graph_of("# M\n\n## One {#a}\n- x {#b}\n- y {#c}\n\n## Two {#d}\n- z {#e}\n- u {#f}\n")
    after = graph_of("# M\n\n## One {#a}\n- x {#b}\n- y {#c}\n- new {#n}\n\n## Two {#d}\n- z {#e}\n- u {#f}\n")
    places = {n.id: n.box for n in after.nodes}
    for node in before.nodes:
        if node.id in {"d", "e", "f"}:
            assert places[node.id].x == node.box.x
            assert places[node.id].y >= node.box.y


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "line 1: write # and the title"), ("## A {#a}\n", "line 1: begin with #"), ("# A\n## B\n", "line 2: B has no id"),
     ("# A\n## B {#b loud}\n", "line 2: loud is unknown"), ("# A\n## B {#b}\n## C {#b}\n", "line 3: the id b is used in line 2 already"),
     ("# A\n- x {#x}\n", "line 2: a main topic, ##, has to come first"), ("# A\n## B {#b}\nwords\n", "line 3: write a heading")],
)  # fmt: skip
def test_a_mistake_is_named_by_its_line(text: str, words: str) -> None:
    with pytest.raises(OutlineError, match=words.replace("(", r"\(")):
        parse_outline(text)
