"""Migrations, online only; one starter at a time, so that several may start together."""

from __future__ import annotations

import os

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.accounts import models as accounts
from webapp.accounts import second_step_models as second_steps
from webapp.config import Values
from webapp.db.readiness import reason
from webapp.habits import models as habits
from webapp.jobs import models as jobs
from webapp.progress import models as progress

LOCK = 7_071_905
database = current_app.extensions["migrate"].db
metadata = database.metadata
assert (
    accounts.Base.metadata
    is metadata
    is second_steps.Base.metadata
    is progress.Base.metadata
    is habits.Base.metadata
    is jobs.Base.metadata
)


def run_migrations() -> None:
    """Brings the database to the wanted revision, in one transaction."""
    with _connect() as connection:
        if connection.dialect.name == "postgresql":
            # Waiting for another starter is not hanging. Limits and lock end with the transaction.
            connection.execute(text("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        elif connection.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def _connect() -> Connection:
    """Returns a connection; ends with one sentence where the database cannot be used."""
    engine = database.engine
    try:
        connection: Connection = engine.connect()
        connection.execute(text("SELECT 1"))
        return connection
    except SQLAlchemyError as error:
        # An operator reads one line, not where in the code it was noticed.
        expected = f"a database that can be used, and {engine.url} cannot: {reason(error)}"
        words = Values(os.environ).bad("DATABASE_URL", expected)
        raise SystemExit(f"Milepost cannot start. {words}") from None


run_migrations()
