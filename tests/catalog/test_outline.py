"""The outline of a map is what a person writes down who looks at it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.catalog.drawn import SITUATIONS, draw, written
from webapp.catalog.outline import outline_of


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_drawn_situation_reads_as_a_person_reads_it(name: str) -> None:
    drawing, expected = SITUATIONS[name]
    assert written(outline_of(draw(drawing))) == dedent(expected).strip()
