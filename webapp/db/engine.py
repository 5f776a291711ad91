"""How databases are opened: patience limits for PostgreSQL, durable and concurrent settings for SQLite."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

BUSY_MS = 5000
STATEMENT_MS = 5000
CONNECT_SECONDS = 3


def normalise_url(url: str) -> str:
    """The URL with the driver that Milepost installs."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def engine_options(url: str) -> dict[str, Any]:
    """Engine options for a URL: no statement and no wait goes on for long, so that a hung database is noticed."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MS / 1000}, "pool_timeout": CONNECT_SECONDS}
    return {
        "pool_pre_ping": True,
        "pool_timeout": CONNECT_SECONDS,
        "pool_size": 10,
        "pool_recycle": 1800,
        "connect_args": {
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": 1000 * CONNECT_SECONDS,
            "options": f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={STATEMENT_MS} -c idle_in_transaction_session_timeout=30000",
        },
    }


@event.listens_for(Engine, "connect")
def tune(connection: Any, record: Any) -> None:
    """SQLite: readers beside one writer, a sync for every acknowledged write, foreign keys kept."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # The driver's own transactions begin too late to be immediate.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "do_connect")
def connect(dialect: Any, record: Any, arguments: Any, options: Any) -> Any:
    """PostgreSQL: by connections that give up on a server that hangs."""
    if dialect.name != "postgresql":
        return None
    from webapp.db.patience import PatientConnection

    return PatientConnection.connect(*arguments, **options)
