"""The route to a topic: what is missing between what somebody knows and what they want to learn.

A topic needs what its author says that it requires. One that requires nothing needs the topic above it in the
outline; and a main topic needs the one before it on the main path, with what the author recommends there and,
of each group of which some are enough, as many. Whoever knows a topic is taken to know what leads to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from webapp.catalog.model import Entry, Roadmap, Topic, reading_order
from webapp.catalog.outline_file.items import chosen_by_words
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.learning.study_time import study_minutes

RECOMMENDED = "recommended"
ReasonKind = Literal["target", "required", "path", "recommended", "choice"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a topic is on a route.

    `name` is that of the section that recommends it or of the group of which it is one; `topics` are those of
    the route that require it.
    """

    kind: ReasonKind
    name: str = ""
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A topic of a route."""

    topic: Topic
    minutes: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Route:
    """What is missing on the way to a topic, in an order in which it can be learnt; the target is last.

    There are no steps if the topic is known already.
    """

    roadmap: Roadmap
    target: Topic
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(step.minutes for step in self.steps)


def route_to(standing: Standing, target: Topic, known: Collection[str] = ()) -> Route:
    """Returns the route to a topic, without what is done and without the topics of the ids `known`."""
    roadmap = standing.roadmap
    left_out = {*known, *(i for i in roadmap.order if standing.status_of(i) is DONE)}
    if target.id in left_out:
        return Route(roadmap, target, ())
    reasons = _Search(roadmap, target, left_out).reasons
    ordered = _ordered(roadmap, [i for i in reasons if i != target.id])
    topics = [*(roadmap.topics[i] for i in ordered), target]
    steps = (Step(t, study_minutes(t), _reason(t, reasons[t.id], topics)) for t in topics)
    return Route(roadmap, target, tuple(steps))


def _reason(topic: Topic, found: Reason, topics: Sequence[Topic]) -> Reason:
    """Returns why a topic is on the route. That another one requires it says more than its place."""
    by = tuple(other for other in topics if topic.id in other.requires)
    return Reason("required", topics=by) if by and found.kind != "target" else found


@dataclass(frozen=True, slots=True)
class _Choice:
    """A group of which some topics are `enough`, with the best ones first."""

    label: str
    enough: int
    topic_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stage:
    """A section as whoever walks on needs it: its main topic (empty for a mere group), and what else."""

    label: str
    head: str
    recommended: tuple[str, ...]
    choices: tuple[_Choice, ...]


@dataclass(frozen=True, slots=True)
class _Outline:
    """The sections of a roadmap in their order; of each topic its section, and the topic above it, if any."""

    stages: tuple[_Stage, ...]
    section: Mapping[str, int]
    above: Mapping[str, str]


@dataclass(slots=True)
class _Search:
    """Finds what belongs to a route, and why."""

    roadmap: Roadmap
    target: Topic
    left_out: Collection[str]
    reasons: dict[str, Reason] = field(default_factory=dict)
    _choices: list[_Choice] = field(default_factory=list)
    _waiting: list[str] = field(default_factory=list)
    _requiring: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        # What requires the target comes after it, wherever the main path has it.
        self._requiring = _requiring(self.roadmap, self.target.id)
        self._add(self.target.id, Reason("target"))
        while self._waiting or self._choices:
            if self._waiting:
                self._follow(self._waiting.pop())
            else:
                self._choose(self._choices.pop(0))

    def _add(self, topic_id: str, reason: Reason) -> None:
        is_new = topic_id not in self.reasons and topic_id not in self.left_out
        if is_new and topic_id in self.roadmap.topics:
            self.reasons[topic_id] = reason
            self._waiting.append(topic_id)

    def _follow(self, topic_id: str) -> None:
        """Adds what a topic needs."""
        outline = _outline(self.roadmap)
        required = self.roadmap.topics[topic_id].requires
        for other in required:
            self._add(other, Reason("required"))
        if required or topic_id not in outline.section:
            return
        above = outline.above[topic_id]
        while above in self._requiring:
            above = outline.above[above]
        if above:
            self._add(above, Reason("path"))
        else:
            self._pass(outline.stages, outline.section[topic_id])

    def _pass(self, stages: Sequence[_Stage], end: int) -> None:
        """Adds what the sections before a topic give it, back to the last one with a main topic."""
        for place in range(end - 1, -1, -1):
            stage = stages[place]
            for topic_id in stage.recommended:
                if topic_id not in self._requiring:
                    self._add(topic_id, Reason("recommended", stage.label))
            self._choices += [choice for choice in stage.choices if choice not in self._choices]
            if stage.head and stage.head not in self._requiring:
                self._add(stage.head, Reason("path"))
                return

    def _choose(self, choice: _Choice) -> None:
        has = sum(i in self.reasons or i in self.left_out for i in choice.topic_ids)
        free = [i for i in choice.topic_ids if i not in self.reasons and i not in self.left_out]
        for topic_id in [i for i in free if i not in self._requiring][: max(0, choice.enough - has)]:
            self._add(topic_id, Reason("choice", choice.label))


def _ordered(roadmap: Roadmap, topic_ids: Iterable[str]) -> list[str]:
    """Returns topics in reading order, except that what a topic requires stands before it."""
    wanted = set(topic_ids)
    places = {topic_id: place for place, topic_id in enumerate(roadmap.order)}
    last = len(places)
    ordered: list[str] = []
    entered: set[str] = set()
    for start in sorted(wanted, key=lambda i: (places.get(i, last), i)):
        waiting = [(start, False)]
        while waiting:
            here, is_left = waiting.pop()
            if is_left:
                ordered += [here] if here in wanted else []
            elif here not in entered:
                entered.add(here)
                required = [i for i in roadmap.topics[here].requires if i in roadmap.topics]
                # The last one that is put on the pile is the first that is taken from it.
                required.sort(key=lambda i: (places.get(i, last), i), reverse=True)
                waiting += [(here, True), *((i, False) for i in required)]
    return ordered


def _requiring(roadmap: Roadmap, topic_id: str) -> frozenset[str]:
    """Returns the topics that require a topic, also by way of others."""
    by_required: dict[str, list[str]] = {}
    for topic in roadmap.topics.values():
        for required in topic.requires:
            by_required.setdefault(required, []).append(topic.id)
    found: set[str] = set()
    waiting = [topic_id]
    while waiting:
        for other in by_required.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


@lru_cache(maxsize=256)
def _outline(roadmap: Roadmap) -> _Outline:
    """Returns the sections of a roadmap, read from its outline once for each version."""
    recommended = _recommended(roadmap)
    entries = [entry for entry in roadmap.outline if reading_order([entry])]
    section = {i: place for place, entry in enumerate(entries) for i in reading_order([entry])}
    above = dict(_above(entries, ""))
    stages = tuple(_stage(roadmap, entry, recommended) for entry in entries)
    return _Outline(stages, MappingProxyType(section), MappingProxyType(above))


def _recommended(roadmap: Roadmap) -> frozenset[str]:
    """Returns the topics that the author recommends with the word of an outline."""
    nodes = roadmap.graph.nodes if roadmap.graph else ()
    return frozenset(node.id for node in nodes if node.badge and node.badge.id == RECOMMENDED)


def _above(entries: Iterable[Entry], topic_id: str) -> Iterator[tuple[str, str]]:
    for entry in entries:
        is_topic = entry.kind == "topic"
        if is_topic:
            yield entry.id, topic_id
        yield from _above(entry.children, entry.id if is_topic else topic_id)


def _stage(roadmap: Roadmap, entry: Entry, recommended: Collection[str]) -> _Stage:
    is_topic = entry.kind == "topic"
    groups = [e for e in (entry, *_below(entry.children)) if e.choose]
    choices = tuple(_choice(roadmap, group, recommended) for group in groups)
    chosen = {i for choice in choices for i in choice.topic_ids}
    others = tuple(i for i in reading_order(entry.children) if i in recommended and i not in chosen)
    return _Stage(entry.label, entry.id if is_topic else "", others, choices)


def _choice(roadmap: Roadmap, group: Entry, recommended: Collection[str]) -> _Choice:
    def rank(topic_id: str) -> int:
        if topic_id in recommended:
            return 0
        return 2 if roadmap.topics[topic_id].is_optional else 1

    ids = [i for i in reading_order(group.children) if i in roadmap.topics]
    # Sorting keeps the author's order among those of one rank.
    return _Choice(chosen_by_words(group.label)[0], group.choose, tuple(sorted(ids, key=rank)))


def _below(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _below(entry.children)
