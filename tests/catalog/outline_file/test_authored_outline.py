"""Where an outline file matches its map, the outline of a roadmap is what its author wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.catalog.inference.drawn import written
from tests.catalog.trees import graph, grow, node, words
from webapp.catalog.catalog import Catalog
from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.loading.load import load
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out

OUTLINE = """# Tea

Read from the top.

## Leaves {#leaves}

- Green {#green}
- [Books](https://example.org/books) {#books}
- Black {#black}

A note on herbs.

### Herbs {#herbs chooseOne side=left}

- Mint {#mint}

## Water {#water side=right}

- Soft {#soft}

---

Go on with

- [Coffee](https://example.org/coffee) {#coffee}
- [Milk](https://example.org/milk) {#milk}
"""
AS_WRITTEN = """"Read from the top."
Leaves
  Green
  > Books
  Black
  "A note on herbs."
  [Herbs (choose one)]
    Mint
Water
  Soft
[Go on with]
  > Coffee
  > Milk"""
HEADER = "---\ntitle: Alpha\nhasTopics: false\n---\n"
OLDER = "warning roadmaps/alpha/alpha.outline.md map: it is older than the outline"


def tea(root: Path, outline: str = OUTLINE, drawn: str = OUTLINE) -> Catalog:
    """A roadmap with an outline file, and a map that was laid out from the outline `drawn`."""
    made = json.dumps(lay_out(parse_outline(drawn)))
    return grow(root, {"alpha.md": HEADER, "alpha.json": made, "alpha.outline.md": outline})


def findings(catalog: Catalog) -> list[str]:
    return [words(f) for f in catalog.findings if f.file.endswith(".outline.md")]


def test_the_outline_and_the_reading_order_are_as_written(tmp_path: Path) -> None:
    catalog = tea(tmp_path)
    assert written(catalog.roadmaps["alpha"].outline) == AS_WRITTEN
    assert catalog.roadmaps["alpha"].order == ("leaves", "green", "black", "mint", "water", "soft")
    assert findings(catalog) == []


def test_where_a_map_puts_things_does_not_matter(tmp_path: Path) -> None:
    made = lay_out(parse_outline(OUTLINE))
    for number, drawn in enumerate(made["nodes"]):
        drawn["position"] = {"x": (number * 7919) % 1000, "y": (number * 104729) % 3000}
    catalog = grow(
        tmp_path, {"alpha.md": HEADER, "alpha.json": json.dumps(made), "alpha.outline.md": OUTLINE}
    )
    assert written(catalog.roadmaps["alpha"].outline) == AS_WRITTEN


def test_a_foot_without_words_has_those_of_the_map(tmp_path: Path) -> None:
    outline = OUTLINE.replace("Go on with\n", "")
    last = tea(tmp_path, outline, outline).roadmaps["alpha"].outline[-1]
    assert written([last]) == "[Where to go from here]\n  > Coffee\n  > Milk"


@pytest.mark.parametrize(
    "outline",
    [
        pytest.param(OUTLINE.replace("- Black {#black}\n", ""), id="a topic is missing"),
        pytest.param(OUTLINE.replace("{#black}", "{#dark}"), id="a topic has another id"),
        pytest.param(OUTLINE.replace("- Soft", "- Hard {#hard}\n- Soft"), id="a topic is not drawn yet"),
        pytest.param(OUTLINE.replace("- [Books](https://example.org/books) {#books}\n", ""), id="a link is missing"),
    ],
)  # fmt: skip
def test_an_outline_that_does_not_match_its_map_is_reported_and_not_shown(
    tmp_path: Path, outline: str
) -> None:
    catalog = tea(tmp_path, outline)
    roadmap = catalog.roadmaps["alpha"]
    assert roadmap.graph
    assert roadmap.outline == infer_outline(roadmap.graph)
    assert set(roadmap.order) == {"leaves", "green", "black", "mint", "water", "soft"}
    assert [line.partition(" | ")[0] for line in findings(catalog)] == [OLDER]


def test_a_line_without_an_id_is_reported_and_the_map_is_read(tmp_path: Path) -> None:
    catalog = tea(tmp_path, OUTLINE.replace("- Black {#black}", "- Oolong"))
    roadmap = catalog.roadmaps["alpha"]
    assert roadmap.graph
    assert roadmap.outline == infer_outline(roadmap.graph)
    assert findings(catalog) == [
        "warning roadmaps/alpha/alpha.outline.md line 9: it has no id yet | "
        "`flask --app wsgi content layout alpha` gives ids. A topic that was renamed needs its old one: {#black} for Black."
    ]


def test_an_outline_with_another_label_gives_order_and_nesting(tmp_path: Path) -> None:
    catalog = tea(tmp_path, OUTLINE.replace("- Black {", "- Dark {"))
    assert written(catalog.roadmaps["alpha"].outline) == AS_WRITTEN
    assert [line.partition(" | ")[0] for line in findings(catalog)] == [OLDER]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- Green {#green}", "- Green {#green recommended}", id="a badge"),
        pytest.param("- Green {#green}", "- Green {#green color=blue}", id="a color"),
        pytest.param("- Green {#green}", "- Green {#green requires=black}", id="what comes first"),
        pytest.param("### Herbs", "### Spices", id="a group"),
        pytest.param("A note on herbs.", "Another note.", id="a note"),
        pytest.param("[Milk]", "[Oat milk]", id="a button"),
        pytest.param("# Tea", "# Teas", id="the title"),
        pytest.param("Go on with", "Next", id="the foot"),
    ],
)
def test_whatever_the_map_does_not_show_yet_makes_it_older(tmp_path: Path, before: str, after: str) -> None:
    found = findings(tea(tmp_path, OUTLINE.replace(before, after, 1)))
    assert [line.partition(" | ")[0] for line in found] == [OLDER]


def test_blanks_and_signs_of_markdown_do_not_make_a_map_older(tmp_path: Path) -> None:
    outline = OUTLINE.replace("- Green", "- **Green**  tea  &amp; `leaves`").replace("A note", "A  *note*")
    assert findings(tea(tmp_path, outline, outline)) == []


def test_a_finding_on_what_was_drawn_names_the_line_of_the_outline(tmp_path: Path) -> None:
    outline = OUTLINE.replace("https://example.org/coffee", "/coffee")
    assert findings(tea(tmp_path, outline, outline)) == [
        "warning roadmaps/alpha/alpha.outline.md line 25: '/coffee' leads to no page of this site | "
        "Make that page, correct the path, or give an address that begins with https://."
    ]


def test_a_drawing_without_an_outline_file_is_read_as_before(tmp_path: Path) -> None:
    drawn = graph(node("b-id", "Below", y=200), node("a-id", "Above"))
    roadmap = grow(tmp_path, {"alpha.md": HEADER, "alpha.json": drawn}).roadmaps["alpha"]
    assert roadmap.graph
    assert roadmap.outline == infer_outline(roadmap.graph)
    assert written(roadmap.outline) == "Above\nBelow"


def test_a_change_of_the_outline_alone_is_another_version(tmp_path: Path) -> None:
    before = tea(tmp_path).roadmaps["alpha"].version
    after = tea(tmp_path, OUTLINE.replace("A note on herbs.", "Another note.")).roadmaps["alpha"]
    assert after.version != before
    assert '"Another note."' in written(after.outline)


def test_links_that_promote_the_site_of_origin_are_left_out_of_the_list_too(tmp_path: Path) -> None:
    outline = OUTLINE.replace("https://example.org/coffee", "https://roadmap.sh/coffee")
    tea(tmp_path, outline, outline)
    roadmap = load(tmp_path, reserved=(), keeps_promotion=False).roadmaps["alpha"]
    assert written(roadmap.outline) == AS_WRITTEN.replace("\n  > Coffee", "")


def test_an_outline_file_is_parsed_once_for_a_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.catalog.outline_file.reader import OutlineReader

    tea(tmp_path)
    whole, lines = OutlineReader.read, []

    def count(self: object, line: object) -> None:
        lines.append(line)
        whole(self, line)  # type: ignore[arg-type]

    monkeypatch.setattr(OutlineReader, "read", count)
    load(tmp_path, reserved=())
    # Which roadmaps links lead to is known after a first reading: this one links to none, so it is read once.
    assert len(lines) == len(OUTLINE.split("\n"))
