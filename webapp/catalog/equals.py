"""The same skill in several roadmaps: what authors say by `same`, and equal ids with equal labels.

It makes sets of topics: if one is the same as a second one, and that as a third one, all three are the same.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from webapp.catalog.fates import Fates, fates_of
from webapp.catalog.findings import Findings
from webapp.catalog.model import Roadmap, SameAs, Topic
from webapp.catalog.slug import composed, slug_of

# A slug and an id.
Place = tuple[str, str]
# Of each roadmap that has some, by slug: its topics, in reading order, with those that are the same.
Equals = Mapping[str, Mapping[str, tuple[Topic, ...]]]
LEFT_OUT = "it is left out"
MOST_GUESSES = 20  # a guess compares a name with all others


def equals_of(roadmaps: Mapping[str, Roadmap], moved: Mapping[str, str]) -> Equals:
    """Returns the topics of other roadmaps that are the same as those of each.

    `moved` has the present slug for each slug of before. What the ledgers say is followed.
    """
    sets = _Sets()
    names = _Names(roadmaps, moved)
    for roadmap in roadmaps.values():
        for said in roadmap.same:
            topic, other = names.topic(roadmap, said.topic_id), names.named(said)
            if topic is not None and isinstance(other, Topic):
                sets.join(_place(topic), _place(other))
    for topics in _alike(roadmaps.values()):
        for other in topics[1:]:
            sets.join(_place(topics[0]), _place(other))
    found = dict(_others(roadmaps, sets))
    by_slug: dict[str, Mapping[str, tuple[Topic, ...]]] = {}
    for slug, roadmap in roadmaps.items():
        own = {i: found[slug, i] for i in roadmap.order if (slug, i) in found}
        if own:
            by_slug[slug] = MappingProxyType(own)
    return by_slug


def report_same(roadmaps: Mapping[str, Roadmap], moved: Mapping[str, str], found: Findings) -> None:
    """Reports what `same` names and is not there, or is the topic itself."""
    names = _Names(roadmaps, moved)
    for roadmap in roadmaps.values():
        for said in roadmap.same:
            problem = names.problem(roadmap, said)
            if problem is not None:
                found.of(said.file).warning(said.place, *problem)


@dataclass(slots=True)
class _Names:
    """The topics of all roadmaps by what `same` may call them: roadmap, then id or label."""

    roadmaps: Mapping[str, Roadmap]
    moved: Mapping[str, str]
    _fates: Fates | None = None
    _by_label: dict[str, dict[str, list[Topic]]] = field(default_factory=dict)
    _guesses: int = 0

    def topic(self, roadmap: Roadmap, topic_id: str) -> Topic | None:
        """Returns what a topic is now, of whatever roadmap; None if it is no longer there."""
        found = roadmap.topic(topic_id)
        if found is not None and found.drawn:
            return found
        if self._fates is None:
            self._fates = fates_of(self.roadmaps, self.moved)
        fate = self._fates.get((roadmap.slug, topic_id))
        return fate.successor if fate else None

    def named(self, said: SameAs) -> Topic | list[Topic]:
        """Returns the topic that is meant, or else those that could be."""
        there = self._roadmap(said)
        if there is None:
            return []
        if found := self.topic(there, said.name.removeprefix("#")):
            return found
        called = self._labels(there).get(slug_of(said.name), [])
        return called[0] if len(called) == 1 else called

    def problem(self, roadmap: Roadmap, said: SameAs) -> tuple[str, str] | None:
        """Returns what is wrong with what is said and what would be right, or None."""
        there = self._roadmap(said)
        if there is None:
            near = self._near(said.roadmap, self.roadmaps)
            what = f"there is no roadmap {said.roadmap[:100]}; {LEFT_OUT}"
            return what, f"Did you mean {near}/{said.name[:100]}?" if near else "Correct or remove it."
        other = self.named(said)
        if isinstance(other, Topic):
            return _of_itself(roadmap, said, other)
        if other:
            ids = " or ".join(topic.id for topic in other[:5])
            what = f"{said.name[:100]} is the name of {len(other)} topics of {there.slug}; {LEFT_OUT}"
            return what, f"Name one by its id: {ids}."
        what = f"{there.slug} has no topic {said.name[:100]}; {LEFT_OUT}"
        return what, self._meant(there, said) or "Name it by its id, or by its label in small letters with -."

    def _roadmap(self, said: SameAs) -> Roadmap | None:
        return self.roadmaps.get(self.moved.get(said.roadmap, said.roadmap))

    def _labels(self, roadmap: Roadmap) -> dict[str, list[Topic]]:
        if roadmap.slug not in self._by_label:
            labels: dict[str, list[Topic]] = {}
            for topic_id in roadmap.order:
                topic = roadmap.topics[topic_id]
                if topic.slug:
                    labels.setdefault(topic.slug, []).append(topic)
            self._by_label[roadmap.slug] = labels
        return self._by_label[roadmap.slug]

    def _meant(self, there: Roadmap, said: SameAs) -> str:
        labels = self._labels(there)
        near = self._near(said.name, [*there.order, *labels])
        if not near:
            return ""
        topic = there.topics.get(near) or labels[near][0]
        return f"Did you mean {there.slug}/{near} ({topic.label})?"

    def _near(self, name: str, names: Iterable[str]) -> str:
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return ""
        return next(iter(difflib.get_close_matches(name[:100].lower(), list(names), 1)), "")


def _of_itself(roadmap: Roadmap, said: SameAs, other: Topic) -> tuple[str, str] | None:
    if other.roadmap != roadmap.slug:
        return None
    if other.id == said.topic_id:
        return f"a topic is the same as itself anyway; {LEFT_OUT}", "Take it away."
    what = f"{other.label} is a topic of this roadmap; {LEFT_OUT}"
    return what, "Name a topic of another roadmap, or make one topic of the two."


class _Sets:
    """Places that are the same, as a forest: each leads to another one, and at last to one for all."""

    def __init__(self) -> None:
        self._up: dict[Place, Place] = {}

    def join(self, one: Place, other: Place) -> None:
        """Makes one set of the sets of two places."""
        first, second = self._top(one), self._top(other)
        # The smaller one is the top, so that the order of joining makes no difference.
        self._up[max(first, second)] = min(first, second)

    def all(self) -> Collection[list[Place]]:
        """Returns the sets, each in order."""
        found: dict[Place, list[Place]] = {}
        for place in sorted(self._up):
            found.setdefault(self._top(place), []).append(place)
        return found.values()

    def _top(self, place: Place) -> Place:
        self._up.setdefault(place, place)
        while self._up[place] != place:
            self._up[place] = self._up[self._up[place]]
            place = self._up[place]
        return place


def _others(roadmaps: Mapping[str, Roadmap], sets: _Sets) -> Iterator[tuple[Place, tuple[Topic, ...]]]:
    for places in sets.all():
        for slug, topic_id in places:
            others = [place for place in places if place[0] != slug]
            if others:
                yield (slug, topic_id), tuple(roadmaps[there].topics[i] for there, i in others)


def _alike(roadmaps: Iterable[Roadmap]) -> Iterator[list[Topic]]:
    """Yields the topics of several roadmaps that have the same id and the same label."""
    by_id: dict[str, list[Topic]] = {}
    for roadmap in roadmaps:
        for topic_id in roadmap.order:
            by_id.setdefault(topic_id, []).append(roadmap.topics[topic_id])
    for topics in by_id.values():
        if len(topics) > 1:
            by_label: dict[str, list[Topic]] = {}
            for topic in topics:
                by_label.setdefault(composed(topic.label), []).append(topic)
            yield from (found for label, found in by_label.items() if label and len(found) > 1)


def _place(topic: Topic) -> Place:
    return topic.roadmap, topic.id
