"""What a roadmap demands: which topics count, of which groups some are enough, and what is optional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from webapp.catalog.model import Entry, Roadmap, Topic, reading_order
from webapp.catalog.outline_file.items import chosen_by_words


@dataclass(frozen=True, slots=True)
class Choice:
    """Topics of which `choose` are enough. A choice within it adds as many as are chosen of that one."""

    label: str
    choose: int
    topics: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The topics of it and of the choices within it."""
        return (*self.topics, *(i for choice in self.choices for i in choice.topic_ids))


@dataclass(frozen=True, slots=True)
class Demand:
    """What a part of a roadmap demands: all of `required` and enough of each choice.

    `total` is how many topics that is. The others are optional: `left_out` holds those that the author
    calls so. Nothing of it depends on a learner.
    """

    required: tuple[str, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[str, ...]
    total: int
    optional: int


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands of a whole roadmap and of its sections, in reading order.

    `choices` are all choices, also those within others, and `around` maps each topic of a choice to the
    choices that hold it.
    """

    whole: Demand
    sections: tuple[tuple[Entry, tuple[str, ...], Demand], ...]
    left_out: frozenset[str]
    choices: tuple[Choice, ...]
    around: Mapping[str, tuple[Choice, ...]]


# Read from the outline once for each version of a roadmap, because pages ask for it with every request.
@lru_cache(maxsize=256)
def demands(roadmap: Roadmap) -> Demands:
    """Returns what a roadmap demands. Where the author calls everything optional, everything counts."""
    whole = _Reader(roadmap).demand(roadmap.outline)
    are_all_optional = not whole.total
    if are_all_optional:
        whole = Demand(whole.left_out, (), (), len(whole.left_out), 0)
    reader = _Reader(roadmap, ignores_optional=are_all_optional)
    ids = ((entry, reading_order([entry])) for entry in roadmap.outline)
    sections = tuple((entry, found, reader.demand([entry])) for entry, found in ids if found)
    around: dict[str, tuple[Choice, ...]] = {}
    choices = tuple(_all_choices(whole.choices))
    for choice in choices:
        for topic_id in choice.topic_ids:
            around[topic_id] = (*around.get(topic_id, ()), choice)
    return Demands(whole, sections, frozenset(whole.left_out), choices, around)


def rest_of(roadmap: Roadmap, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Returns those of some topics that "the rest" means.

    Nobody else says which topics a learner chose, or that optional ones are done: they are meant only where
    there is nothing else among the topics.
    """
    required = frozenset(demands(roadmap).whole.required)
    return tuple(topic for topic in topics if topic.id in required) or tuple(topics)


class _Reader:
    """Reads demands from an outline. A topic that stands in it twice counts once."""

    def __init__(self, roadmap: Roadmap, *, ignores_optional: bool = False) -> None:
        self._topics = roadmap.topics
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
        return Demand(required, tuple(choices), left_out, total, len(self._seen) - before - total)

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
            yield Choice(label, min(entry.choose, most), tuple(topics), tuple(choices))

    def _is_optional(self, topic_id: str) -> bool:
        return self._topics[topic_id].is_optional and not self._ignores_optional


def _all_choices(choices: Iterable[Choice]) -> Iterator[Choice]:
    for choice in choices:
        yield choice
        yield from _all_choices(choice.choices)
