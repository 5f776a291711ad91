"""Which status wins where a browser and an account have marked the same topic."""

from __future__ import annotations

import pytest

from webapp.learning.merging import ORDER, further, is_further
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, STATUSES, Status


@pytest.mark.parametrize(
    ("one", "other", "wins"),
    [
        (DONE, DONE, DONE),
        (DONE, LEARNING, DONE),
        (DONE, SKIPPED, DONE),
        (DONE, PENDING, DONE),
        (LEARNING, LEARNING, LEARNING),
        (LEARNING, SKIPPED, LEARNING),
        (LEARNING, PENDING, LEARNING),
        (SKIPPED, SKIPPED, SKIPPED),
        (SKIPPED, PENDING, SKIPPED),
        (PENDING, PENDING, PENDING),
    ],
)
def test_the_further_status_wins_from_either_side(one: Status, other: Status, wins: Status) -> None:
    assert further(one, other) is further(other, one) is wins
    assert is_further(one.value, other.value) is (wins is one is not other)
    assert is_further(other.value, one.value) is (wins is other is not one)


def test_every_status_has_its_place() -> None:
    assert len(ORDER) == len(STATUSES)
    assert set(ORDER) == set(STATUSES)
