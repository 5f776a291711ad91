"""The group `content`, and what its commands ask of the application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from webapp.cli.groups.database import DatabaseGroup
from webapp.config import Settings


class _ContentGroup(DatabaseGroup):
    """A group whose commands report an error of the file system in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(
                f"{error.filename}: {error.strerror}" if error.filename else str(error)
            ) from error


content = _ContentGroup("content", help="Check and prepare content.")


def roadmap_folder(slug: str) -> Path:
    """Returns the folder of a roadmap, which need not exist."""
    return settings().content_dir / "roadmaps" / slug


def reserved_slugs() -> frozenset[str]:
    """Returns the names that no roadmap can have, because pages of the site have them."""
    from flask import current_app

    from webapp.web.site import reserved_slugs as of_site

    return of_site.reserved_slugs(current_app.url_map)


def settings() -> Settings:
    """Returns the settings of the application for which the command runs."""
    from webapp.web.site import services

    return services.settings()
