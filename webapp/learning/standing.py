"""Where a learner stands on a roadmap: the status of each topic, counts, and the topic that comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from webapp.catalog.model import Entry, Roadmap, Topic, reading_order
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, Status, status_named


@dataclass(frozen=True, slots=True)
class Counts:
    """How many topics there are, and how many of them have each status; the rest is pending."""

    total: int
    done: int
    learning: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Section:
    """A main topic or group of the outline, with the counts of everything below it."""

    entry: Entry
    counts: Counts


@dataclass(frozen=True)
class Standing:
    """A learner's standing on a roadmap.

    `marks` maps topic ids to the values of statuses. Ids that the roadmap no longer draws are ignored.
    """

    roadmap: Roadmap
    marks: Mapping[str, str]

    @cached_property
    def effective_marks(self) -> Mapping[str, str]:
        """The marks, with the mark of a hidden twin used for the topic that is shown.

        A mark of the shown topic itself takes precedence.
        """
        aliases = self.roadmap.aliases
        if not aliases:
            return self.marks
        of_twins = {aliases[i]: status for i, status in self.marks.items() if i in aliases}
        return {**of_twins, **self.marks}

    @property
    def drawn_marks(self) -> Mapping[str, str]:
        """The marks of everything that the map draws: a twin has the mark of the topic that is shown."""
        marks = self.effective_marks
        of_twins = {twin: marks[shown] for twin, shown in self.roadmap.aliases.items() if shown in marks}
        return {**marks, **of_twins}

    def status_of(self, topic_id: str) -> Status:
        """Returns the status of a topic."""
        return status_named(self.effective_marks.get(topic_id, PENDING.value))

    @cached_property
    def counts(self) -> Counts:
        """The counts of the whole roadmap."""
        return self._counted(self.roadmap.order)

    @property
    def is_walked(self) -> bool:
        """Whether every topic is done, so that the roadmap is finished. A skipped topic is not done."""
        return 0 < self.counts.total == self.counts.done

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The main topics and groups that hold topics, in reading order, each with its counts."""
        return tuple(Section(entry, self._counted(ids)) for entry, ids in topics_by_section(self.roadmap))

    @cached_property
    def next_topic(self) -> Topic | None:
        """The topic to go on with, or None when nothing is left to do.

        It is the first topic that is being learnt, or else the first pending topic after the last one that
        is done, or else the first pending topic.
        """
        statuses = self._statuses_of(self.roadmap.order)
        if LEARNING.value in statuses:
            return self._topic_at(statuses.index(LEARNING.value))
        pending = [place for place, status in enumerate(statuses) if status in (None, PENDING.value)]
        if not pending:
            return None
        last_done = max((place for place, status in enumerate(statuses) if status == DONE.value), default=-1)
        return self._topic_at(next((place for place in pending if place > last_done), pending[0]))

    def next_after(self, topic_id: str) -> Topic | None:
        """Returns the topic to go on with after another one, or None when nothing else is left to do.

        It is the first one after it in reading order that is pending or being learnt, or else the first one.
        """
        order = self.roadmap.order
        begin = order.index(topic_id) + 1 if topic_id in order else 0
        others = (i for i in (*order[begin:], *order[:begin]) if i != topic_id)
        found = next((i for i in others if self.status_of(i) in (PENDING, LEARNING)), None)
        return self.roadmap.topics[found] if found else None

    def _topic_at(self, place: int) -> Topic:
        return self.roadmap.topics[self.roadmap.order[place]]

    def _statuses_of(self, topic_ids: Iterable[str]) -> list[str | None]:
        """Returns the status of each topic; None stands for a topic without a mark."""
        return list(map(self.effective_marks.get, topic_ids))

    def _counted(self, topic_ids: Iterable[str]) -> Counts:
        found = self._statuses_of(topic_ids)
        done, learning, skipped = (found.count(status.value) for status in (DONE, LEARNING, SKIPPED))
        return Counts(len(found), done, learning, skipped)


# Read from the outline once for each version of a roadmap, because pages ask for it with every request.
@lru_cache(maxsize=256)
def topics_by_section(roadmap: Roadmap) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """Returns the main topics and groups that hold topics, each with the ids of its topics."""
    ids = ((entry, reading_order([entry])) for entry in roadmap.outline)
    return tuple((entry, found) for entry, found in ids if found)
