"""Restores a backup into an empty database, and proves what it restored."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from webapp.backups import postgresql
from webapp.backups.archive import unpack
from webapp.backups.backup import DATABASE, INSTANCE_FILES, SECRET_KEY
from webapp.backups.databases import (
    POSTGRESQL,
    SQLITE,
    copy_sqlite,
    drop_tables,
    file_of,
    kind_of,
    one_moment,
    opened,
    refuse_pooler,
    refuse_unless_empty,
    shown_url,
)
from webapp.backups.encryption import SUFFIX, decrypt
from webapp.backups.errors import BackupError
from webapp.backups.manifest import Manifest
from webapp.backups.proof import prove
from webapp.config import Settings
from webapp.db.base import Base
from webapp.db.readiness import reason
from webapp.db.statistics import refresh_statistics


def restore_backup(
    settings: Settings, file: Path, known: Sequence[str], identity: Path | None = None
) -> Manifest:
    """Restores database, key and instance files, and returns what they are.

    `known` has the revisions of the schema that this release knows. Raises BackupError; the database is
    then as it was, or without rows.
    """
    url = settings.database_url
    try:
        with _unpacked(file, settings.instance_dir, identity) as (folder, manifest):
            _refuse_other_kinds(manifest, url, known)
            if manifest.database == SQLITE:
                _prove(f"sqlite:///{folder / DATABASE}", manifest)
            with opened(url) as engine:
                _make_room(engine, shown_url(url))
            _load(url, folder / DATABASE)
            _prove(url, manifest)
            _restore_instance(settings, folder)
            return manifest
    except SQLAlchemyError as error:
        raise BackupError(f"{shown_url(url)} cannot be used: {reason(error)}.") from error
    except OSError as error:
        raise BackupError(f"{error.filename or file}: {error.strerror or error}.") from error


def check_backup(file: Path, scratch: Path, identity: Path | None = None) -> Manifest:
    """Reads a backup as a whole, checks its checksums, proves an SQLite database, and restores nothing.

    Raises BackupError.
    """
    try:
        with _unpacked(file, scratch, identity) as (folder, manifest):
            if manifest.database == SQLITE:
                _prove(f"sqlite:///{folder / DATABASE}", manifest)
            return manifest
    except OSError as error:
        raise BackupError(f"{error.filename or file}: {error.strerror or error}.") from error


@contextmanager
def _unpacked(file: Path, beside: Path, identity: Path | None) -> Iterator[tuple[Path, Manifest]]:
    if file.name.endswith(SUFFIX) and identity is None:
        raise BackupError(f"{file} is encrypted: name the file with its key by --identity.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=beside) as scratch:
        folder = Path(scratch)
        plain = file
        if identity is not None:
            plain = folder / "decrypted"
            decrypt(file, plain, identity)
        files = folder / "files"
        files.mkdir()
        yield files, unpack(plain, files)


def _refuse_other_kinds(manifest: Manifest, url: str, known: Sequence[str]) -> None:
    if manifest.database != kind_of(url):
        raise BackupError(
            f"the backup is of {manifest.database}, and DATABASE_URL is {kind_of(url)}: restore it into the"
            " same kind, and then use `flask --app wsgi db copy --to …`."
        )
    if manifest.schema and manifest.schema not in known:
        said = f"the backup is of a newer release (schema {manifest.schema}): install that one first."
        raise BackupError(said)


def _make_room(engine: Engine, shown: str) -> None:
    """Removes tables without rows, which migrations have made. Raises BackupError if one holds a row,
    or there is a pooler.
    """
    with engine.begin() as connection:
        refuse_pooler(connection, shown)
        refuse_unless_empty(connection, shown)
        if engine.dialect.name == POSTGRESQL:
            drop_tables(connection)


def _load(url: str, source: Path) -> None:
    if kind_of(url) == POSTGRESQL:
        postgresql.load(url, source)
        # Dumps have no statistics.
        with opened(url) as engine, engine.begin() as connection:
            refresh_statistics(connection, Base.metadata.sorted_tables)
    else:
        copy_sqlite(source, file_of(url))


def _prove(url: str, manifest: Manifest) -> None:
    with opened(url) as engine, one_moment(engine) as connection:
        differences = manifest.proof.differences(prove(connection))
    if differences:
        said = f"{shown_url(url)} is not what was backed up: {'; '.join(differences)}. Do not use it."
        raise BackupError(said)


def _restore_instance(settings: Settings, folder: Path) -> None:
    instance = settings.instance_dir
    for name in INSTANCE_FILES:
        if (folder / name).is_file():
            _replace(instance / name, (folder / name).read_bytes())
    # A key that the environment names stays the one that is used.
    _replace(instance / SECRET_KEY, (folder / SECRET_KEY).read_bytes())


def _replace(target: Path, body: bytes) -> None:
    unfinished = target.with_name(f"{target.name}.{secrets.token_hex(8)}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
