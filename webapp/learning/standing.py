"""Where a learner stands on a roadmap: the status of each topic, counts, and the topic that comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.learning.demands import Choice, Demand, Demands, TopicSet, all_choices, demands
from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, Status, status_named


# A page has one for each section, and named tuples are made in half the time of dataclasses.
class Counts(NamedTuple):
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


class Section(NamedTuple):
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

    def is_finished_by(self, topic_id: str) -> bool:
        """Returns whether the roadmap is finished, and would not be without this topic."""
        if not self.is_walked or self.status_of(topic_id) is not DONE:
            return False
        return not Standing(self.roadmap, {**self.effective_marks, topic_id: PENDING.value}).is_walked

    def would_finish(self, topic_id: str) -> bool:
        """Returns whether the roadmap is finished once this topic is done, if it is not already."""
        return Standing(self.roadmap, {**self.effective_marks, topic_id: DONE.value}).is_walked

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The main topics and groups that hold topics, in reading order, each with its counts."""
        found = demands(self.roadmap).sections
        return tuple(Section(entry, self._counted(demand)) for entry, _, demand in found)

    @property
    def is_begun(self) -> bool:
        """Whether any topic has a status."""
        return any(self._with_status)

    def is_optional(self, topic_id: str) -> bool:
        """Returns whether the learner may leave a topic out.

        The author calls it optional, or it is left of a choice of which enough is done.
        """
        return bool(self._set_of(topic_id) & (self._demands.left_out_set | self._left_over))

    @property
    def left_over(self) -> frozenset[str]:
        """The topics that are not done, of choices of which enough is done."""
        return frozenset(topic.id for topic in self._topics(self._left_over))

    def changed_with(self, topic_id: str) -> tuple[str, ...]:
        """Returns the ids of the other topics of which a mark on one may just have changed `is_optional`.

        They belong to choices of which enough is done with the topic, and not without it.
        """
        around = self._demands.around.get(topic_id)
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
        return tuple(self._topics(self._open_optional))

    def is_met(self, topic_id: str) -> bool:
        """Returns whether a topic that another one requires keeps nobody from that one.

        It is done, skipped, optional or no longer on the map.
        """
        return not self._set_of(topic_id) & self._open_required

    @cached_property
    def left(self) -> tuple[Topic, ...]:
        """The topics that are left to do, in reading order.

        Of a choice these are as many as are missing, those that are being learnt before others. An optional
        topic is among them while it is being learnt: that is the learner's own choice.
        """
        whole, (_, learning, _) = self._demands.whole, self._with_status
        wanted = whole.required_set & self._open | learning
        for choice in whole.choices:
            wanted |= self._missing(choice)
        return tuple(self._topics(wanted))

    @cached_property
    def next_topic(self) -> Topic | None:
        """The topic to go on with, or None when nothing is left to do.

        It is the first topic that is being learnt, or else the first one on the way, or else the first one
        that the author calls optional, as long as the roadmap is not finished.
        """
        _, learning, _ = self._with_status
        if learning:
            return next(self._topics(learning))
        if self.first_open is not None or self.is_walked:
            return self.first_open
        return self._first(self._open_optional)

    @cached_property
    def first_open(self) -> Topic | None:
        """The first topic on the way that is neither done nor skipped, nor optional.

        Everything that it requires is met. It does not depend on marks further on.
        """
        return self._first(self._open_required)

    def next_after(self, topic_id: str) -> Topic | None:
        """Returns the topic to go on with once another one is done, or None when nothing else is left.

        It is the first open one after it in reading order, or else the first one. From an optional topic,
        and where only optional ones are left, it is the next of those.
        """
        after = Standing(self.roadmap, {**self.effective_marks, topic_id: DONE.value})
        found = after._first_after(topic_id, after._open_required)
        if found is None and not (after.is_walked and not self.is_optional(topic_id)):
            found = after._first_after(topic_id, after._open_optional)
        return found

    @property
    def _demands(self) -> Demands:
        return demands(self.roadmap)

    def _set_of(self, topic_id: str) -> TopicSet:
        """Returns the set of one topic, which is empty for what the roadmap does not draw."""
        return self._demands.set_of.get(topic_id, 0)

    def _topics(self, wanted: TopicSet) -> Iterator[Topic]:
        """Yields the topics of a set, in reading order."""
        topics, order = self.roadmap.topics, self.roadmap.order
        while wanted:
            first = wanted & -wanted
            yield topics[order[first.bit_length() - 1]]
            wanted ^= first

    @cached_property
    def _with_status(self) -> tuple[TopicSet, TopicSet, TopicSet]:
        """The topics that are done, that are being learnt, and that are skipped."""
        set_of = self._demands.set_of
        found = {DONE.value: 0, LEARNING.value: 0, SKIPPED.value: 0, PENDING.value: 0}
        for topic_id, status in self.effective_marks.items():
            found[status] |= set_of.get(topic_id, 0)
        return found[DONE.value], found[LEARNING.value], found[SKIPPED.value]

    @cached_property
    def _open(self) -> TopicSet:
        """What is neither done nor skipped."""
        done, _, skipped = self._with_status
        return (1 << len(self.roadmap.order)) - 1 & ~(done | skipped)

    @cached_property
    def _left_over(self) -> TopicSet:
        found = 0
        for choice in self._demands.choices:
            if self._tally(choice)[0] == choice.choose:
                found |= choice.all
        done, _, _ = self._with_status
        return found & ~done

    @cached_property
    def _open_required(self) -> TopicSet:
        return self._open & ~(self._demands.left_out_set | self._left_over)

    @property
    def _open_optional(self) -> TopicSet:
        """What the author calls optional: what is left of a choice is not offered."""
        return self._open & self._demands.left_out_set

    def _first(self, wanted: TopicSet) -> Topic | None:
        """Returns the first topic of which everything that it requires is met."""
        return next((topic for topic in self._topics(wanted) if all(map(self.is_met, topic.requires))), None)

    def _first_after(self, topic_id: str, wanted: TopicSet) -> Topic | None:
        """Returns the same of those after a topic, or else of all."""
        this = self._set_of(topic_id)
        up_to_this = this | (this - 1) if this else 0
        return self._first(wanted & ~up_to_this) or self._first(wanted & ~this)

    def _counted(self, demand: Demand) -> Counts:
        required, others = demand.required_set, demand.other_set
        all_done, all_learning, all_skipped = self._with_status
        done = (required & all_done).bit_count()
        learning = (required & all_learning).bit_count()
        skipped = (required & all_skipped).bit_count()
        if not others:
            return Counts(demand.total, done, learning, skipped)
        optional_done = (others & all_done).bit_count()
        optional_learning = (others & all_learning).bit_count()
        for choice in demand.choices:
            of_choice = self._tally(choice)
            done, learning, skipped = done + of_choice[0], learning + of_choice[1], skipped + of_choice[3]
            optional_done, optional_learning = optional_done - of_choice[0], optional_learning - of_choice[1]
        return Counts(
            demand.total, done, learning, skipped, demand.optional, optional_done, optional_learning
        )

    def _tally(self, choice: Choice) -> tuple[int, int, int, int]:
        """Returns how many of those to choose are done, being learnt, pending, and skipped.

        The furthest statuses are taken first, so that it does not depend on which topics have them. What
        can be chosen only of skipped topics is skipped.
        """
        all_done, all_learning, _ = self._with_status
        done = (choice.own & all_done).bit_count()
        learning = (choice.own & all_learning).bit_count()
        pending = (choice.own & self._open).bit_count() - learning
        for inner in choice.choices:
            of_inner = self._tally(inner)
            done, learning, pending = done + of_inner[0], learning + of_inner[1], pending + of_inner[2]
        done = min(done, choice.choose)
        learning = min(learning, choice.choose - done)
        pending = min(pending, choice.choose - done - learning)
        return done, learning, pending, choice.choose - done - learning - pending

    def _missing(self, choice: Choice) -> TopicSet:
        """Returns topics that would do for what is missing of a choice.

        A topic does if neither the choice nor one between them has enough with those before it.
        """
        missing = {each: each.choose - self._tally(each)[0] for each in all_choices((choice,))}
        around, found = self._demands.around, 0
        _, learning, _ = self._with_status
        for candidates in (learning, self._open & ~learning):
            for topic in self._topics(choice.all & candidates):
                if not missing[choice]:
                    return found
                holding = around[topic.id]
                if all(missing[each] for each in holding):
                    found |= self._set_of(topic.id)
                    missing.update((each, missing[each] - 1) for each in holding)
        return found
