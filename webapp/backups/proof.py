"""What proves that two databases hold the same: rows by table, and the journal replayed into marks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, func, select

from webapp.backups.databases import tables_of
from webapp.progress.models import NO_MARK

CHUNK = 5000
Marks = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Proof:
    """`rows` counts the rows of each table. `marks` and `replayed` are digests of all marks: as they are,
    and as the journal gives them. `differing` learners have marks that their journal does not give.
    """

    rows: dict[str, int]
    marks: str
    replayed: str
    differing: int

    @property
    def all_rows(self) -> int:
        """How many rows all tables have together."""
        return sum(self.rows.values())

    def differences(self, other: Proof) -> list[str]:
        """Returns in words what another database holds otherwise."""
        said = [
            f"{name} has {other.rows.get(name, 0)} rows instead of {self.rows.get(name, 0)}"
            for name in sorted(self.rows.keys() | other.rows.keys())
            if self.rows.get(name, 0) != other.rows.get(name, 0)
        ]
        if self.marks != other.marks:
            said.append("the marks differ")
        if (self.replayed, self.differing) != (other.replayed, other.differing):
            said.append("the journal gives other marks")
        return said


def prove(connection: Connection) -> Proof:
    """Returns the proof of what a connection sees."""
    tables = tables_of(connection).tables
    rows = {
        name: connection.scalar(select(func.count()).select_from(table)) or 0
        for name, table in sorted(tables.items())
        if name != "sqlite_sequence"
    }
    if not {"topic_mark", "progress_event"} <= tables.keys():
        return Proof(rows, "", "", 0)
    marks = _by_learner(_marks(connection, tables["topic_mark"]))
    journal = _by_learner(_events(connection, tables["progress_event"]))
    return Proof(rows, *_compared(marks, journal))


def _compared(
    marks: Iterator[tuple[int, Marks]], journal: Iterator[tuple[int, Marks]]
) -> tuple[str, str, int]:
    """Returns the digests of marks and of what the journal gives, and how many learners differ."""
    first, second, differing = hashlib.sha256(), hashlib.sha256(), 0
    left, right = next(marks, None), next(journal, None)
    while left or right:
        learner = min(pair[0] for pair in (left, right) if pair)
        here = left[1] if left and left[0] == learner else {}
        there = right[1] if right and right[0] == learner else {}
        differing += here != there
        first.update(_line(learner, here))
        second.update(_line(learner, there))
        if left and left[0] == learner:
            left = next(marks, None)
        if right and right[0] == learner:
            right = next(journal, None)
    return first.hexdigest(), second.hexdigest(), differing


def _line(learner: int, marks: Marks) -> bytes:
    # A learner without marks is the same as none.
    return repr((learner, sorted(marks.items()))).encode() if marks else b""


def _by_learner(rows: Iterable[tuple[int, str, str, str]]) -> Iterator[tuple[int, Marks]]:
    """Gives each learner's marks. Of several rows of a topic the last one counts."""
    for learner, of_learner in groupby(rows, lambda row: row[0]):
        last = {(roadmap, topic): status for _, roadmap, topic, status in of_learner}
        yield learner, {topic: status for topic, status in last.items() if status != NO_MARK}


def _marks(connection: Connection, table: Table) -> Iterator[Any]:
    column, learner = table.c, _learner_column(table)
    query = select(learner, column.roadmap, column.topic_id, column.status).order_by(learner)
    return _streamed(connection, query)


def _events(connection: Connection, table: Table) -> Iterator[Any]:
    column, learner = table.c, _learner_column(table)
    # As version 0.1.0 named it.
    number = column.number if "number" in column else column.id
    query = select(learner, column.roadmap, column.topic_id, column.after).order_by(learner, number)
    return _streamed(connection, query)


def _learner_column(table: Table) -> Any:
    return table.c.learner_id if "learner_id" in table.c else table.c.user_id


def _streamed(connection: Connection, query: Any) -> Iterator[Any]:
    return iter(connection.execute(query, execution_options={"yield_per": CHUNK}))
