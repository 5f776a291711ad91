"""Every table with something of a learner's says what becomes of it; a new one fails here until it does."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from webapp.app import create_app
from webapp.db.base import Base
from webapp.portability.rules import Arrival, Merging, TableRule
from webapp.portability.tables import RULES, SECTIONS

# Importing the application fills the metadata with the tables of every floor.
assert create_app
# Tables without a learner: names of roadmaps, versions of the content, tries under hashed keys, and work to be done.
NOBODYS = {
    "sign_in_try",
    "roadmap_name",
    "job",
    "used_state",
    "used_challenge",
    "audit_event",
    "invitation",
    "content_announcement",
    "first_serving",
}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_has_a_rule_or_nothing_of_a_learner(table: Table) -> None:
    has_rule = table.name in {rule.table.name for rule in RULES}
    assert has_rule is (table.name not in NOBODYS), f"{table.name} needs a TableRule: see docs/data.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.section or rule.table.name)
def test_every_column_is_exported_or_has_a_reason(rule: TableRule) -> None:
    own = {column.name for column in rule.table.columns} - {"learner_id"}
    assert set(rule.exported) | set(rule.withheld) == own
    assert not set(rule.exported) & set(rule.withheld)
    assert all(reason.endswith(".") for reason in rule.withheld.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.section or rule.table.name)
def test_what_is_left_behind_has_a_reason(rule: TableRule) -> None:
    is_complete = rule.section and rule.arrival is not Arrival.NEVER and rule.merging is Merging.MOVED
    assert rule.why.endswith(".") or is_complete


def test_sections_have_names_of_their_own() -> None:
    names = [rule.section for rule in SECTIONS]
    assert len(names) == len(set(names))


def test_nothing_secret_is_exported() -> None:
    exported = {f"{rule.table.name}.{name}" for rule in SECTIONS for name in rule.exported}
    assert [name for name in exported if any(word in name for word in ("hash", "secret", "token"))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.section or rule.table.name)
def test_rows_are_found_by_their_learner(rule: TableRule) -> None:
    leading = [next(iter(index.columns)).name for index in rule.table.indexes]
    leading.append(next(iter(rule.table.primary_key)).name)
    assert rule.owner.name in leading
