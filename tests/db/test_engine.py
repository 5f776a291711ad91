"""How connections are opened."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.databases import on_both
from webapp.db import gate, timeouts
from webapp.db.engine import engine_options, normalize_url
from webapp.db.unit_of_work import end_reading
from webapp.web.site.extensions import db


def test_sqlite_syncs_every_write_keeps_foreign_keys_and_waits_five_seconds(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.scalar(text(f"PRAGMA {name}")) for name in names]
    assert values == ["wal", 2, 1, 5000]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_gives_up_on_statements_locks_and_forgotten_transactions(app: Flask) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    with app.app_context(), db.engine.connect() as connection:
        connection.rollback()
        values = [connection.scalar(text(f"SHOW {name}")) for name in names]
        dbapi = connection.connection.dbapi_connection
        assert dbapi is not None
        assert dbapi.prepare_threshold is None
    assert values == ["5s", "5s", "30s"]


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_is_lost_after_reading_fails_nothing(app: Flask) -> None:
    """The page has been made; the next request gets another connection."""
    cut = text("SELECT pg_terminate_backend(:pid)")
    with app.app_context():
        pid = db.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(cut, {"pid": pid})
    with app.app_context():
        pid = db.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(cut, {"pid": pid})
        end_reading(db.session())
        assert db.session.scalar(text("SELECT 1")) == 1


def test_this_side_gives_up_later_than_the_server_says_so_itself() -> None:
    assert timeouts.ANSWER_SECONDS == 6.0
    assert timeouts.STATEMENT_MS == timeouts.BUSY_MS == 5000
    assert timeouts.CONNECT_SECONDS == 3
    assert (gate.MOST_AT_ONCE, gate.TURN_SECONDS) == (5, 0.5)


@on_both
def test_an_error_names_no_value_of_a_row(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        entry = text("INSERT INTO username_directory (folded, learner_id) VALUES (:folded, 1)")
        connection.execute(entry, {"folded": "a-secret-name"})
        with pytest.raises(IntegrityError) as caught:
            connection.execute(entry, {"folded": "a-secret-name"})
    words = str(caught.value)
    assert "hidden" in words
    assert "a-secret-name" not in words
    assert "a-secret-name" not in str(caught.value.orig)


def test_urls_get_the_installed_driver_and_nothing_that_a_pooler_refuses() -> None:
    assert (
        normalize_url("postgres://u@h/d")
        == normalize_url("postgresql://u@h/d")
        == "postgresql+psycopg://u@h/d"
    )
    assert normalize_url("sqlite:///x.db") == "sqlite:///x.db"
    options = engine_options("postgresql+psycopg://u@h/d")
    assert set(options["connect_args"]) == {"connect_timeout", "tcp_user_timeout", "prepare_threshold"}
    assert options["hide_parameters"] is True
    assert engine_options("sqlite:///x.db")["hide_parameters"] is True
