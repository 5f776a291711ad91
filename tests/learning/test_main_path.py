"""How much of a map's main path a learner has walked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import CONTENT
from webapp.catalog.loading.load import load
from webapp.catalog.model import Roadmap, reading_order
from webapp.learning.main_path import main_path, walked
from webapp.learning.standing import Standing


@pytest.fixture(scope="module")
def python() -> Roadmap:
    return load(Path(CONTENT), reserved=()).roadmaps["python"]


def section(roadmap: Roadmap, place: int) -> tuple[str, ...]:
    mains = [entry for entry in roadmap.outline if entry.kind == "topic"]
    return reading_order([mains[place]])


def test_the_main_path_leads_from_main_topic_to_main_topic(python: Roadmap) -> None:
    mains = [entry.id for entry in python.outline if entry.kind == "topic"]
    assert [(edge.source, edge.target) for edge in main_path(python)] == list(pairwise(mains))


def test_nothing_is_walked_at_the_beginning(python: Roadmap) -> None:
    assert walked(Standing(python, {})) == ()
    assert walked(Standing(python, {section(python, 0)[0]: "done"})) == ()


def test_the_line_is_walked_up_to_the_section_of_the_next_topic(python: Roadmap) -> None:
    done = dict.fromkeys((*section(python, 0), *section(python, 1)), "done")
    assert walked(Standing(python, done)) == main_path(python)[:2]


def test_what_is_only_skipped_was_not_walked(python: Roadmap) -> None:
    skipped = dict.fromkeys((*section(python, 0), *section(python, 1)), "skipped")
    assert walked(Standing(python, skipped)) == ()


def test_all_of_it_is_walked_at_the_end(python: Roadmap) -> None:
    assert walked(Standing(python, dict.fromkeys(python.order, "done"))) == main_path(python)
