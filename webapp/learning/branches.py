"""The parts of a roadmap that can be marked at once: a branch of its outline, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.catalog.model import Entry, Roadmap, Topic, reading_order


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic or group of the outline with everything below it. `label` is that of the topic or group."""

    label: str
    topics: tuple[Topic, ...]


def branch(roadmap: Roadmap, entry_id: str) -> Branch | None:
    """Returns the branch that a topic or group begins, or None if the outline has none with this id."""
    if not entry_id:
        return None
    shown = roadmap.aliases.get(entry_id, entry_id)
    entry = next((e for e in _entries(roadmap.outline) if e.id == shown), None)
    topics = tuple(roadmap.topics[i] for i in reading_order([entry])) if entry else ()
    return Branch(entry.label, topics) if entry and topics else None


def whole(roadmap: Roadmap) -> Branch:
    """Returns all topics of a roadmap, in reading order."""
    return Branch(roadmap.brief_title, tuple(roadmap.topics[i] for i in roadmap.order))


def _entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.kind in {"topic", "group"}:
            yield entry
        yield from _entries(entry.children)
