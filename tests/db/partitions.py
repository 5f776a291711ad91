"""The tables as a distributed engine has them: split by learner, with PostgreSQL's own hash partitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.schema import CreateIndex, CreateTable

from webapp.db.base import Base

PARTS = 4
# Ids come from one sequence, as a distributed engine has it; directories, tries and names are copied to every node.
SHARED = {
    "username_directory",
    "address_directory",
    "address_claim",
    "token_directory",
    "sign_in_try",
    "roadmap_name",
    "record_directory",
    "identity_directory",
    "passkey_directory",
    "used_state",
    "used_challenge",
    "job",
    "audit_event",
    "invitation",
    "content_announcement",
    "first_serving",
}
DISTRIBUTED = set(Base.metadata.tables) - SHARED
STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)")
PARTITION = re.compile(r"\bon \w+?_(\d)\b")


def make_partitioned_tables(engine: Engine) -> None:
    """Creates all tables, those of learners in parts."""
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            create = str(CreateTable(table).compile(engine))
            if table.name in SHARED:
                connection.exec_driver_sql(create)
            else:
                _make_parts(connection, table, create)
            for index in table.indexes:
                connection.exec_driver_sql(str(CreateIndex(index).compile(engine)))


def _make_parts(connection: Connection, table: Table, create: str) -> None:
    key = "id" if table.name == "learner" else "learner_id"
    connection.exec_driver_sql(f"{create} PARTITION BY HASH ({key})")
    for part in range(PARTS):
        values = f"FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
        connection.exec_driver_sql(f"CREATE TABLE {table.name}_{part} PARTITION OF {table.name} {values}")


@dataclass
class Touched:
    """The statements that were run, each with the partitions that its plan names."""

    statements: list[tuple[str, set[str]]] = field(default_factory=list)

    @property
    def own(self) -> list[tuple[str, set[str]]]:
        """Statements on tables of learners."""
        return [(statement, parts) for statement, parts in self.statements if parts]

    @property
    def wide(self) -> list[str]:
        """Statements that touch more than one partition."""
        return [statement for statement, parts in self.own if len(parts) > 1]


def watch(engine: Engine) -> Touched:
    """Returns what grows by each statement from now on. An insert of values has no scan, and is not in it."""
    touched = Touched()
    planning = []

    @event.listens_for(engine, "before_cursor_execute")
    def plan(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if planning or many or not STATEMENT.match(statement):
            return
        planning.append(statement)
        try:
            lines = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars().all()
        finally:
            planning.pop()
        touched.statements.append((statement, set(PARTITION.findall("\n".join(lines)))))

    return touched
