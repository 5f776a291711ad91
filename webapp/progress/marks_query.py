"""What a page asks of a learner's marks: read along with the learner, or by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from webapp.db.base import Reader
from webapp.progress.marks import marked_at, marks_of
from webapp.progress.packed_marks import unpacked_marks, unpacked_times


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """The status of each marked topic of a roadmap by id.

    `times` has when topics of other roadmaps were marked, by key and topic id.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class MarksQuery:
    """Asks for the marks under the keys of a roadmap, and when `others` got the status that they have.

    `others` are topics of other roadmaps, by key and id; only those that have `status` are found.
    """

    keys: tuple[str, ...] = ()
    others: frozenset[tuple[str, str]] = frozenset()
    status: str = ""

    @property
    def needs_own_query(self) -> bool:
        """Whether it cannot be read along: under several keys the newest mark of a topic counts."""
        return len(self.keys) > 1

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The values for `packed_marks` and, if there are others, for `packed_times`."""
        values: dict[str, object] = {"roadmap": self.keys[0] if self.keys else ""}
        if self.others:
            values["status"] = self.status
            values["roadmaps"] = sorted({roadmap for roadmap, _ in self.others})
            values["topics"] = sorted({topic for _, topic in self.others})
        return values

    def unpacked(self, marks: str | None, times: str | None = None) -> FoundMarks:
        """Returns what was read along as these columns."""
        return FoundMarks(unpacked_marks(marks), unpacked_times(times))

    def read(self, reader: Reader, learner_id: int) -> FoundMarks:
        """Returns what is found by a query for each of the two."""
        times = marked_at(reader, learner_id, self.status, self.others) if self.others else {}
        return FoundMarks(marks_of(reader, learner_id, *self.keys), times)
