"""Which revision the database has, and which one this release wants."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from webapp.db.unit_of_work import end_reading


@cache
def known_revisions(folder: Path) -> tuple[str, ...]:
    """Returns all revisions of the migrations in a folder, the newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(folder)).walk_revisions())


def present_revision(session: Session) -> str:
    """Returns the revision of the database, or an empty text where it has none."""
    try:
        return session.scalar(text("SELECT version_num FROM alembic_version")) or ""
    except DatabaseError as error:
        end_reading(session)
        if is_missing_table(error):
            return ""
        raise


def stamp(connection: Connection, folder: Path) -> None:
    """Notes in a database whose tables are those of the models that it has the newest revision."""
    MigrationContext.configure(connection).stamp(ScriptDirectory(str(folder)), "head")


def is_missing_table(error: DatabaseError) -> bool:
    """Returns whether a statement failed because its table is not there yet."""
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01"
