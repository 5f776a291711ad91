"""`content outline`: a map that was drawn by hand becomes text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.authoring.conftest import Run
from tests.conftest import CONTENT, TREE
from tests.drawing.outlines import generate_outline, graph_of
from webapp.catalog.loading.load import load
from webapp.catalog.outline_file.parse import parse_outline


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
            (i.type, i.id, i.label, i.attributes.kind, i.requires, i.attributes.choose)
            for i in outline.walk()
        ]  # type: ignore[attr-defined]
        return [r for r in rows if r[0] in {"topic", "group"}]

    assert told(taken) == told(wanted)


@pytest.mark.parametrize("seed", range(12))
def test_generated_maps_lose_no_topic(seed: int, tree: Path, run: Run) -> None:
    import json

    from webapp.drawing.layout import lay_out

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


def test_what_cannot_be_taken_over_is_said(tree: Path, run: Run) -> None:
    shutil.copytree(TREE / "roadmaps", tree / "roadmaps", dirs_exist_ok=True)
    assert "beta has no map" in run("outline", "beta").output
    assert "there is no such roadmap" in run("outline", "nope").output
