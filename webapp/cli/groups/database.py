"""Groups of commands that read the database."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DatabaseError

from webapp.db.migrations import is_missing_table


class DatabaseGroup(AppGroup):
    """A group whose commands say what to do where the database has no tables yet."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatabaseError as error:
            if not is_missing_table(error):
                raise
            raise click.ClickException(
                "The database lacks tables of this release: run `flask --app wsgi db upgrade` first."
            ) from error
