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
from webapp.learning.demands import Choice, Demand, demands
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
class _Stage:
    """A section as whoever walks on needs it: its main topic (empty for a mere group), and what else."""

    label: str
    head: str
    recommended: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Outline:
    """The sections of a roadmap in their order.

    Of each topic it has the section, the topic above it, if any, and a rank: a choice takes the lowest ones.
    """

    stages: tuple[_Stage, ...]
    section: Mapping[str, int]
    above: Mapping[str, str]
    rank: Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class _Search:
    """Finds what belongs to a route, and why."""

    roadmap: Roadmap
    target: Topic
    left_out: Collection[str]
    reasons: dict[str, Reason] = field(default_factory=dict)
    _choices: list[Choice] = field(default_factory=list)
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

    def _choose(self, choice: Choice) -> None:
        """Adds what is missing until enough of a choice is on the route or known."""
        for topic_id in self._missing(choice)[1]:
            self._add(topic_id, Reason("choice", choice.label))

    def _missing(self, choice: Choice) -> tuple[int, list[str]]:
        """Returns how many of those to choose there are, and the best topics for the others.

        A choice within it gives as many as are chosen of that one.
        """
        has = sum(i in self.reasons or i in self.left_out for i in choice.topics)
        free = [i for i in choice.topics if self._is_free(i)]
        for inner in choice.choices:
            inner_has, inner_free = self._missing(inner)
            has += inner_has
            free += inner_free
        has = min(has, choice.choose)
        free.sort(key=_outline(self.roadmap).rank.__getitem__)
        return has, free[: choice.choose - has]

    def _is_free(self, topic_id: str) -> bool:
        return not any(topic_id in taken for taken in (self.reasons, self.left_out, self._requiring))


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
    sections = demands(roadmap).sections
    section = {i: place for place, (_, ids, _) in enumerate(sections) for i in ids}
    above = dict(_above((entry for entry, _, _ in sections), ""))
    stages = tuple(_stage(entry, demand, recommended) for entry, _, demand in sections)
    drawn = (i for i in reading_order(roadmap.outline) if i in roadmap.topics)
    rank = {i: (_rank(roadmap.topics[i], recommended), place) for place, i in enumerate(drawn)}
    return _Outline(stages, MappingProxyType(section), MappingProxyType(above), MappingProxyType(rank))


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


def _stage(entry: Entry, demand: Demand, recommended: Collection[str]) -> _Stage:
    chosen = {i for choice in demand.choices for i in choice.topic_ids}
    others = tuple(i for i in reading_order(entry.children) if i in recommended and i not in chosen)
    head = entry.id if entry.kind == "topic" else ""
    return _Stage(entry.label, head, others, demand.choices)


def _rank(topic: Topic, recommended: Collection[str]) -> int:
    """Returns 0 for a topic that the author recommends, 2 for one that is optional, and 1 for all others."""
    if topic.id in recommended:
        return 0
    return 2 if topic.is_optional else 1
