"""All checks of a site, and those that are quick enough to be asked for every few seconds."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.config import FILES, Settings
from webapp.db.content_announcements import is_shared, last_announced
from webapp.db.readiness import AWAY, NOT_MIGRATED, database_state
from webapp.doctor.database import check_clock, check_database, check_migrations, database_file
from webapp.doctor.folders import check_disk
from webapp.doctor.providers import check_providers
from webapp.doctor.proxy import check_proxy
from webapp.doctor.result import Result
from webapp.doctor.site import check_content, check_mail, check_settings

MIGRATIONS = FILES / "migrations"


def full_checkup(settings: Settings, session: Session, catalog: Catalog) -> list[Result]:
    """Returns the result of each part; the mail server and the site itself are asked, and SQLite reads its
    whole file.
    """
    state = database_state(session)
    return [
        check_settings(settings),
        check_database(session, settings.database_url, state, is_thorough=True),
        check_migrations(session, state, MIGRATIONS),
        check_content(catalog, announced_version(settings, session, state)),
        check_mail(settings),
        check_providers(settings),
        check_proxy(settings),
        check_disk(written_folders(settings)),
        check_clock(session, state),
    ]


def quick_checkup(
    settings: Settings, session: Session, catalog: Catalog, state: str, announced: str
) -> list[Result]:
    """Returns the results that cost a few milliseconds: of others only the database is asked, whose state
    is known.
    """
    return [
        check_settings(settings),
        check_database(session, settings.database_url, state),
        check_migrations(session, state, MIGRATIONS),
        check_content(catalog, announced),
        check_disk(written_folders(settings)),
        check_clock(session, state),
    ]


def startup_checkup(settings: Settings, session: Session) -> list[Result]:
    """Returns the results that matter when the site starts, before the content is read."""
    state = database_state(session)
    return [
        check_settings(settings),
        check_database(session, settings.database_url, state),
        check_migrations(session, state, MIGRATIONS),
        check_disk(written_folders(settings)),
        check_clock(session, state),
    ]


def announced_version(settings: Settings, session: Session, state: str) -> str:
    """Returns the version of the content that machines announced last; empty if there is one machine only."""
    if state in {AWAY, NOT_MIGRATED} or not is_shared(settings.database_url):
        return ""
    return last_announced(session).version


def written_folders(settings: Settings) -> list[Path]:
    """Returns the folders that the site writes to."""
    file = database_file(settings.database_url)
    return list(dict.fromkeys([settings.instance_dir, *([file.parent] if file else [])]))
