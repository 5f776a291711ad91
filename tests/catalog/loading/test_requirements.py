"""What topics require, and which are optional, in trees with and without an outline."""

from __future__ import annotations

import json
from pathlib import Path

from tests.catalog.trees import HEADER, graph, grow, node, words
from webapp.catalog.catalog import Catalog
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out

QUIET = HEADER.replace("---\n", "---\nhasTopics: false\n", 1)
OUTLINE = """# Tea

## Leaves {#leaves chooseOne=2}

- Green {#green}
- Black {#black optional requires=green}
- White {#white}

### Herbs {#herbs chooseOne=2}

- Mint {#mint}
- Verbena {#verbena}
- Camomile {#camomile}
"""


def mapped(root: Path, *rows: tuple[str, str, list[str]]) -> Catalog:
    """A roadmap that has only a graph, of topics with ids, labels and what they require."""
    nodes = [
        node(name, label, y=100 * place, data={"label": label, "requires": requires})
        for place, (name, label, requires) in enumerate(rows)
    ]
    return grow(root, {"alpha.md": QUIET, "alpha.json": json.dumps(json.loads(graph(*nodes)), indent=1)})


def said(catalog: Catalog) -> list[str]:
    return [words(finding) for finding in catalog.findings if ".requires" in finding.place]


def test_a_map_alone_says_what_comes_first_by_id_or_label(tmp_path: Path) -> None:
    catalog = mapped(
        tmp_path, ("a", "First Step", []), ("b", "Second", ["a"]), ("c", "Third", ["first-step", "b"])
    )
    topics = catalog.roadmaps["alpha"].topics
    assert [topics[i].requires for i in "abc"] == [(), ("a",), ("a", "b")]
    assert said(catalog) == []


def test_what_a_map_requires_and_does_not_have_is_reported_by_line(tmp_path: Path) -> None:
    catalog = mapped(tmp_path, ("a", "First Step", ["a"]), ("b", "Second", ["first-stap", "qqq"]))
    lines = (tmp_path / "roadmaps/alpha/alpha.json").read_text().splitlines()
    line = {name: _line_of(lines, name) for name in ("a", "first-stap", "qqq")}
    file = "warning roadmaps/alpha/alpha.json"
    assert said(catalog) == [
        f"{file} node a.requires, line {line['a']}: a topic cannot require itself | Take it away.",
        f"{file} node b.requires, line {line['first-stap']}: no topic is called first-stap | Did you mean a (First Step)?",
        f"{file} node b.requires, line {line['qqq']}: no topic is called qqq | Name a topic by its id, or take it away.",
    ]  # fmt: skip
    assert all(not topic.requires for topic in catalog.roadmaps["alpha"].topics.values())


def test_a_circle_on_a_map_is_reported_and_opened(tmp_path: Path) -> None:
    catalog = mapped(tmp_path, ("a", "A", ["c"]), ("b", "B", ["a"]), ("c", "C", ["b"]))
    (found,) = said(catalog)
    assert "B and A require each other" in found
    topics = catalog.roadmaps["alpha"].topics
    assert [topics[i].requires for i in "abc"] == [("c",), (), ("b",)]


def test_what_is_no_list_of_ids_is_reported(tmp_path: Path) -> None:
    odd = node("a", "A", data={"label": "A", "requires": "b", "chooseOne": "two"})
    catalog = grow(tmp_path, {"alpha.md": QUIET, "alpha.json": graph(odd)})
    found = [words(f) for f in catalog.findings if f.place.startswith("node a.")]
    assert found == [
        "warning roadmaps/alpha/alpha.json node a.requires: it is no list of ids | "
        'Write ["first-topic", "second-topic"].',
        "warning roadmaps/alpha/alpha.json node a.chooseOne: it says no number of topics | Write 1, 2 or more.",
    ]


def test_a_map_says_the_same_with_and_without_its_outline(tmp_path: Path) -> None:
    drawn = json.dumps(lay_out(parse_outline(OUTLINE)))
    files = {"alpha.md": QUIET, "alpha.json": drawn}
    alone = grow(tmp_path / "alone", files).roadmaps["alpha"]
    both = grow(tmp_path / "both", {**files, "alpha.outline.md": OUTLINE}).roadmaps["alpha"]
    for roadmap in (alone, both):
        optional = [i for i, topic in roadmap.topics.items() if topic.is_optional]
        assert (optional, roadmap.topics["black"].requires) == (["black"], ("green",))
        (main,) = (entry for entry in roadmap.outline if entry.kind == "topic")
        (herbs,) = (entry for entry in main.children if entry.kind == "group")
        assert (main.choose, herbs.choose, herbs.label) == (2, 2, "Herbs (choose 2)")


def test_an_outline_beside_a_map_drawn_by_hand_is_what_counts(tmp_path: Path) -> None:
    nodes = [node(name, name.title(), y=100 * place) for place, name in enumerate(("green", "black"))]
    outline = "# Tea\n\n## Green {#green}\n\n- Black {#black optional requires=green}\n"
    files = {"alpha.md": QUIET, "alpha.json": graph(*nodes), "alpha.outline.md": outline}
    black = grow(tmp_path, files).roadmaps["alpha"].topics["black"]
    assert (black.requires, black.is_optional) == (("green",), True)


def test_colors_and_words_of_a_legend_make_nothing_optional(tmp_path: Path) -> None:
    legend = {"id": "x1", "label": "Alternative / optional, pick one", "color": "#929292"}
    catalog = grow(
        tmp_path,
        {"alpha.md": QUIET, "alpha.json": graph(node("a", "A", data={"label": "A", "legend": legend}))},
    )
    assert not catalog.roadmaps["alpha"].topics["a"].is_optional


def _line_of(lines: list[str], name: str) -> int:
    return next(number for number, text in enumerate(lines, 1) if text.strip(" ,") == f'"{name}"')
