"""The outline of a map is what a person writes down who looks at it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator

import pytest

from tests.catalog.inference.drawn import draw, situations, written
from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.model import Entry, reading_order

DRAWN = situations()


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawn_situation_reads_as_a_person_reads_it(name: str) -> None:
    drawing, expected = DRAWN[name]
    assert written(infer_outline(draw(drawing))) == expected


def test_a_chain_without_end_is_no_tower() -> None:
    names = [f"s{n}" for n in range(1500)]
    rows = [
        "topic top 0 0 150 49",
        *(f"subtopic {name} {300 + 200 * n} 0 150 49" for n, name in enumerate(names, 0) if n < 450),
    ]
    rows += [f"subtopic {name} {300 + 60 * n} 300 150 49" for n, name in enumerate(names) if n >= 450]
    rows += [f"{one} ..> {other} right-left" for one, other in itertools.pairwise(["top", *names])]
    outline = infer_outline(draw("\n".join(rows)))
    assert set(reading_order(outline)) == {"top", *names}
    assert max(len(line) - len(line.lstrip()) for line in written(outline).splitlines()) <= 16


@pytest.mark.parametrize("seed", range(6))
def test_every_topic_has_one_place(seed: int) -> None:
    chance = random.Random(seed)
    kinds = ["topic", "subtopic", "subtopic", "section", "label", "todo", "vertical", "paragraph"]
    rows = [
        f"{chance.choice(kinds)} n{n} {chance.randint(0, 1500)} {chance.randint(0, 3000)} {chance.randint(20, 400)} {chance.randint(20, 300)}"
        for n in range(150)
    ]
    rows += [
        f"n{chance.randrange(150)} {chance.choice(['->', '..>'])} n{chance.randrange(150)}"
        for _ in range(120)
    ]
    graph = draw("\n".join(rows))
    order = reading_order(infer_outline(graph))
    assert sorted(order) == sorted(n.id for n in graph.nodes if n.type in {"topic", "subtopic", "todo"})


@pytest.mark.parametrize("seed", range(40))
def test_every_way_out_has_one_place_too(seed: int) -> None:
    chance = random.Random(seed)
    kinds = [
        "topic",
        "subtopic",
        "subtopic",
        "section",
        "label",
        "button",
        "resourceButton",
        "button",
        "checklist",
        "linksgroup",
    ]
    rows = [
        f"{chance.choice(kinds)} n{n} {150 * chance.randint(0, 8)} {55 * chance.randint(0, 20)} 140 49"
        for n in range(60)
    ]
    rows += [
        f"n{chance.randrange(60)} {chance.choice(['->', '..>'])} n{chance.randrange(60)}"
        for _ in range(chance.choice([0, 15, 40]))
    ]
    graph = draw("\n".join(rows))
    outline = infer_outline(graph)
    links = sorted(n.id for n in graph.nodes if n.type in {"button", "resourceButton"})
    assert sorted(e.id for e in _all(outline) if e.kind == "link" and e.type != "linksgroup") == links
    assert sum(e.type == "linksgroup" for e in _all(outline)) == sum(
        n.type == "linksgroup" for n in graph.nodes
    )
    lists = sum(n.type == "checklist" for n in graph.nodes)
    assert (
        len(reading_order(outline)) == sum(n.type in {"topic", "subtopic"} for n in graph.nodes) + 2 * lists
    )


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _all(entry.children)
