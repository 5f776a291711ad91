"""What a roadmap demands: which topics count, of which groups some are enough, and what is optional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from webapp.catalog.model import Entry, Roadmap, Topic, reading_order
from webapp.catalog.outline_file.items import chosen_by_words

# Topics of a roadmap as an integer that has a bit for each, the lowest for the first in reading order. A page
# counts the topics of each section, and that takes one step for a set, whatever its size.
TopicSet = int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Topics of which `choose` are enough. A choice within it adds as many as are chosen of that one.

    `own` is the set of its topics, and `all` also has those of the choices within it.
    """

    label: str
    choose: int
    topics: tuple[str, ...]
    choices: tuple[Choice, ...]
    own: TopicSet
    all: TopicSet

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The topics of it and of the choices within it."""
        return (*self.topics, *(i for choice in self.choices for i in choice.topic_ids))


@dataclass(frozen=True, slots=True)
class Demand:
    """What a part of a roadmap demands: all of `required` and enough of each choice.

    `total` is how many topics that is. The others are optional: `left_out` holds those that the author
    calls so. `required_set` is the set of those that are required, and `other_set` that of all others.
    Nothing of it depends on a learner.
    """

    required: tuple[str, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[str, ...]
    total: int
    optional: int
    required_set: TopicSet
    other_set: TopicSet


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands of a whole roadmap and of its sections, in reading order.

    `choices` are all choices, also those within others, and `around` maps each topic of a choice to the
    choices that hold it. `set_of` maps each topic to the set of it alone, and `left_out_set` is the set of
    those that are left out.
    """

    whole: Demand
    sections: tuple[tuple[Entry, tuple[str, ...], Demand], ...]
    left_out: frozenset[str]
    choices: tuple[Choice, ...]
    around: Mapping[str, tuple[Choice, ...]]
    set_of: Mapping[str, TopicSet]
    left_out_set: TopicSet


# Read from the outline once for each version of a roadmap, because pages ask for it with every request.
@lru_cache(maxsize=256)
def demands(roadmap: Roadmap) -> Demands:
    """Returns what a roadmap demands. Where the author calls everything optional, everything counts."""
    set_of = {topic_id: 1 << place for place, topic_id in enumerate(roadmap.order)}
    whole = _Reader(roadmap, set_of).demand(roadmap.outline)
    are_all_optional = not whole.total
    if are_all_optional:
        whole = _Reader(roadmap, set_of, ignores_optional=True).demand(roadmap.outline)
    reader = _Reader(roadmap, set_of, ignores_optional=are_all_optional)
    ids = ((entry, reading_order([entry])) for entry in roadmap.outline)
    sections = tuple((entry, found, reader.demand([entry])) for entry, found in ids if found)
    around: dict[str, tuple[Choice, ...]] = {}
    choices = tuple(all_choices(whole.choices))
    for choice in choices:
        for topic_id in choice.topic_ids:
            around[topic_id] = (*around.get(topic_id, ()), choice)
    left_out = frozenset(whole.left_out)
    return Demands(whole, sections, left_out, choices, around, set_of, _joined(set_of, left_out))


def rest_of(roadmap: Roadmap, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Returns those of some topics that "the rest" means.

    Nobody else says which topics a learner chose, or that optional ones are done: they are meant only where
    there is nothing else among the topics.
    """
    required = frozenset(demands(roadmap).whole.required)
    return tuple(topic for topic in topics if topic.id in required) or tuple(topics)


def all_choices(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yields choices and all those within them."""
    for choice in choices:
        yield choice
        yield from all_choices(choice.choices)


class _Reader:
    """Reads demands from an outline. A topic that stands in it twice counts once."""

    def __init__(
        self, roadmap: Roadmap, set_of: Mapping[str, TopicSet], *, ignores_optional: bool = False
    ) -> None:
        self._topics = roadmap.topics
        self._set_of = set_of
        self._ignores_optional = ignores_optional
        self._seen: set[str] = set()

    def demand(self, entries: Iterable[Entry]) -> Demand:
        """Returns what entries demand of those that were not read yet."""
        before = len(self._seen)
        topics: list[str] = []
        choices: list[Choice] = []
        self._collect(entries, topics, choices)
        left_out = tuple(i for i in topics if self._is_optional(i))
        required = tuple(i for i in topics if not self._is_optional(i))
        total = len(required) + sum(choice.choose for choice in choices)
        others = _joined(self._set_of, left_out)
        for choice in choices:
            others |= choice.all
        return Demand(
            required=required,
            choices=tuple(choices),
            left_out=left_out,
            total=total,
            optional=len(self._seen) - before - total,
            required_set=_joined(self._set_of, required),
            other_set=others,
        )

    def _collect(self, entries: Iterable[Entry], topics: list[str], choices: list[Choice]) -> None:
        for entry in entries:
            if entry.kind == "topic" and entry.id in self._topics and entry.id not in self._seen:
                self._seen.add(entry.id)
                topics.append(entry.id)
            if entry.choose:
                choices += self._choice(entry)
            else:
                self._collect(entry.children, topics, choices)

    def _choice(self, entry: Entry) -> Iterator[Choice]:
        """Yields the choice among what is below an entry, unless there is nothing."""
        topics: list[str] = []
        choices: list[Choice] = []
        self._collect(entry.children, topics, choices)
        most = len(topics) + sum(choice.choose for choice in choices)
        if most:
            label, _ = chosen_by_words(entry.label)
            own = everything = _joined(self._set_of, topics)
            for choice in choices:
                everything |= choice.all
            yield Choice(label, min(entry.choose, most), tuple(topics), tuple(choices), own, everything)

    def _is_optional(self, topic_id: str) -> bool:
        return self._topics[topic_id].is_optional and not self._ignores_optional


def _joined(set_of: Mapping[str, TopicSet], topic_ids: Iterable[str]) -> TopicSet:
    """Returns the set of some topics."""
    found = 0
    for topic_id in topic_ids:
        found |= set_of[topic_id]
    return found
