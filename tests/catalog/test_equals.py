"""The same skill in several roadmaps: by the author's word, and in trees by equal ids with equal labels."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.trees import graph, grow, node, words
from tests.conftest import CONTENT
from tests.outlines_tree import draw, draw_all
from webapp.catalog.catalog import Catalog
from webapp.catalog.equals import equals_of
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.loading.load import load
from webapp.catalog.model import Entry, Roadmap, SameAs, Topic
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out

TEA = """# Tea

## Water {#water}

- Boiling {#boiling same=WORD}
- Cups {#cups}
"""
COFFEE = """# Coffee

## Water {#water-2}

- Hot Water {#hot-water}
- Filters {#filters}
- Filters {#filters-2}
"""


def equal(catalog: Catalog, slug: str, topic_id: str) -> list[str]:
    return [f"{t.roadmap}/{t.id}" for t in catalog.equals.get(slug, {}).get(topic_id, ())]


@pytest.mark.parametrize(
    "word", ["coffee/hot-water", "coffee/#hot-water", "coffee/Hot-Water", "coffee/hot-water,milk/steam"]
)
def test_an_author_says_it_on_one_side_by_id_or_by_label(tmp_path: Path, word: str) -> None:
    draw_all(
        tmp_path,
        {"tea": TEA.replace("WORD", word), "coffee": COFFEE, "milk": "# Milk\n\n## Steam {#steam}\n"},
    )
    catalog = load(tmp_path, reserved=())
    assert not [f for f in catalog.findings if "left out" in f.message]
    assert "coffee/hot-water" in equal(catalog, "tea", "boiling")
    assert "tea/boiling" in equal(catalog, "coffee", "hot-water")
    # What two topics are the same as makes them the same.
    assert ("milk/steam" in equal(catalog, "coffee", "hot-water")) is ("milk" in word)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("coffe/hot-water", "there is no roadmap coffe; it is left out | Did you mean coffee/hot-water?"),
        ("zzz/hot-water", "there is no roadmap zzz; it is left out | Correct or remove it."),
        ("coffee/hot-watr", "coffee has no topic hot-watr; it is left out | Did you mean coffee/hot-water (Hot Water)?"),
        ("coffee/zzz", "coffee has no topic zzz; it is left out | Name it by its id, or by its label in small letters with -."),
        ("tea/boiling", "a topic is the same as itself anyway; it is left out | Take it away."),
        ("tea/cups", "Cups is a topic of this roadmap; it is left out | Name a topic of another roadmap, or make one topic of the two."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_reported_by_line_and_column(tmp_path: Path, word: str, told: str) -> None:
    draw_all(tmp_path, {"tea": TEA.replace("WORD", word), "coffee": COFFEE})
    catalog = load(tmp_path, reserved=())
    (finding,) = [f for f in catalog.findings if "left out" in f.message]
    assert words(finding) == f"warning roadmaps/tea/tea.outline.md line 5, column 26: {told}"
    assert catalog.equals == {}


def test_a_label_of_several_topics_needs_an_id(tmp_path: Path) -> None:
    draw_all(
        tmp_path,
        {
            "tea": TEA.replace("WORD", "coffee/filters-3"),
            "coffee": COFFEE.replace("#filters}", "#filters-1}"),
        },
    )
    (tmp_path / "roadmaps/tea/tea.outline.md").write_text(TEA.replace("WORD", "coffee/filters"))
    (told,) = [f for f in load(tmp_path, reserved=()).findings if "left out" in f.message]
    assert told.message == "filters is the name of 2 topics of coffee; it is left out"
    assert told.remedy == "Name one by its id: filters-1 or filters-2."


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("same=hot-water", "same=hot-water names no topic of a roadmap"),
        ("same=", "same= names no topic of a roadmap"),
        ("same=a/b/c", "same=a/b/c names no topic of a roadmap"),
        ("same=coffee/x,/y", "same=/y names no topic of a roadmap"),
        ("sam=coffee/x", "sam=coffee/x is unknown"),
    ],
)
def test_a_word_that_cannot_be_meant_is_a_mistake(tmp_path: Path, word: str, what: str) -> None:
    draw_all(tmp_path, {"tea": TEA.replace(" same=WORD", ""), "coffee": COFFEE})
    (tmp_path / "roadmaps/tea/tea.outline.md").write_text(TEA.replace("same=WORD", word))
    told = [f for f in load(tmp_path, reserved=()).findings if f.severity == "error"]
    assert [(f.place, f.message) for f in told] == [("line 5, column 21", what)]


def test_groups_and_links_take_no_such_word(tmp_path: Path) -> None:
    draw_all(tmp_path, {"coffee": COFFEE})
    folder = tmp_path / "roadmaps/coffee"
    (folder / "coffee.outline.md").write_text(COFFEE + "### More {#more same=tea/x}\n\n- Milk {#milk}\n")
    told = [f.message for f in load(tmp_path, reserved=()).findings if f.severity == "error"]
    assert told == ["a group takes no same=tea/x"]


def test_what_the_ledgers_say_is_followed(tmp_path: Path) -> None:
    draw(tmp_path, "tea", TEA.replace("WORD", "coffee/heated"))
    draw(tmp_path, "coffee", COFFEE, "- date: 2026-11-20\n  merged: [heated]\n  into: hot-water\n")
    catalog = load(tmp_path, reserved=())
    assert equal(catalog, "coffee", "hot-water") == ["tea/boiling"]
    draw(tmp_path, "coffee", COFFEE, "- date: 2026-11-20\n  moved: heated\n  to: milk/steam\n")
    draw(tmp_path, "milk", "# Milk\n\n## Steam {#steam}\n")
    assert equal(load(tmp_path, reserved=()), "tea", "boiling") == ["milk/steam"]


@pytest.mark.parametrize("word", ["coffee/hot-water", "coffee/#hot-water", "coffee/Hot-Water"])
def test_a_map_alone_says_the_same_as_its_outline(tmp_path: Path, word: str) -> None:
    draw_all(tmp_path, {"tea": TEA.replace("WORD", word), "coffee": COFFEE})
    (tmp_path / "roadmaps/tea/tea.outline.md").unlink()
    catalog = load(tmp_path, reserved=())
    assert not [f for f in catalog.findings if "left out" in f.message]
    assert equal(catalog, "tea", "boiling") == ["coffee/hot-water"]
    assert equal(catalog, "coffee", "hot-water") == ["tea/boiling"]


def test_another_map_of_a_folder_says_what_is_the_same(tmp_path: Path) -> None:
    draw_all(tmp_path, {"tea": "# Tea\n\n## Leaves {#leaves}\n", "coffee": COFFEE})
    cold = lay_out(parse_outline("# Cold\n\n## Ice {#ice same=coffee/hot-water}\n"))
    (tmp_path / "roadmaps/tea/tea-cold.json").write_text(json.dumps(cold))
    assert equal(load(tmp_path, reserved=()), "tea-cold", "ice") == ["coffee/hot-water"]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("coffe/hot-water", "there is no roadmap coffe; it is left out | Did you mean coffee/hot-water?"),
        ("coffee/zzz", "coffee has no topic zzz; it is left out | Name it by its id, or by its label in small letters with -."),
        ("tea/boiling", "a topic is the same as itself anyway; it is left out | Take it away."),
    ],
)  # fmt: skip
def test_what_a_map_names_and_is_not_there_is_reported_by_line(tmp_path: Path, word: str, told: str) -> None:
    draw_all(tmp_path, {"tea": TEA.replace("WORD", word), "coffee": COFFEE})
    (tmp_path / "roadmaps/tea/tea.outline.md").unlink()
    catalog = load(tmp_path, reserved=())
    (finding,) = [f for f in catalog.findings if "left out" in f.message]
    lines = (tmp_path / "roadmaps/tea/tea.json").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.strip() == f'"{word}"')
    assert words(finding) == f"warning roadmaps/tea/tea.json node boiling.same, line {line}: {told}"


@pytest.mark.parametrize("value", ["coffee/hot-water", [1], ["hot-water"], ["a/b/c"], ["coffee/x,tea/y"], {}])
def test_what_is_no_list_of_topics_elsewhere_is_reported(tmp_path: Path, value: object) -> None:
    catalog = grow(tmp_path, {"alpha.json": graph(node("a", "A", data={"label": "A", "same": value}))})
    (finding,) = [f for f in catalog.findings if f.place == "node a.same"]
    assert words(finding) == (
        "warning roadmaps/alpha/alpha.json node a.same: it is no list of topics of other roadmaps | "
        'Write ["python/asyncio"]: roadmap and topic.'
    )
    assert catalog.roadmaps["alpha"].same == ()


def roadmap(slug: str, labels: dict[str, str], same: tuple[SameAs, ...] = ()) -> Roadmap:
    topics = {i: Topic(slug, i, "topic", label, label, label, "") for i, label in labels.items()}
    outline = tuple(Entry("topic", label, i) for i, label in labels.items())
    return Roadmap(
        slug,
        slug,
        "",
        slug,
        "",
        FrontMatter(),
        "1",
        topics=topics,
        outline=outline,
        order=tuple(labels),
        same=same,
    )


def test_equal_ids_need_equal_labels() -> None:
    roadmaps = {
        "one": roadmap("one", {"a": "Docker", "b": "Git"}),
        "two": roadmap("two", {"a": "docker", "b": "Subversion"}),
        "three": roadmap("three", {"a": "Containers", "c": "Git"}),
    }
    found = equals_of(roadmaps, {})
    assert {
        slug: {i: [t.path for t in others] for i, others in own.items()} for slug, own in found.items()
    } == {
        "one": {"a": ["/two/docker@a"]},
        "two": {"a": ["/one/Docker@a"]},
    }


SLUGS, IDS = ("one", "two", "three"), ("a", "b", "c", "d")
PLACES = tuple(itertools.product(SLUGS, IDS))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)), max_size=10))
def test_it_goes_both_ways_and_on(said: list[tuple[tuple[str, str], tuple[str, str]]]) -> None:
    said = [(one, other) for one, other in said if one[0] != other[0]]
    roadmaps = {
        slug: roadmap(
            slug,
            {i: f"{slug} {i}" for i in IDS},
            tuple(SameAs(one[1], *other, "", "") for one, other in said if one[0] == slug),
        )
        for slug in SLUGS
    }
    found = equals_of(roadmaps, {})
    # The slow way: whoever is reached from a place is the same.
    pairs = {*said, *((other, one) for one, other in said)}
    for place in PLACES:
        reached = {place}
        while more := {b for a, b in pairs if a in reached} - reached:
            reached |= more
        wanted = sorted(other for other in reached if other[0] != place[0])
        assert [(t.roadmap, t.id) for t in found.get(place[0], {}).get(place[1], ())] == wanted


def test_our_own_roadmaps_name_topics_that_are_there() -> None:
    catalog = load(CONTENT, reserved=())
    assert equal(catalog, "python", "9DentEAngySDvI0eMRL8d") == ["ai-engineer/Yo2TiK6YNRnO4HBkA2ZVf"]
    assert sum(len(others) for own in catalog.equals.values() for others in own.values()) == 26
