"""An outline becomes a map in which nothing overlaps, nothing is cut off, and little moves when little
changes.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.conftest import CONTENT
from tests.drawing.outlines import blocks, generate_outline, graph_of, largest_gaps
from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.outline_file.ids import with_ids
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.edge_paths import edge_path
from webapp.drawing.layout import lay_out
from webapp.drawing.text_fitting import fit_label
from webapp.drawing.typeface import measure

pytestmark = pytest.mark.slow

SEEDS = range(60)
OURS = [
    (p.stem.removesuffix(".outline"), p.read_text(encoding="utf-8"))
    for p in sorted(CONTENT.glob("roadmaps/*/*.outline.md"))
]
OUTLINES = [pytest.param(generate_outline(seed), id=str(seed)) for seed in SEEDS] + [
    pytest.param(text, id=slug) for slug, text in OURS
]
FLAT = {"topic", "subtopic", "button", "legend", "paragraph", "label"}
ROUNDING = 0.2
HIGHEST_HOLE = 3 * 49


def overlap(a: Box, b: Box) -> bool:
    across = a.x < b.right - ROUNDING and b.x < a.right - ROUNDING
    return across and a.y < b.bottom - ROUNDING and b.y < a.bottom - ROUNDING


@pytest.mark.parametrize("text", OUTLINES)
def test_nothing_overlaps_and_everything_is_inside(text: str) -> None:
    graph = graph_of(text)
    flat = [n for n in graph.nodes if n.type in FLAT]
    boxes = [n for n in graph.nodes if n.type == "section"]
    for n, a in enumerate(flat):
        assert a.box.x >= 0
        assert a.box.right <= 928.1, a.label
        for b in flat[n + 1 :]:
            assert not overlap(a.box, b.box), (a.label, b.label)
        for b in boxes:
            assert not overlap(a.box, b.box) or b.box.contains(a.box, ROUNDING), (a.label, b.id)
    assert (graph.bounds.x, graph.bounds.width) == (-20, 968)


@pytest.mark.parametrize("text", OUTLINES)
def test_labels_fit_their_boxes_and_stay_legible(text: str) -> None:
    for node in graph_of(text).nodes:
        if node.type in {"topic", "subtopic", "button"}:
            lines, size = fit_label(node)
            assert max(measure(line, size) for line in lines) <= node.box.width - 8
            assert len(lines) * size * 1.1 <= node.box.height - 4
            assert size >= 10


@pytest.mark.parametrize("text", OUTLINES)
def test_no_edge_runs_through_a_box(text: str) -> None:
    graph = graph_of(text)
    boxes = {
        n.id: n.box
        for n in graph.nodes
        if n.type in {"title", "topic", "subtopic", "section", "legend", "paragraph", "button"}
        or n.id == "next-label"
    }
    for edge in graph.edges:
        numbers = [
            float(v) for v in re.findall(r"-?[\d.]+", edge_path(edge, boxes[edge.source], boxes[edge.target]))
        ]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for step in range(1, 30):
            t = step / 30
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
            for name, box in boxes.items():
                if name not in {edge.source, edge.target}:
                    assert not (box.x < x < box.right and box.y < y < box.bottom), (edge.id, name)


@pytest.mark.parametrize("text", OUTLINES)
def test_the_path_runs_from_the_title_through_every_main_topic_to_the_foot(text: str) -> None:
    graph = graph_of(text)
    names = {n.id for n in graph.nodes}
    mains = [n.id for n in graph.nodes if n.type == "topic"]
    path = ["title", *mains, *(["next-label"] if "next-label" in names else [])]
    edges = {(e.source, e.target): (e.source_side, e.target_side) for e in graph.edges}
    assert [edges.get(step) for step in pairwise(path)] == [("x", "w")] * (len(path) - 1)
    # What is no node has no line that ends beside it.
    assert not [n for n in graph.nodes if n.type == "vertical"]


@pytest.mark.parametrize("text", OUTLINES)
def test_no_height_of_the_map_is_empty(text: str) -> None:
    spans = sorted(
        (n.box.y, n.box.bottom) for n in graph_of(text).nodes if n.type not in {"vertical", "legend", "label"}
    )
    y = spans[0][1]
    for top, bottom in spans:
        assert top - y <= HIGHEST_HOLE
        y = max(y, bottom)


@pytest.mark.parametrize(("slug", "text"), OURS)
def test_our_maps_are_balanced_and_have_no_holes_at_either_side(slug: str, text: str) -> None:
    graph = graph_of(text)
    assert max(largest_gaps(graph).values()) <= HIGHEST_HOLE
    left, right = (sum(n.box.height for n in nodes) for nodes in blocks(graph)[1].values())
    assert 0.6 < left / right < 1.67


def test_most_outlines_leave_no_hole_at_either_side() -> None:
    highest = [max(largest_gaps(graph_of(generate_outline(seed))).values()) for seed in SEEDS]
    # A branch with one high box that nothing balances leaves one; its author can move or part the box.
    assert sum(hole <= HIGHEST_HOLE for hole in highest) >= 0.65 * len(highest)
    assert max(highest) <= 8 * 49


@pytest.mark.parametrize("text", OUTLINES[:5] + OUTLINES[len(SEEDS) :])
def test_the_same_outline_gives_the_same_map(text: str) -> None:
    assert lay_out(parse_outline(text)) == lay_out(parse_outline(text))


@pytest.mark.parametrize(("slug", "text"), OURS)
def test_one_topic_more_moves_no_other_branch_sideways_or_up(slug: str, text: str) -> None:
    branch = {item.id: main.id for main in parse_outline(text).mains for item in main.walk()}
    before = places(graph_of(text))
    lines = text.splitlines()
    spots = [n for n, line in enumerate(lines) if line.startswith("- ") and "](" not in line]
    for spot in spots[::3]:
        changed = "\n".join([*lines[: spot + 1], "- Another topic {#another}", *lines[spot + 1 :]]) + "\n"
        after = places(graph_of(changed))
        own = branch[re.findall(r"#([\w-]+)", lines[spot])[-1]]
        for name in after.keys() & before.keys() & branch.keys():
            if branch[name] != own:
                assert abs(after[name].x - before[name].x) <= ROUNDING, (lines[spot], name)
                assert after[name].y >= before[name].y - ROUNDING, (lines[spot], name)


@pytest.mark.parametrize("seed", range(12))
def test_one_topic_more_moves_no_generated_branch_sideways(seed: int) -> None:
    text = generate_outline(seed)
    branch = {item.id: main.id for main in parse_outline(text).mains for item in main.walk()}
    before = places(graph_of(text))
    lines = text.splitlines()
    spots = [n for n, line in enumerate(lines) if line.startswith("- ") and "](" not in line]
    for spot in spots[::12]:
        changed = "\n".join([*lines[: spot + 1], "- Another topic {#another}", *lines[spot + 1 :]]) + "\n"
        after = places(graph_of(changed))
        own = branch[re.findall(r"#([\w-]+)", lines[spot])[-1]]
        moved = [
            n
            for n in after.keys() & before.keys() & branch.keys()
            if abs(after[n].x - before[n].x) > ROUNDING
        ]
        assert not [name for name in moved if branch[name] != own]


def places(graph: Graph) -> dict[str, Box]:
    return {n.id: n.box for n in graph.nodes}


def drawn(text: str) -> dict[str, Node]:
    return {n.id: n for n in graph_of(text).nodes}


def test_words_decide_where_words_can() -> None:
    text = """# M

## One {#one side=right}
- a {#a}
- b {#b side=left}

A note on the map.

### G {#g chooseOne color=green}
- c {#c color=pink requires=a}
- [Elsewhere](https://example.org/) {#l}

#### Inner {#i}
- d {#d alternative}
"""
    nodes = drawn(text)
    main = nodes["one"].box
    assert nodes["a"].box.x > main.right
    assert nodes["b"].box.right < main.x
    assert nodes["g-label"].label == "G (choose one)"
    assert nodes["c"].look.color_type == "g"
    assert nodes["g"].look.background == "#effcf2"
    assert nodes["g"].box.contains(nodes["i"].box)
    assert nodes["i"].box.contains(nodes["d"].box)
    assert nodes["l"].href == "https://example.org/"
    assert [n.label for n in nodes.values() if n.type == "paragraph" and n.label] == ["A note on the map."]
    assert [e.label for e in nodes["legend"].legend] == ["Alternative"]


@pytest.mark.parametrize(
    ("words", "label", "columns"),
    [("", "t", 2), ("column", "t", 1), ("", "quite a long label", 1), ("compact", "quite a long label", 2)],
)
def test_column_and_compact_decide_on_columns(words: str, label: str, columns: int) -> None:
    rows = "".join(f"- {label} {n} {{#t{n}}}\n" for n in range(6))
    nodes = drawn(f"# M\n## A {{#a}}\n- x {{#x}}\n### G {{#g {words}}}\n{rows}")
    assert (
        len({node.box.x for name, node in nodes.items() if name.startswith("t") and node.type == "subtopic"})
        == columns
    )


def test_a_box_without_a_counterpart_has_two_columns() -> None:
    rows = "".join(f"- quite a long label {n} {{#t{n}}}\n" for n in range(6))
    nodes = drawn(f"# M\n## A {{#a}}\n### G {{#g}}\n{rows}")
    assert len({node.box.x for node in nodes.values() if node.type == "subtopic"}) == 2


def test_the_example_of_the_documentation_is_drawn_as_it_says() -> None:
    text = (
        (CONTENT / "README.md").read_text(encoding="utf-8").partition("```markdown\n")[2].partition("```")[0]
    )
    nodes = drawn(with_ids(text))
    by_label = {n.label: n for n in nodes.values() if n.label}
    kinds = [(n.label, n.type) for n in nodes.values() if n.type in {"title", "topic", "button"}]
    assert kinds == [
        ("Brewing Tea", "title"),
        ("Leaves", "topic"),
        ("A tea shop", "button"),
        ("Water", "topic"),
        ("Tools", "topic"),
        ("All Roadmaps", "button"),
    ]
    assert [e.label for n in nodes.values() for e in n.legend] == [
        "Recommended",
        "Good to know",
        "Alternative",
        "In any order",
    ]
    boxes = [n.label for n in nodes.values() if n.type == "label"]
    assert boxes == ["Herbs (choose one)", "Kettles", "The Pot", "Its Lid", "Where to go from here"]
    assert by_label["A paragraph in a branch is a note that stands free on the map."].type == "paragraph"
    assert by_label["Kettles"].box.center[0] > by_label["Water"].box.right
    assert by_label["Temperature"].requires == (by_label["Green Tea"].id, by_label["Black Tea"].id)


@pytest.mark.parametrize(("slug", "text"), OURS)
def test_labels_of_main_topics_keep_clear_of_their_boxes(slug: str, text: str) -> None:
    graph = graph_of(text)
    header = [n.box for n in graph.nodes if n.type in {"paragraph", "legend"}]
    for node in (n for n in graph.nodes if n.type in {"topic", "subtopic"}):
        for above in header:
            is_below = above.x < node.box.right and node.box.x < above.right
            assert not is_below or node.box.y >= above.bottom + 18, (slug, node.label)
        if node.type == "topic":
            lines, size = fit_label(node)
            assert max(measure(line, size) for line in lines) <= node.box.width - 26, (slug, node.label)
