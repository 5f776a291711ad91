"""What became of topics that are no longer on the maps, followed through the ledgers to what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from webapp.catalog.ledger import HOW, LedgerEntry
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.slug import readable


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a topic: its marks go to `parts`, each with one of HOW.

    A retired topic has no parts; `see` is what an author names in its place. `left` is what is left of the
    topic itself, its name and text, and `entry` is what the ledger says of it first.
    """

    entry: LedgerEntry
    parts: tuple[tuple[Topic, str], ...]
    see: tuple[Topic, ...]
    left: Topic

    @property
    def successor(self) -> Topic | None:
        """The topic that it is now, if that is a single one."""
        return self.parts[0][0] if len(self.parts) == 1 and self.entry.kind != "split" else None

    @property
    def shown(self) -> Topic:
        """The topic under which it is shown in journals."""
        return self.successor or self.left


Fates = Mapping[tuple[str, str], Fate]


def fates_of(roadmaps: Mapping[str, Roadmap], moved: Mapping[str, str]) -> Fates:
    """Returns the fate of each topic that the ledgers name and no map draws, by slug and id.

    `moved` has the present slug for each slug of before.
    """
    book = _Book(roadmaps, moved)
    return {place: book.fate(*place) for place in book.entries if not book.drawn(*place)}


class _Book:
    """All ledgers, by slug and id."""

    def __init__(self, roadmaps: Mapping[str, Roadmap], moved: Mapping[str, str]) -> None:
        self._roadmaps = roadmaps
        self._moved = moved
        self.entries: dict[tuple[str, str], LedgerEntry] = {}
        for slug, roadmap in roadmaps.items():
            for entry in roadmap.ledger:
                if entry.kind != "added":
                    own = {s.id for s in entry.into if not s.roadmap}
                    self.entries |= {(slug, i): entry for i in entry.ids if i not in own}

    def drawn(self, slug: str, topic_id: str) -> Topic | None:
        """Returns a topic that a map shows now."""
        roadmap = self._roadmaps.get(slug)
        topic = roadmap.topic(topic_id) if roadmap else None
        return topic if topic is not None and topic.drawn else None

    def fate(self, slug: str, topic_id: str) -> Fate:
        """Returns what became of a topic that is not on its map."""
        parts: dict[str, tuple[Topic, str]] = {}
        for topic, how in self._parts(slug, topic_id, "same", set()):
            known = parts.get(topic.path)
            # A part that is reached on two ways gets what says more.
            if known is None or HOW.index(how) < HOW.index(known[1]):
                parts[topic.path] = topic, how
        entry = self.entries[slug, topic_id]
        see = tuple(self._see(slug, topic_id, set())) if not parts else ()
        return Fate(entry, tuple(parts.values()), see, self._left(slug, topic_id, entry))

    def _parts(self, slug: str, topic_id: str, how: str, seen: set[object]) -> Iterator[tuple[Topic, str]]:
        # Ids may lead in circles, and splits that meet again would be followed many times over.
        if (slug, topic_id, how) in seen:
            return
        seen.add((slug, topic_id, how))
        if topic := self.drawn(slug, topic_id):
            yield topic, how
            return
        entry = self.entries.get((slug, topic_id))
        if entry is None or entry.kind == "retired":
            return
        for successor in entry.into:
            there = self._there(successor.roadmap, slug)
            weaker = max(how, successor.how, key=HOW.index)
            yield from self._parts(there, successor.id, weaker, seen)

    def _see(self, slug: str, topic_id: str, seen: set[object]) -> Iterator[Topic]:
        if (slug, topic_id) in seen:
            return
        seen.add((slug, topic_id))
        if topic := self.drawn(slug, topic_id):
            yield topic
            return
        entry = self.entries.get((slug, topic_id))
        for successor in entry.into if entry else ():
            yield from self._see(self._there(successor.roadmap, slug), successor.id, seen)

    def _there(self, named: str, here: str) -> str:
        return self._moved.get(named, named) or here

    def _left(self, slug: str, topic_id: str, entry: LedgerEntry) -> Topic:
        """Returns what is left of a topic: its text if that is there, with the name that the ledger has."""
        text = self._roadmaps[slug].topics.get(topic_id)
        name = entry.name or (text.label if text else readable(topic_id))
        if text is not None:
            return replace(text, label=name, title=name)
        return Topic(slug, topic_id, "topic", name, topic_id.lower(), name, "", drawn=False)
