"""Makes a backup while the site runs."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.backups import postgresql
from webapp.backups.archive import facts_of, write_archive
from webapp.backups.databases import (
    POSTGRESQL,
    copy_sqlite,
    file_of,
    kind_of,
    one_moment,
    opened,
    refuse_pooler,
    revision_of,
    shown_url,
)
from webapp.backups.encryption import SUFFIX, encrypt, read_recipient
from webapp.backups.errors import BackupError
from webapp.backups.manifest import Manifest
from webapp.backups.proof import Proof, prove
from webapp.backups.retention import NAME
from webapp.config import Settings
from webapp.db.readiness import reason

DATABASE, SECRET_KEY = "database", "secret_key"
# What the site has written down beside the database: a copy, and all there is of earlier releases.
INSTANCE_FILES = ("first-served.json",)


@dataclass(frozen=True, slots=True)
class Versions:
    """The release of Milepost, and the version of the content that it serves."""

    milepost: str
    content: str


def make_backup(
    settings: Settings, file: Path, versions: Versions, recipient: str = ""
) -> tuple[Path, Manifest]:
    """Writes a backup whole, or not at all, and returns where and what it is.

    Where `file` is a folder, the backup is named by its time. Raises BackupError.
    """
    made_at = datetime.now(UTC).replace(microsecond=0)
    key = read_recipient(recipient) if recipient else None
    target = _target(file, made_at, is_encrypted=key is not None)
    try:
        # Beside the target, so that what is finished can be moved there at once.
        with tempfile.TemporaryDirectory(prefix=".milepost-", dir=target.parent) as scratch:
            folder = Path(scratch)
            manifest = _collect(settings, folder, made_at, versions)
            finished = folder / "finished"
            write_archive(finished, manifest, {name: folder / name for name in manifest.files})
            if key is not None:
                finished = folder / "encrypted"
                encrypt(folder / "finished", finished, key)
            finished.replace(target)
        _sync(target.parent)
    except OSError as error:
        said = f"{target} was not written: {error.strerror or error}. Nothing of it is left."
        raise BackupError(said) from error
    return target, manifest


def _target(file: Path, made_at: datetime, is_encrypted: bool) -> Path:
    path = file / made_at.strftime(NAME + (SUFFIX if is_encrypted else "")) if file.is_dir() else file
    if path.exists():
        raise BackupError(f"{path} is there already. Name another file, or a folder.")
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is no folder. Make it first.")
    return path


def _collect(settings: Settings, folder: Path, made_at: datetime, versions: Versions) -> Manifest:
    """Writes the files of a backup into a folder, and returns its manifest."""
    try:
        schema, proof = _dump(settings.database_url, folder / DATABASE)
    except SQLAlchemyError as error:
        raise BackupError(f"the database cannot be read: {reason(error)}.") from error
    (folder / SECRET_KEY).write_text(settings.secret_key, encoding="utf-8")
    for name in INSTANCE_FILES:
        if (settings.instance_dir / name).is_file():
            (folder / name).write_bytes((settings.instance_dir / name).read_bytes())
    names = [path.name for path in sorted(folder.iterdir())]
    return Manifest(
        made_at=made_at,
        milepost=versions.milepost,
        schema=schema,
        content=versions.content,
        database=kind_of(settings.database_url),
        files={name: facts_of(folder / name) for name in names},
        proof=proof,
    )


def _dump(url: str, target: Path) -> tuple[str, Proof]:
    """Writes the database as it is at one moment, and returns its revision and what proves it."""
    if kind_of(url) == POSTGRESQL:
        with opened(url) as engine, one_moment(engine) as connection:
            refuse_pooler(connection, shown_url(url))
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()")) or ""
            postgresql.dump(url, snapshot, target)
            return revision_of(connection), prove(connection)
    copy_sqlite(file_of(url), target)
    with opened(f"sqlite:///{target}") as engine, one_moment(engine) as connection:
        found = revision_of(connection), prove(connection)
    _without_side_files(target)
    return found


def _without_side_files(database: Path) -> None:
    for path in database.parent.glob(f"{database.name}-*"):
        path.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
