"""The route to a topic: what is on it, why, and in which order. No Flask, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CONTENT
from webapp.catalog.catalog import Catalog
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.loading.load import load
from webapp.catalog.model import Box, Entry, Graph, LegendEntry, Node, Roadmap, Topic, reading_order
from webapp.catalog.outline_file.items import choice_words
from webapp.learning.routes import Route, route_to
from webapp.learning.standing import Standing
from webapp.learning.study_time import study_minutes

# A main topic is a line without a blank before it; its topics have two, and those of a group four. What follows a
# label: * recommended, ? optional, <a,b requires these. A line with a colon is a group, of which all are meant
# or (one) or (two) are enough.
TEA = """
water
  soft *
  hard
  hot <soft
leaves
  green
  black *
  herbs: (one)
    mint ?
    verbena
    camomile *
pots
  glass
  clay <hot,black
cups
  large ?
  small *
guests
"""


def roadmap_of(drawing: str) -> Roadmap:
    """The roadmap of a drawing as above; ids are labels."""
    rows = [line for line in drawing.splitlines() if line.strip()]
    topics: dict[str, Topic] = {}
    nodes: list[Node] = []
    for row in rows:
        if row.split()[0].endswith(":"):
            continue
        name, *rest = row.split()
        required = tuple(i for word in rest if word[0] == "<" for i in word[1:].split(","))
        is_optional = "?" in rest
        topics[name] = Topic(
            "tea", name, "topic", name, name, name, "", requires=required, is_optional=is_optional
        )
        kinds = [kind for sign, kind in (("*", "recommended"), ("?", "optional")) if sign in rest]
        badge = LegendEntry(kinds[0], kinds[0], "#000") if kinds else None
        nodes.append(Node(name, "topic", Box(0, 0, 1, 1), name, badge=badge))
    outline = tuple(_entries([(len(row) - len(row.lstrip()), row.strip()) for row in rows], 0))
    return Roadmap(
        "tea", "Tea", "", "Tea", "", FrontMatter(), "1", graph=Graph(tuple(nodes), ()),
        topics=topics, outline=outline, order=reading_order(outline),
    )  # fmt: skip


def _entries(rows: Sequence[tuple[int, str]], indent: int) -> list[Entry]:
    found = []
    heads = [place for place, (depth, _) in enumerate(rows) if depth == indent]
    for here, end in pairwise([*heads, len(rows)]):
        words = rows[here][1].split()
        children = tuple(_entries(rows[here + 1 : end], indent + 2))
        if words[0].endswith(":"):
            choose = {"(one)": 1, "(two)": 2}.get(words[-1], 0)
            label = words[0][:-1] + choice_words(choose)
            found.append(Entry("group", label, words[0], children=children, choose=choose))
        else:
            found.append(Entry("topic", words[0], words[0], children=children))
    return found


def route(
    roadmap: Roadmap, to: str, known: Sequence[str] = (), marks: Mapping[str, str] | None = None
) -> Route:
    return route_to(Standing(roadmap, marks or {}), roadmap.topics[to], known)


def names(found: Route) -> str:
    return " ".join(step.topic.id for step in found.steps)


@pytest.mark.parametrize(
    ("to", "known", "wanted"),
    [
        # The main topic before, with what is recommended there, and so on.
        ("water", "", "water"),
        ("hard", "", "water hard"),
        ("leaves", "", "water soft leaves"),
        ("green", "", "water soft leaves green"),
        # One of a group is enough: the recommended one, unless another one is known.
        ("pots", "", "water soft leaves black camomile pots"),
        ("pots", "mint", "water soft leaves black pots"),
        ("pots", "camomile", "water soft leaves black pots"),
        ("camomile", "", "water soft leaves camomile"),
        # What is required, and what that needs.
        ("clay", "", "water soft hot leaves black clay"),
        ("hot", "", "water soft hot"),
        # Whoever knows a topic is taken to know what leads to it.
        ("clay", "hot", "water soft leaves black clay"),
        ("clay", "hot,black", "clay"),
        ("guests", "cups", "small guests"),
        ("guests", "pots", "cups small guests"),
        # Optional ones are on no route but their own.
        ("large", "pots", "cups large"),
        ("guests", "guests", ""),
    ],
)  # fmt: skip
def test_the_route_has_what_is_needed_and_nothing_else(to: str, known: str, wanted: str) -> None:
    assert names(route(roadmap_of(TEA), to, known.split(","))) == wanted


@pytest.mark.parametrize(
    ("enough", "known", "wanted"),
    [
        # Of the choice within it one counts, however many are recommended.
        ("two", "", "fruit apple orange table"),
        ("two", "lemon", "apple table"),
        # What is within it is not chosen where something else is enough.
        ("one", "apple", "table"),
        ("one", "lemon", "table"),
    ],
)
def test_a_choice_within_a_choice(enough: str, known: str, wanted: str) -> None:
    drawing = f"""
fruit
  basket: ({enough})
    apple
    citrus: (one)
      orange *
      lemon *
table
"""
    known_ids = [*known.split(), *(["fruit"] if known else [])]
    assert names(route(roadmap_of(drawing), "table", known_ids)) == wanted


def test_each_step_says_why_it_is_there() -> None:
    why = {
        s.topic.id: (s.reason.kind, s.reason.name, [t.id for t in s.reason.topics])
        for s in route(roadmap_of(TEA), "clay").steps
    }
    assert why == {
        "water": ("path", "", []),
        "soft": ("required", "", ["hot"]),
        "hot": ("required", "", ["clay"]),
        "leaves": ("path", "", []),
        "black": ("required", "", ["clay"]),
        "clay": ("target", "", []),
    }
    kinds = {s.topic.id: (s.reason.kind, s.reason.name) for s in route(roadmap_of(TEA), "pots").steps}
    assert kinds["black"] == ("recommended", "leaves")
    assert kinds["camomile"] == ("choice", "herbs")


def test_what_is_done_is_left_out_and_what_is_skipped_or_begun_is_not() -> None:
    marks = {"water": "done", "soft": "skipped", "leaves": "learning"}
    assert names(route(roadmap_of(TEA), "leaves", marks=marks)) == "soft leaves"


def test_minutes_are_those_of_the_topics() -> None:
    found = route(roadmap_of(TEA), "clay")
    assert found.minutes == sum(study_minutes(step.topic) for step in found.steps) == 6


def test_what_requires_the_target_is_not_on_the_way_to_it() -> None:
    tea = roadmap_of("water <cups\n  soft * <cups\nleaves\ncups\n")
    assert names(route(tea, "cups")) == "leaves cups"


def test_topics_that_require_each_other_end_in_a_route() -> None:
    tea = roadmap_of("water <leaves\nleaves <cups\ncups <water\n")
    assert names(route(tea, "cups")).endswith("cups")
    assert sorted(names(route(tea, "cups")).split()) == ["cups", "leaves", "water"]


def test_a_section_without_a_main_topic_is_passed() -> None:
    tea = roadmap_of("water\nkettles:\n  steel *\n  copper\ncups\n")
    assert names(route(tea, "cups")) == "water steel cups"
    assert names(route(tea, "copper")) == "water copper"


def test_as_many_of_a_group_are_needed_as_are_enough() -> None:
    tea = roadmap_of("water\nherbs: (two)\n  mint ?\n  verbena\n  camomile *\n  sage\ncups\n")
    assert names(route(tea, "cups")) == "water verbena camomile cups"
    assert names(route(tea, "cups", ["mint"])) == "water camomile cups"
    assert names(route(tea, "cups", ["mint", "sage"])) == "water cups"


LABELS = tuple("abcdefghijklmnopqrst")


@st.composite
def roadmaps(draw: st.DrawFn, in_circles: bool = False) -> Roadmap:
    lines = []
    for place, label in enumerate(LABELS):
        others = [o for o in (LABELS if in_circles else LABELS[:place]) if o != label]
        # Which topic comes first on the map has nothing to do with who requires whom.
        required = draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else []
        sign = draw(st.sampled_from(["", " *", " ?"]))
        indent = draw(st.sampled_from(["", "  ", "  "]))
        lines.append((indent, f"{label}{sign}{' <' + ','.join(required) if required else ''}"))
    shuffled = draw(st.permutations(lines))
    drawing = [("" if place == 0 else indent) + text for place, (indent, text) in enumerate(shuffled)]
    if draw(st.booleans()):
        drawing += ["group: (two)", *(f"  {name}" for name in ("u", "v", "w")), "end"]
    return roadmap_of("\n".join(drawing))


def assert_sound(roadmap: Roadmap, found: Route, known: set[str]) -> None:
    steps = [step.topic.id for step in found.steps]
    assert len(steps) == len(set(steps))
    assert not known & set(steps)
    assert bool(steps) is (found.target.id not in known)
    assert steps[-1:] in ([], [found.target.id])


@settings(deadline=None)
@given(roadmaps(), st.data())
def test_a_route_is_sound_whatever_requires_what(roadmap: Roadmap, data: st.DataObject) -> None:
    to = data.draw(st.sampled_from(roadmap.order))
    known = set(data.draw(st.lists(st.sampled_from(roadmap.order), max_size=8)))
    found = route(roadmap, to, sorted(known))
    assert_sound(roadmap, found, known)
    place = {step.topic.id: n for n, step in enumerate(found.steps)}
    for step in found.steps:
        for required in step.topic.requires:
            assert required in known or place[required] < place[step.topic.id], (
                "it stands before what it requires"
            )
    # The same each time, and whether something is known from the address or from marks makes no difference.
    marked = route(roadmap, to, marks=dict.fromkeys(known, "done"))
    assert found == route(roadmap, to, sorted(known, reverse=True)) == marked


@settings(deadline=None)
@given(roadmaps(in_circles=True), st.data())
def test_circles_end(roadmap: Roadmap, data: st.DataObject) -> None:
    known = set(data.draw(st.lists(st.sampled_from(roadmap.order), max_size=8)))
    assert_sound(roadmap, route(roadmap, data.draw(st.sampled_from(roadmap.order)), sorted(known)), known)


@settings(deadline=None)
@given(roadmaps(), st.data())
def test_who_knows_more_has_no_longer_way(roadmap: Roadmap, data: st.DataObject) -> None:
    to = data.draw(st.sampled_from(roadmap.order))
    known = data.draw(st.lists(st.sampled_from(roadmap.order), max_size=8))
    whole = route(roadmap, to).steps
    rest = route(roadmap, to, known).steps
    assert len(rest) <= len(whole)


@pytest.fixture(scope="module")
def own() -> Catalog:
    return load(CONTENT, reserved=())


def test_every_topic_of_our_own_roadmaps_has_a_route_that_is_part_of_the_roadmap(own: Catalog) -> None:
    for roadmap in own.roadmaps.values():
        longest = max(len(route(roadmap, i).steps) for i in roadmap.order)
        assert longest < 0.6 * len(roadmap.order), "it is not every topic before it"
    labels = [s.topic.label for s in route(own.roadmaps["ai-engineer"], _id(own, "Hybrid Search")).steps]
    assert labels[-4:] == ["What Embeddings Are", "Similarity Measures", "Semantic Search", "Hybrid Search"]
    assert "Vector Databases" not in labels, "its author says what it requires"


def _id(own: Catalog, label: str) -> str:
    return next(t.id for t in own.roadmaps["ai-engineer"].topics.values() if t.label == label)


def test_a_list_of_three_thousand_topics_has_a_route() -> None:
    long = roadmap_of("\n".join(f"t{n}" for n in range(3000)))
    assert len(route(long, "t2999").steps) == 3000
