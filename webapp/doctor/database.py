"""The database: whether it can be used, has the right tables, and agrees about the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.accounts.models import SignInTry
from webapp.db.migrations import known_revisions, present_revision
from webapp.db.readiness import AWAY, NOT_MIGRATED, READ_ONLY, reason
from webapp.db.unit_of_work import end_reading
from webapp.doctor.folders import network_file_system
from webapp.doctor.result import LOOK, WRONG, Result, judge
from webapp.jobs.steady_clock import held_until

FURTHEST = timedelta(seconds=5)  # between two clocks of one site; with more, sessions and limits go wrong
UPGRADE = "run `flask --app wsgi db upgrade`"
HELD = (
    "it has jumped by days since the daily purges before, or they have not run for more than a week, so"
    " nothing is purged before {} UTC. If it is wrong, run NTP; if it is right, wait, or run"
    " `flask --app wsgi jobs purge`."
)
NOT_ASKED = "the database cannot be asked."


def database_file(url: str) -> Path | None:
    """Returns the file of an SQLite database, or None."""
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def check_database(session: Session, url: str, state: str, is_thorough: bool = False) -> Result:
    """Returns whether the database can be used; a thorough check reads all of an SQLite file."""
    shown = make_url(url).render_as_string(hide_password=True).partition("?")[0]
    file = database_file(url)
    kind = network_file_system(file.resolve()) if file else ""
    damage = _damage(session) if file and is_thorough and state != AWAY else ""
    why = _why_away(session) if is_thorough and state == AWAY else ""
    return judge(
        "database",
        [
            (state == AWAY, WRONG, f"{shown} does not answer{why}: start it, and look at DATABASE_URL."),
            (
                state == READ_ONLY,
                WRONG,
                f"{shown} cannot be written to: look at its owner, or ask the primary.",
            ),
            (kind, WRONG, f"{file} lies on a network ({kind}), where SQLite loses data: move it."),
            (damage, WRONG, f"{file} is damaged ({damage}): stop the site, and restore a backup."),
        ],
        f"{shown} answers, and can be written to.",
    )


def check_migrations(session: Session, state: str, folder: Path) -> Result:
    """Returns whether the tables are those of this release."""
    if state == AWAY:
        return Result("migrations", LOOK, NOT_ASKED)
    try:
        present = present_revision(session)
    except SQLAlchemyError as error:
        end_reading(session)
        return Result("migrations", WRONG, f"{NOT_ASKED} ({reason(error)})")
    known = known_revisions(folder)
    is_newer = present and present not in known
    is_older = present in known and (present != known[0] or state == NOT_MIGRATED)
    return judge(
        "migrations",
        [
            (not present, WRONG, f"the database has no tables: {UPGRADE}."),
            (is_newer, WRONG, f"the database is of a newer release ({present}): start that one."),
            (is_older, WRONG, f"the database is at {present}, this release wants {known[0]}: {UPGRADE}."),
        ],
        f"at {present}, as this release wants.",
    )


def check_clock(session: Session, state: str, now: datetime | None = None) -> Result:
    """Returns whether this machine's clock agrees with the database's, and goes steadily."""
    now = now or datetime.now(UTC)
    if state in {AWAY, NOT_MIGRATED}:
        return Result("clock", LOOK, f"it cannot be compared: {NOT_ASKED}")
    try:
        apart = abs(_time_of_server(session, now) - now)
        ahead = (session.scalar(select(func.max(SignInTry.at))) or now) - now
        held = held_until(session, now)
    except SQLAlchemyError:
        end_reading(session)
        return Result("clock", LOOK, f"it cannot be compared: {NOT_ASKED}")
    return judge(
        "clock",
        [
            (apart > FURTHEST, WRONG, f"the database's is {apart.total_seconds():.0f} seconds off: run NTP."),
            (ahead > FURTHEST, LOOK, f"it has gone back by {ahead.total_seconds():.0f} seconds: run NTP."),
            (held, LOOK, HELD.format(f"{held:%Y-%m-%d %H:%M}" if held else "")),
        ],
        f"{now:%Y-%m-%d %H:%M:%S} UTC.",
    )


def _time_of_server(session: Session, now: datetime) -> datetime:
    """Returns the time by PostgreSQL's server; SQLite has this machine's."""
    if session.get_bind().dialect.name != "postgresql":
        return now
    return session.scalar(text("SELECT clock_timestamp()")) or now


def _why_away(session: Session) -> str:
    """Returns in brackets what the driver says of a database that does not answer, or an empty text."""
    try:
        session.connection()
    except SQLAlchemyError as error:
        return f" ({reason(error)})"
    return ""


def _damage(session: Session) -> str:
    """Returns in a few words what SQLite finds damaged, or an empty text."""
    try:
        said = str(session.scalar(text("PRAGMA quick_check(1)")))
    except SQLAlchemyError as error:
        end_reading(session)
        return reason(error)
    return "" if said == "ok" else said.splitlines()[-1][:200]
