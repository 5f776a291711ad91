"""What can become of a learner's rows in a table; `tables` says it for each table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy import Column, ColumnElement, Table


class Arrival(Enum):
    """What an import does with the rows of a section."""

    NEVER = "never"
    # Rows whose key the learner does not have yet are added; the others stay as they are.
    ADDED = "added"
    # By code of its own, in `importing`.
    OWN = "own"


class Merging(Enum):
    """What becomes of the rows of an account that is merged into another one."""

    # They go with the account.
    DROPPED = "dropped"
    # They become the other account's, but for those whose key it has already.
    MOVED = "moved"
    # By code of its own, in `accounts_merging`.
    OWN = "own"


@dataclass(frozen=True, slots=True)
class TableRule:
    """What becomes of a learner's rows in a table when they are exported, imported and merged.

    `section` is the part of the export that has the columns `exported`; without one nothing is exported.
    `withheld` says of every other column why it is not, and `why` what is to say about the table.
    `deletion` needs no word: a learner's rows are deleted from every table that is listed.
    """

    table: Table
    section: str = ""
    exported: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    arrival: Arrival = Arrival.NEVER
    merging: Merging = Merging.DROPPED
    why: str = ""
    # A learner has one row at most, so that the section is an object instead of a list.
    is_single: bool = False
    # How many rows a learner may have after an import; it is far more than anybody has.
    most: int = 100_000
    # Which of the rows, where several sections share a table; it may depend on the parameter `learner`.
    only: ColumnElement[bool] | None = None

    @property
    def owner(self) -> Column[int]:
        """The column that names the learner."""
        return self.table.c["id" if self.table.name == "learner" else "learner_id"]

    @property
    def columns(self) -> tuple[Column[object], ...]:
        """The columns that are exported."""
        return tuple(self.table.c[name] for name in self.exported)

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the columns that tell a learner's rows apart."""
        return tuple(c.name for c in self.table.primary_key if c.name != self.owner.name)
