"""The keys of the tables: a learner's own data can be distributed by learner."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Table, inspect

from tests.databases import on_both
from webapp.accounts import models as accounts
from webapp.accounts import second_step_models as second_steps
from webapp.db.base import Base
from webapp.habits import models as habits
from webapp.jobs import models as jobs
from webapp.progress import models as progress
from webapp.web.site.extensions import db

assert accounts.Base is second_steps.Base is progress.Base is jobs.Base is habits.Base is Base

# What has to be unique over all learners; tries, which count for names without an account too, the names of
# roadmaps, and the queue of background work.
DIRECTORIES = {
    "username_directory",
    "address_directory",
    "address_claim",
    "identity_directory",
    "passkey_directory",
    "token_directory",
    "record_directory",
}
NOBODYS = {
    "audit_event",
    "invitation",
    "sign_in_try",
    "used_state",
    "used_challenge",
    "roadmap_name",
    "job",
    "content_announcement",
    "first_serving",
}
OWN = sorted(set(Base.metadata.tables) - DIRECTORIES - NOBODYS - {"learner"})


@pytest.mark.parametrize("name", OWN)
def test_every_key_and_index_of_a_learners_own_table_begins_with_the_learner(name: str) -> None:
    table = Base.metadata.tables[name]
    keys = {str(key.name or key): [c.name for c in key.columns] for key in _keys(table)}
    assert keys
    assert {key: columns[0] for key, columns in keys.items()} == dict.fromkeys(keys, "learner_id")
    (owner,) = table.c.learner_id.foreign_keys
    assert owner.target_fullname == "learner.id"
    assert owner.ondelete == "CASCADE"
    assert [column.name for column in table.columns if column.foreign_keys] == ["learner_id"]


@pytest.mark.parametrize("name", sorted(DIRECTORIES))
def test_a_directory_has_one_unique_column_and_refers_to_nothing(name: str) -> None:
    table = Base.metadata.tables[name]
    assert [column.name for column in table.columns if column.primary_key] != ["learner_id"]
    # Of a name also until when it is held.
    assert {column.name for column in table.columns} - {"held_until"} == {
        *(column.name for column in table.primary_key),
        "learner_id",
    }
    assert not table.foreign_keys


@on_both
def test_primary_keys_are_those_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        found = inspect(connection)
        keys = {name: found.get_pk_constraint(name)["constrained_columns"] for name in Base.metadata.tables}
    assert keys == {name: [c.name for c in table.primary_key] for name, table in Base.metadata.tables.items()}


def _keys(table: Table) -> list[object]:
    unique = [
        c for c in table.constraints if type(c).__name__ in {"PrimaryKeyConstraint", "UniqueConstraint"}
    ]
    return [*unique, *table.indexes]
