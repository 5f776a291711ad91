"""`flask db copy --to URL`: every row, from SQLite to PostgreSQL and back, into an empty database only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.tables import rows_of_all_tables
from webapp.accounts.models import SignInTry
from webapp.backups import copying
from webapp.db.base import Base
from webapp.db.learners import Learner
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

Run = Callable[..., Result]
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
pytestmark = pytest.mark.slow


@pytest.fixture
def other_kind(database_url: str) -> str:
    return OTHER[database_url.partition(":")[0]]


def rows_of(site: Flask) -> dict[str, list[Any]]:
    """Every row of every table, as Python's values."""
    with site.app_context(), db.engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str) for table in tables
        }


def url_of(site: Flask) -> str:
    return services_of(site).settings.database_url


@on_both
def test_the_other_kind_has_every_row(
    app: Flask, ada: FlaskClient, learner: int, run: Run, empty_site: Any, other_kind: str
) -> None:
    with app.app_context(), writing(db.session()) as session:
        # An order in which languages and bytes differ, and numbers that were given and are gone.
        for key in ("Zoé", "alice", "Émile", "_", "ß", "a" * 64):
            session.add(SignInTry(key=key, at=datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)))
        gone = Learner(kind="guest", created_at=datetime.now(UTC))
        session.add(gone)
        session.flush()
        last = gone.id
        session.delete(gone)
    with empty_site(other_kind) as other:
        done = run("db", "copy", "--to", url_of(other))
        assert done.exit_code == 0, done.output
        assert rows_of(other) == rows_of(app)
        with other.app_context(), db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        with other.app_context():
            upgrade()
            with writing(db.session()) as session:
                new = Learner(kind="guest", created_at=datetime.now(UTC))
                session.add(new)
                session.flush()
                assert new.id == last + 1
            with pytest.raises(DBAPIError, match="append-only"), writing(db.session()) as session:
                session.execute(text("UPDATE audit_event SET event = 'nothing'"))
        client = other.test_client()
        assert client.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
        again = run("db", "copy", "--to", url_of(other))
    assert (again.exit_code, "is not empty" in again.output) == (1, True)


@on_both
def test_a_row_that_comes_out_another_one_undoes_all(
    app: Flask, learner: int, run: Run, empty_site: Any, other_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_table = copying._copy_table

    def copy_badly(source: Any, target: Any, table: Any) -> int:
        count = copy_table(source, target, table)
        if table.name == "topic_mark":
            target.execute(text("UPDATE topic_mark SET status = 'skipped' WHERE topic_id = 'topic-7'"))
        return count

    monkeypatch.setattr(copying, "_copy_table", copy_badly)
    with empty_site(other_kind) as other:
        done = run("db", "copy", "--to", url_of(other))
        assert (done.exit_code, "a row of topic_mark" in done.output) == (1, True)
        assert rows_of_all_tables(other) == {}


@on_both
def test_an_older_schema_has_to_be_upgraded_first(
    app: Flask, run: Run, empty_site: Any, other_kind: str
) -> None:
    with app.app_context():
        downgrade(revision="0004")
    with empty_site(other_kind) as other:
        done = run("db", "copy", "--to", url_of(other))
    assert (done.exit_code, "db upgrade" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://x", "--to: expected"),
        ("sqlite://", "--to: expected"),
        ("postgresql://someone:h1dden@127.0.0.1:1/none", "nothing was copied"),
    ],
)
def test_a_target_that_is_none(app: Flask, run: Run, url: str, words: str) -> None:
    done = run("db", "copy", "--to", url)
    assert (done.exit_code, words in done.output, "h1dden" in done.output) == (1, True, False)


def test_it_is_not_copied_onto_itself(app: Flask, run: Run) -> None:
    assert "the same" in run("db", "copy", "--to", url_of(app)).output
