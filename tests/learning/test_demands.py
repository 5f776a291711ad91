"""What counts on a roadmap: choices, optional topics, what comes first, and what comes next."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.learning.roadmaps import group, roadmap, topic
from webapp.catalog.model import Entry, Roadmap, reading_order
from webapp.learning.demands import rest_of
from webapp.learning.main_path import walked
from webapp.learning.standing import Counts, Standing
from webapp.learning.status import STATUSES


def done_ones(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "done")


# However slow the machine is.
often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEA = roadmap(
    topic("leaves", topic("green"), topic("white"), group("herbs", topic("mint"), topic("sage"), topic("thyme"), choose=1)),
    topic("water", topic("soft"), topic("hard")),
    optional=["white", "hard"],
    requires={"green": ("water",), "water": ("white",)},
)  # fmt: skip


def test_the_author_demands_the_same_of_everybody() -> None:
    nothing = Standing(TEA, {}).counts
    assert nothing == Counts(5, 0, 0, 0, optional=4)
    assert Standing(TEA, done_ones(*TEA.order)).counts == Counts(5, 5, 0, 0, 4, optional_done=4)


def test_one_of_a_choice_is_enough_and_the_others_are_optional_then() -> None:
    before, after = Standing(TEA, {}), Standing(TEA, {"sage": "done"})
    assert not before.is_optional("mint")
    assert [i for i in TEA.order if after.is_optional(i)] == ["white", "mint", "thyme", "hard"]
    assert after.counts.done == Standing(TEA, done_ones("sage", "mint")).counts.done == 1
    assert Standing(TEA, done_ones("sage", "mint")).counts.optional_done == 1


def test_of_a_choice_the_furthest_statuses_count() -> None:
    both = {"mint": "skipped", "sage": "learning"}
    assert Standing(TEA, both).counts == Counts(5, 0, 1, 0, 4)
    assert Standing(TEA, {**both, "thyme": "learning"}).counts == Counts(5, 0, 1, 0, 4, optional_learning=1)
    assert Standing(TEA, {**both, "thyme": "done"}).counts == Counts(5, 1, 0, 0, 4, optional_learning=1)
    all_skipped = dict.fromkeys(("mint", "sage", "thyme"), "skipped")
    assert Standing(TEA, all_skipped).counts == Counts(5, 0, 0, 1, 4)


def test_everything_demanded_is_all_that_it_takes() -> None:
    demanded = done_ones("leaves", "green", "thyme", "water", "soft")
    standing = Standing(TEA, demanded)
    assert standing.is_walked
    assert standing.next_topic is None
    assert [t.id for t in standing.open_optional] == ["white", "hard"]
    assert not Standing(TEA, {**demanded, "soft": "skipped", "hard": "done"}).is_walked


def test_where_everything_is_optional_everything_counts() -> None:
    only = roadmap(topic("a"), topic("b"), optional=["a", "b"])
    assert Standing(only, {"a": "done"}).counts == Counts(2, 1, 0, 0)
    assert Standing(only, done_ones("a", "b")).is_walked


def test_a_choice_within_a_choice_counts_as_it_demands() -> None:
    nested = roadmap(
        topic(
            "a", group("stores", topic("lake"), group("tables", topic("x"), topic("y"), choose=1), choose=2)
        )
    )
    assert Standing(nested, {}).counts == Counts(3, 0, 0, 0, 1)
    assert Standing(nested, done_ones("a", "x", "y")).counts.done == 2
    assert Standing(nested, done_ones("a", "x", "lake")).is_walked


def test_what_is_under_way_comes_next_then_the_first_open_topic_then_what_is_optional() -> None:
    assert next_of({"soft": "learning"}) == "soft"
    assert next_of({}) == "leaves"
    # Green requires water, which is not done.
    assert next_of({"leaves": "done"}) == "mint"
    assert next_of(done_ones("leaves", "mint")) == "water"
    assert next_of(done_ones("leaves", "mint", "water")) == "green"
    skipped = {**done_ones("leaves", "mint", "water", "green"), "soft": "skipped"}
    assert next_of(skipped) == "white"
    assert next_of({**skipped, "white": "skipped", "hard": "done"}) == ""


def test_one_mark_far_away_moves_nothing() -> None:
    assert next_of({"soft": "done"}) == next_of({"soft": "skipped"}) == "leaves"
    first = Standing(TEA, {"soft": "learning"}).first_open
    assert first is not None
    assert first.id == "leaves"
    assert walked(Standing(TEA, {"soft": "done"})) == ()


@pytest.mark.parametrize("mark", [{"water": "done"}, {"water": "skipped"}])
def test_what_is_done_or_skipped_keeps_nobody_from_what_requires_it(mark: Mapping[str, str]) -> None:
    assert next_of({"leaves": "done", **mark}) == "green"


def test_what_is_no_longer_drawn_or_optional_keeps_nobody_either() -> None:
    gone = roadmap(topic("a"), topic("b"), requires={"a": ("retired", "b")}, optional=["b"])
    assert next_of({}, gone) == "a"


def test_on_from_a_topic_the_way_leads_on_as_if_it_were_done() -> None:
    after = Standing(TEA, {}).next_after("mint")
    assert after is not None
    assert after.id == "water"
    nearly = Standing(TEA, done_ones("leaves", "green", "mint", "water"))
    assert nearly.next_after("soft") is None
    from_optional = Standing(TEA, done_ones("leaves", "green", "mint", "water", "soft")).next_after("white")
    assert from_optional is not None
    assert from_optional.id == "hard"


def test_what_is_left_is_what_the_author_demands_and_what_is_being_learnt() -> None:
    assert ids(Standing(TEA, {}).left) == ["leaves", "green", "mint", "water", "soft"]
    own = {"thyme": "learning", "hard": "learning", "soft": "skipped"}
    assert ids(Standing(TEA, own).left) == ["leaves", "green", "thyme", "water", "hard"]


class CountedMarks(UserDict[str, str]):
    """Marks that count how often one of them is read."""

    reads = 0

    def __getitem__(self, key: str) -> str:
        self.reads += 1
        return super().__getitem__(key)


@pytest.mark.parametrize("nested", [False, True])
def test_what_is_left_of_a_choice_takes_no_longer_for_each_topic_if_there_are_many(nested: bool) -> None:
    def reads(size: int) -> int:
        names = [f"t{n}" for n in range(size)]
        inner = (
            [group("half", *map(topic, names[::2]), choose=size // 3)] if nested else map(topic, names[::2])
        )
        of = roadmap(group("all", *inner, *map(topic, names[1::2]), choose=size - size // 4))
        marks = CountedMarks(dict.fromkeys(names, "learning"))
        assert len(Standing(of, marks).left) == size
        return marks.reads

    assert reads(400) <= 2 * reads(200)


def test_the_rest_is_what_nobody_has_to_choose() -> None:
    every = [TEA.topics[i] for i in TEA.order]
    assert ids(rest_of(TEA, every)) == ["leaves", "green", "water", "soft"]
    herbs = [TEA.topics[i] for i in ("mint", "sage", "thyme")]
    assert ids(rest_of(TEA, herbs)) == ["mint", "sage", "thyme"]


def next_of(marks: Mapping[str, str], of: Roadmap = TEA) -> str:
    found = Standing(of, marks).next_topic
    return found.id if found else ""


def ids(topics: Sequence[object]) -> list[str]:
    return [topic.id for topic in topics]  # type: ignore[attr-defined]


NAMES = [f"t{number}" for number in range(14)]


@some.composite
def roadmaps(draw: some.DrawFn) -> Roadmap:
    """A roadmap of at most 14 topics, with choices within choices, optional topics and requirements."""
    names = iter(NAMES[: draw(some.integers(1, len(NAMES)))])
    mains: list[Entry] = []
    for name in names:
        below = [topic(n) for n, _ in zip(names, range(draw(some.integers(0, 3))), strict=False)]
        inner = [topic(n) for n, _ in zip(names, range(draw(some.integers(0, 3))), strict=False)]
        if inner:
            below.append(group(f"inner-{name}", *inner, choose=draw(some.integers(0, 3))))
        mains.append(topic(name, group(f"of-{name}", *below, choose=draw(some.integers(0, 3)))))
    order = reading_order(mains)
    optional = draw(some.sets(some.sampled_from(order)))
    shuffled = draw(some.permutations(order))
    # Each requires only topics that stand before it in some order, so that there is no circle.
    requires = {
        name: tuple(draw(some.lists(some.sampled_from(shuffled[:place]), max_size=2, unique=True)))
        for place, name in enumerate(shuffled)
        if place
    }
    return roadmap(*mains, optional=optional, requires=requires)


statuses = some.sampled_from([status.value for status in STATUSES])
marks_of_some = some.dictionaries(some.sampled_from(NAMES), statuses)


def is_satisfied(of: Roadmap, entry: Entry, marks: Mapping[str, str]) -> int:
    """How many of what an entry demands is done: a slow reference, written after the words of the docs."""
    own = entry.kind == "topic" and marks.get(entry.id) == "done"
    below = sum(is_satisfied(of, child, marks) for child in entry.children)
    return own + (min(below, entry.choose) if entry.choose else below)


def demanded(of: Roadmap, entry: Entry, in_choice: bool = False) -> int:
    own = entry.kind == "topic" and (in_choice or not of.topics[entry.id].is_optional)
    below = sum(demanded(of, child, in_choice or bool(entry.choose)) for child in entry.children)
    return own + (min(below, entry.choose) if entry.choose else below)


@often
@given(roadmaps(), marks_of_some)
def test_the_total_is_the_same_whatever_is_marked(of: Roadmap, marks: dict[str, str]) -> None:
    counts, nothing = Standing(of, marks).counts, Standing(of, {}).counts
    assert (counts.total, counts.optional) == (nothing.total, nothing.optional)
    assert counts.total + counts.optional == len(of.order)
    assert counts.total == (sum(demanded(of, entry) for entry in of.outline) or len(of.order))
    assert 0 <= counts.done + counts.learning + counts.skipped <= counts.total
    drawn = [status for i, status in marks.items() if i in of.order]
    assert counts.done + counts.optional_done == drawn.count("done")
    assert counts.learning + counts.optional_learning == drawn.count("learning")


@often
@given(roadmaps(), marks_of_some)
def test_sections_add_up_to_the_whole(of: Roadmap, marks: dict[str, str]) -> None:
    standing = Standing(of, marks)
    for name in ("total", "done", "learning", "skipped", "optional", "optional_done"):
        in_sections = sum(getattr(section.counts, name) for section in standing.sections)
        assert in_sections == getattr(standing.counts, name)


@often
@given(roadmaps(), marks_of_some, some.randoms(use_true_random=False))
def test_counts_never_depend_on_the_order_of_acts(of: Roadmap, marks: dict[str, str], chance: object) -> None:
    acts = list(marks.items())
    chance.shuffle(acts)  # type: ignore[attr-defined]
    one, other = Standing(of, marks), Standing(of, dict(acts))
    assert (one.counts, one.left_over, one.left, one.next_topic) == (
        other.counts, other.left_over, other.left, other.next_topic,
    )  # fmt: skip


@often
@given(roadmaps(), marks_of_some)
def test_it_is_walked_if_and_only_if_all_is_done_that_is_demanded(of: Roadmap, marks: dict[str, str]) -> None:
    for_all = {i: status for i, status in marks.items() if i in of.order}
    if all(entry_total == 0 for entry_total in (demanded(of, entry) for entry in of.outline)):
        expected = all(for_all.get(i) == "done" for i in of.order)
    else:
        required_only = {i: status for i, status in for_all.items() if i in demands_members(of)}
        expected = sum(is_satisfied(of, e, required_only) for e in of.outline) == sum(
            demanded(of, e) for e in of.outline
        )
    assert Standing(of, marks).is_walked == expected


def demands_members(of: Roadmap) -> set[str]:
    """The topics that the author demands or lets choose."""
    found: set[str] = set()

    def walk(entry: Entry, in_choice: bool) -> None:
        if entry.kind == "topic" and (in_choice or not of.topics[entry.id].is_optional):
            found.add(entry.id)
        for child in entry.children:
            walk(child, in_choice or bool(entry.choose))

    for entry in of.outline:
        walk(entry, False)
    return found


@often
@given(roadmaps(), marks_of_some, some.sampled_from(NAMES), statuses)
def test_a_mark_lowers_the_share_only_where_it_takes_back_what_was_done(
    of: Roadmap, marks: dict[str, str], name: str, status: str
) -> None:
    before, after = Standing(of, marks).counts, Standing(of, {**marks, name: status}).counts
    assert after.done >= before.done or marks.get(name) == "done"


@often
@given(roadmaps(), marks_of_some)
def test_doing_what_is_left_finishes_it(of: Roadmap, marks: dict[str, str]) -> None:
    own = {i: status for i, status in marks.items() if status != "skipped"}
    left = {topic.id: "done" for topic in Standing(of, own).left}
    assert Standing(of, {**own, **left}).is_walked
    assert len(Standing(of, {}).left) == Standing(of, {}).counts.total


@often
@given(roadmaps(), some.booleans())
def test_who_follows_what_comes_next_does_what_is_demanded_and_no_more(of: Roadmap, goes_on: bool) -> None:
    marks: dict[str, str] = {}
    step = Standing(of, marks).next_topic
    while step is not None:
        standing = Standing(of, marks)
        assert all(map(standing.is_met, of.topics[step.id].requires))
        following = standing.next_after(step.id)
        marks[step.id] = "done"
        step = following if goes_on else Standing(of, marks).next_topic
    assert Standing(of, marks).is_walked
    assert len(marks) == Standing(of, marks).counts.total


@often
@given(roadmaps(), marks_of_some, some.sampled_from(NAMES), statuses)
def test_topics_whose_demand_changes_with_a_mark_are_named(
    of: Roadmap, marks: dict[str, str], name: str, status: str
) -> None:
    before, after = Standing(of, marks), Standing(of, {**marks, name: status})
    changed = {i for i in of.order if i != name and before.is_optional(i) != after.is_optional(i)}
    assert changed <= set(after.changed_with(name))
