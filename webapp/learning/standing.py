"""Where a learner stands on a roadmap: the status of each topic, counts, and the topic that comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.learning.demands import Choice, Demand, demands
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, Status, status_named

OPEN = (None, PENDING.value, LEARNING.value)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many topics the author demands, and how many of those have each status; the rest is pending.

    All others are optional. `total` and `optional` are the same for everybody, whatever is marked.
    """

    total: int
    done: int
    learning: int
    skipped: int
    optional: int = 0
    optional_done: int = 0
    optional_learning: int = 0


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
        return self._counted(demands(self.roadmap).whole)

    @property
    def is_walked(self) -> bool:
        """Whether everything that the author demands is done, so that the roadmap is finished.

        A skipped topic is not done.
        """
        return 0 < self.counts.total == self.counts.done

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The main topics and groups that hold topics, in reading order, each with its counts."""
        found = demands(self.roadmap).sections
        return tuple(Section(entry, self._counted(demand)) for entry, _, demand in found)

    @property
    def is_begun(self) -> bool:
        """Whether any topic has a status."""
        return any(
            i in self._places and status != PENDING.value for i, status in self.effective_marks.items()
        )

    def is_optional(self, topic_id: str) -> bool:
        """Returns whether the learner may leave a topic out.

        The author calls it optional, or it is left of a choice of which enough is done.
        """
        return topic_id in demands(self.roadmap).left_out or topic_id in self.left_over

    @cached_property
    def left_over(self) -> frozenset[str]:
        """The topics that are not done, of choices of which enough is done."""
        marks = self.effective_marks
        enough = [c for c in demands(self.roadmap).choices if self._tally(c)[0] == c.choose]
        return frozenset(i for choice in enough for i in choice.topic_ids if marks.get(i) != DONE.value)

    def changed_with(self, topic_id: str) -> tuple[str, ...]:
        """Returns the ids of the other topics of which a mark on one may just have changed `is_optional`.

        They belong to choices of which enough is done with the topic, and not without it.
        """
        around = demands(self.roadmap).around.get(topic_id)
        if not around:
            return ()
        marks = self.effective_marks
        with_it = Standing(self.roadmap, {**marks, topic_id: DONE.value})
        without = Standing(self.roadmap, {**marks, topic_id: PENDING.value})
        turned = (c for c in around if without._tally(c)[0] < c.choose == with_it._tally(c)[0])
        ids = dict.fromkeys(i for choice in turned for i in choice.topic_ids)
        return tuple(i for i in ids if i != topic_id and marks.get(i) != DONE.value)

    @property
    def open_optional(self) -> tuple[Topic, ...]:
        """The topics that the author calls optional and that are neither done nor skipped."""
        return tuple(self.roadmap.topics[i] for i in self._open_optional(self.roadmap.order))

    def is_met(self, topic_id: str) -> bool:
        """Returns whether a topic that another one requires keeps nobody from that one.

        It is done, skipped, optional or no longer on the map.
        """
        is_open = self.effective_marks.get(topic_id) in OPEN
        return not is_open or topic_id not in self._places or self.is_optional(topic_id)

    @cached_property
    def left(self) -> tuple[Topic, ...]:
        """The topics that are left to do, in reading order.

        Of a choice these are as many as are missing, those that are being learnt before others. An optional
        topic is among them while it is being learnt: that is the learner's own choice.
        """
        marks, whole = self.effective_marks, demands(self.roadmap).whole
        wanted = {i for i in whole.required if marks.get(i) in OPEN}
        wanted.update(i for i in self.roadmap.order if marks.get(i) == LEARNING.value)
        for choice in whole.choices:
            wanted.update(self._missing(choice))
        return tuple(self.roadmap.topics[i] for i in self.roadmap.order if i in wanted)

    @cached_property
    def next_topic(self) -> Topic | None:
        """The topic to go on with, or None when nothing is left to do.

        It is the first topic that is being learnt, or else the first one on the way, or else the first one
        that the author calls optional, as long as the roadmap is not finished.
        """
        marks, order = self.effective_marks, self.roadmap.order
        learning = next((i for i in order if marks.get(i) == LEARNING.value), None)
        if learning is not None:
            return self.roadmap.topics[learning]
        if self.first_open is not None or self.is_walked:
            return self.first_open
        return self._first(self._open_optional(order))

    @cached_property
    def first_open(self) -> Topic | None:
        """The first topic on the way that is neither done nor skipped, nor optional.

        Everything that it requires is met. It does not depend on marks further on.
        """
        return self._first(self._open_required(self.roadmap.order))

    def next_after(self, topic_id: str) -> Topic | None:
        """Returns the topic to go on with once another one is done, or None when nothing else is left.

        It is the first open one after it in reading order, or else the first one. From an optional topic,
        and where only optional ones are left, it is the next of those.
        """
        order = self.roadmap.order
        begin = self._places.get(topic_id, -1) + 1
        others = [i for i in (*order[begin:], *order[:begin]) if i != topic_id]
        after = Standing(self.roadmap, {**self.effective_marks, topic_id: DONE.value})
        found = after._first(after._open_required(others))
        if found is None and not (after.is_walked and not self.is_optional(topic_id)):
            found = after._first(after._open_optional(others))
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {topic_id: place for place, topic_id in enumerate(self.roadmap.order)}

    def _first(self, topic_ids: Iterator[str]) -> Topic | None:
        """Returns the first topic of which everything that it requires is met."""
        topics = self.roadmap.topics
        return next((topics[i] for i in topic_ids if all(map(self.is_met, topics[i].requires))), None)

    def _open_required(self, topic_ids: Iterable[str]) -> Iterator[str]:
        marks = self.effective_marks
        return (i for i in topic_ids if marks.get(i) in OPEN and not self.is_optional(i))

    def _open_optional(self, topic_ids: Iterable[str]) -> Iterator[str]:
        """Yields what the author calls optional: what is left of a choice is not offered."""
        marks, left_out = self.effective_marks, demands(self.roadmap).left_out
        return (i for i in topic_ids if i in left_out and marks.get(i) in OPEN)

    def _statuses_of(self, topic_ids: Iterable[str]) -> list[str | None]:
        """Returns the status of each topic; None stands for a topic without a mark."""
        return list(map(self.effective_marks.get, topic_ids))

    def _counted(self, demand: Demand) -> Counts:
        found = self._statuses_of(demand.required)
        done, learning, skipped = (found.count(status.value) for status in (DONE, LEARNING, SKIPPED))
        if not demand.choices and not demand.left_out:
            return Counts(demand.total, done, learning, skipped)
        others = self._statuses_of(demand.left_out)
        for choice in demand.choices:
            others += self._statuses_of(choice.topic_ids)
        all_done, all_learning = done + others.count(DONE.value), learning + others.count(LEARNING.value)
        for choice in demand.choices:
            of_choice = self._tally(choice)
            done, learning, skipped = done + of_choice[0], learning + of_choice[1], skipped + of_choice[3]
        return Counts(
            demand.total, done, learning, skipped, demand.optional, all_done - done, all_learning - learning
        )

    def _tally(self, choice: Choice) -> tuple[int, int, int, int]:
        """Returns how many of those to choose are done, being learnt, pending, and skipped.

        The furthest statuses are taken first, so that it does not depend on which topics have them. What
        can be chosen only of skipped topics is skipped.
        """
        found = self._statuses_of(choice.topics)
        done, learning, skipped = (found.count(status.value) for status in (DONE, LEARNING, SKIPPED))
        pending = len(found) - done - learning - skipped
        for inner in choice.choices:
            of_inner = self._tally(inner)
            done, learning, pending = done + of_inner[0], learning + of_inner[1], pending + of_inner[2]
        done = min(done, choice.choose)
        learning = min(learning, choice.choose - done)
        pending = min(pending, choice.choose - done - learning)
        return done, learning, pending, choice.choose - done - learning - pending

    def _missing(self, choice: Choice) -> list[str]:
        """Returns topics that would do for what is missing of a choice."""
        marks = self.effective_marks
        found = [i for i in choice.topic_ids if marks.get(i) in OPEN]
        found.sort(key=lambda i: (marks.get(i) != LEARNING.value, self._places[i]))
        chosen: dict[str, str] = {}
        have = self._tally(choice)[0]
        for topic_id in found:
            more = Standing(self.roadmap, {**marks, **chosen, topic_id: DONE.value})._tally(choice)[0]
            if more > have:
                chosen[topic_id], have = DONE.value, more
        return list(chosen)
