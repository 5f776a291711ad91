"""Where a learner stands: counted over twins, by section, and what comes next. No Flask, no database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import TREE
from webapp.catalog.loading.load import load
from webapp.catalog.model import Roadmap
from webapp.learning.standing import Counts, Standing
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, UnknownStatus, status_named


@pytest.fixture(scope="module")
def alpha() -> Roadmap:
    return load(TREE, reserved=()).roadmaps["alpha"]


def test_nothing_is_done_at_the_beginning(alpha: Roadmap) -> None:
    standing = Standing(alpha, {})
    assert standing.counts == Counts(len(alpha.order), 0, 0, 0)
    assert standing.next_topic is alpha.topics[alpha.order[0]]
    assert standing.status_of(alpha.order[0]) is PENDING


def test_skipped_is_not_done_and_marks_on_what_is_gone_do_not_count(alpha: Roadmap) -> None:
    first, second, third = alpha.order[:3]
    marks = {first: "done", second: "skipped", third: "learning", "gone-0000000000000000": "done"}
    standing = Standing(alpha, marks)
    assert standing.counts == Counts(len(alpha.order), 1, 1, 1)
    assert [standing.status_of(i) for i in alpha.order[:3]] == [DONE, SKIPPED, LEARNING]


def test_what_is_being_learnt_comes_next(alpha: Roadmap) -> None:
    last = alpha.order[-1]
    assert Standing(alpha, {last: "learning"}).next_topic is alpha.topics[last]


def test_the_first_open_topic_comes_next_however_far_others_are_done(alpha: Roadmap) -> None:
    order = alpha.order
    assert Standing(alpha, {order[0]: "done"}).next_topic is alpha.topics[order[1]]
    assert Standing(alpha, {order[0]: "done", order[1]: "skipped"}).next_topic is alpha.topics[order[2]]
    assert Standing(alpha, {order[-1]: "done"}).next_topic is alpha.topics[order[0]]


def test_nothing_comes_next_when_all_is_done_or_skipped(alpha: Roadmap) -> None:
    marks = dict.fromkeys(alpha.order, "done") | {alpha.order[0]: "skipped"}
    assert Standing(alpha, marks).next_topic is None


def test_each_topic_is_counted_in_one_section(alpha: Roadmap) -> None:
    done = alpha.order[0]
    sections = Standing(alpha, {done: "done"}).sections
    assert sum(section.counts.total for section in sections) == len(alpha.order)
    assert [section.counts.done for section in sections if section.counts.done] == [1]
    assert all(section.counts.total for section in sections)


def test_a_mark_on_a_hidden_twin_counts_for_the_shown_one(tmp_path: Path) -> None:
    from tests.catalog.trees import HEADER, graph, grow, node

    old, new = "old-00000000000000000", "new-00000000000000000"
    files = {"alpha.md": HEADER, "alpha.json": graph(node(old, "Same"), node(new, "Same"))}
    roadmap = grow(tmp_path, files).roadmaps["alpha"]
    assert Standing(roadmap, {old: "done"}).status_of(new) is DONE
    # The shown topic's own mark is the newer word.
    assert Standing(roadmap, {old: "done", new: "skipped"}).status_of(new) is SKIPPED
    assert Standing(roadmap, {old: "done"}).counts == Counts(1, 1, 0, 0)


def test_a_value_that_is_no_status_is_refused() -> None:
    with pytest.raises(UnknownStatus, match="finished"):
        status_named("finished")
