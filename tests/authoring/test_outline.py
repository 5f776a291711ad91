"""`content outline`: a map that was drawn by hand becomes text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.authoring.conftest import Run
from tests.conftest import CONTENT, TREE
from tests.drawing.outlines import generate_outline, graph_of
from tests.outlines_tree import draw
from webapp.authoring.outline import outline_text
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.loading.load import load
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Roadmap
from webapp.catalog.outline_file.freshness import is_older
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out


def test_a_hand_drawn_map_is_taken_over_with_all_its_topics(tree: Path, run: Run) -> None:
    shutil.copytree(TREE / "roadmaps", tree / "roadmaps", dirs_exist_ok=True)
    before = load(tree, reserved=()).roadmaps["alpha"]
    assert run("outline", "alpha", "--write").exit_code == 0
    outline = parse_outline((tree / "roadmaps/alpha/alpha.outline.md").read_text())
    assert [i.label for i in outline.mains] == [e.label for e in before.outline if e.kind == "topic"]
    assert {i.id for i in outline.walk() if i.type == "topic"} == set(before.order)
    assert run("layout", "alpha").exit_code == 0
    after = load(tree, reserved=()).roadmaps["alpha"]
    assert set(after.order) == set(before.order)
    assert "is there already" in run("outline", "alpha", "--write").output


@pytest.mark.parametrize("path", sorted(CONTENT.glob("roadmaps/*/*.outline.md")), ids=lambda p: p.parent.name)
def test_our_own_maps_give_their_outlines_back(path: Path, tree: Path, run: Run) -> None:
    slug = path.parent.name
    shutil.copytree(path.parent, tree / "roadmaps" / slug)
    taken = parse_outline(run("outline", slug).stdout)
    wanted = parse_outline(path.read_text())

    def told(outline: object) -> list[tuple[object, ...]]:
        rows = [
            (i.type, i.id, i.label, i.attributes.kind, i.requires, i.attributes.same, i.attributes.choose)
            for i in outline.walk()
        ]  # type: ignore[attr-defined]
        return [r for r in rows if r[0] in {"topic", "group"}]

    assert told(taken) == told(wanted)


@pytest.mark.parametrize("seed", range(12))
def test_generated_maps_lose_no_topic(seed: int, tree: Path, run: Run) -> None:
    folder = tree / "roadmaps" / "gen"
    folder.mkdir()
    text = generate_outline(seed)
    (folder / "gen.md").write_text("---\ntitle: Gen\n---\n")
    (folder / "gen.json").write_text(json.dumps(lay_out(parse_outline(text))))
    taken = parse_outline(run("outline", "gen").stdout)
    assert {i.id for i in taken.walk() if i.type == "topic"} == {
        n.id for n in graph_of(text).nodes if n.type in {"topic", "subtopic"}
    }
    assert [i.id for i in taken.mains] == [i.id for i in parse_outline(text).mains]


TEA = """# Tea

## Water {#water same=coffee/#water}

- Boiling {#boiling requires=water same=coffee/hot-water,milk/steam}
- Cups {#cups optional same="coffee/große Tassen"}
- Leaves {#leaves}
"""


def test_an_outline_comes_back_from_its_map_letter_by_letter(tree: Path, run: Run) -> None:
    draw(tree, "tea", TEA)
    (tree / "roadmaps/tea/tea.outline.md").unlink()
    assert run("outline", "tea").stdout == TEA
    assert run("outline", "tea", "--write").exit_code == 0
    before = (tree / "roadmaps/tea/tea.json").read_bytes()
    assert run("layout", "tea").exit_code == 0
    assert (tree / "roadmaps/tea/tea.json").read_bytes() == before


def test_a_map_without_what_is_the_same_is_older_than_its_outline() -> None:
    assert is_older(parse_outline(TEA), graph_of(TEA.replace(",milk/steam", "")))
    assert not is_older(parse_outline(TEA), graph_of(TEA))


NAMES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters='/{}",'), min_size=1).map(
    lambda name: f"coffee/{name}"
)


@given(st.lists(st.tuples(NAMES, NAMES, st.booleans()), unique=True, min_size=1, max_size=4))
def test_whatever_is_the_same_comes_back_from_the_map(rows: list[tuple[str, str, bool]]) -> None:
    said = [(one, f"{one} {one[7:]}" if is_long else other) for one, other, is_long in rows]
    lines = [f'- Topic {{#t{number} same="{",".join(names)}"}}' for number, names in enumerate(said)]
    outline = parse_outline("\n".join(["# Tea", "", "## Water {#water}", "", *lines, ""]))
    graph = parse_graph(json.dumps(lay_out(outline)), (), Findings("map"))
    roadmap = Roadmap("tea", "Tea", "", "Tea", "", FrontMatter(), "1", graph=graph)
    again = parse_outline(outline_text(roadmap))
    assert graph is not None
    assert not is_older(outline, graph)
    assert [i.attributes.same for i in again.walk()] == [i.attributes.same for i in outline.walk()]


def test_what_cannot_be_taken_over_is_said(tree: Path, run: Run) -> None:
    shutil.copytree(TREE / "roadmaps", tree / "roadmaps", dirs_exist_ok=True)
    assert "beta has no map" in run("outline", "beta").output
    assert "there is no such roadmap" in run("outline", "nope").output
