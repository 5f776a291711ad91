"""One unit of work: it commits or rolls back, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from tests.databases import on_both
from webapp.accounts.models import SignInTry
from webapp.db.unit_of_work import writing, writing_by_statements
from webapp.web.site.extensions import db

WEBAPP = Path(__file__).parent.parent.parent / "webapp"
TRANSACTIONS = re.compile(r"\b(begin_write|begin_nested|begin|commit|rollback)\(")


ADD = insert(SignInTry).values(key="k", at=func.current_timestamp())


def add_and_fail() -> None:
    with writing(db.session()) as session:
        session.execute(ADD)
        raise KeyError


@on_both
def test_it_commits_at_the_end_and_rolls_back_on_an_error(app: Flask) -> None:
    count = select(func.count()).select_from(SignInTry)
    with app.app_context():
        with writing(db.session()) as session:
            session.execute(ADD)
        with pytest.raises(KeyError):
            add_and_fail()
        db.session.remove()
        assert db.session.scalar(count) == 1


def add_by_statements_and_fail() -> None:
    with writing_by_statements(db.engine) as connection:
        connection.execute(ADD)
        raise KeyError


@on_both
def test_one_without_a_session_does_the_same(app: Flask) -> None:
    count = select(func.count()).select_from(SignInTry)
    with app.app_context():
        with writing_by_statements(db.engine) as connection:
            connection.execute(ADD)
        with pytest.raises(KeyError):
            add_by_statements_and_fail()
        assert db.session.scalar(count) == 1


def test_one_inside_another_is_refused(app: Flask) -> None:
    with (
        app.app_context(),
        writing(db.session()) as session,
        pytest.raises(RuntimeError, match="under way"),
        writing(session),
    ):
        pass


def test_nothing_else_begins_commits_or_rolls_back() -> None:
    found = {
        f"{path.relative_to(WEBAPP)}:{number}"
        for path in WEBAPP.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if TRANSACTIONS.search(line) and not line.startswith("def ")
    }
    # The driver's connection is below a unit of work, backups work on connections of their own, and a name that
    # two want at once is tried inside a unit of work, as are statistics, which may take too long.
    others = {
        "db/timeouts.py",
        "db/statistics.py",
        "accounts/renaming.py",
        *(f"backups/{path.name}" for path in (WEBAPP / "backups").glob("*.py")),
    }
    assert {place.partition(":")[0] for place in found} - others == {"db/unit_of_work.py"}
