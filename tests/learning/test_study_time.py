"""How long a topic takes, estimated from its text and resources."""

from __future__ import annotations

import pytest

from webapp.catalog.model import Resource, Topic
from webapp.learning.study_time import study_minutes


def topic(words: int, *types: str) -> Topic:
    resources = tuple(Resource(kind, "Title", "https://example.org/") for kind in types)
    return Topic("alpha", "a", "topic", "A", "a", "A", "word " * words, resources)


@pytest.mark.parametrize(
    ("words", "types", "minutes"),
    [
        (0, (), 1),
        (180, (), 1),
        (400, (), 3),
        (1800, (), 10),
        (0, ("article",), 10),
        (360, ("video",), 15),
        (360, ("article", "video", "book"), 10),
        (360, ("book", "course"), 30),
        (360, ("official",), 10),
    ],
)
def test_a_topic_takes_its_text_and_the_quickest_of_its_resources(
    words: int, types: tuple[str, ...], minutes: int
) -> None:
    assert study_minutes(topic(words, *types)) == minutes
