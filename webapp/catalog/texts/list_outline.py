"""The outline of a roadmap that has texts and no map."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from webapp.catalog.model import Entry, Topic
from webapp.catalog.texts.path_ids import NUMBER
from webapp.catalog.texts.text_files import Texts

Place = tuple[str, ...]


def outline_without_map(topics: Mapping[str, Topic], texts: Texts) -> tuple[Entry, ...]:
    """Returns the outline of a roadmap without a map: by label, or nested by number.

    It is nested where most ids are paths with numbers: a folder stands above the files in it.
    """
    if 2 * sum(bool(NUMBER.match(i)) for i in topics) <= len(topics):
        return tuple(
            Entry("topic", t.label, t.id) for t in sorted(topics.values(), key=lambda t: t.label.casefold())
        )
    rows = [(file.place, topics[i]) for i, files in texts.files.items() if i in topics for file in files[-1:]]
    return tuple(_nested(sorted(rows, key=lambda row: (_numbers(row[0]), row[1].id))))


def _nested(rows: Sequence[tuple[Place, Topic]]) -> Iterator[Entry]:
    waiting = deque(rows)
    while waiting:
        place, topic = waiting.popleft()
        below = []
        while waiting and waiting[0][0][: len(place)] == place:
            below.append(waiting.popleft())
        yield Entry("topic", topic.label, topic.id, children=tuple(_nested(below)))


def _numbers(place: Place) -> list[list[tuple[int, str]]]:
    """Returns a sort key that puts 2 before 10."""
    return [
        [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", name)]
        for name in place
    ]
