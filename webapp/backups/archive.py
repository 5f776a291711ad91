"""The file of a backup: a tar, compressed by zstd, with its manifest first."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from backports.zstd import CompressionParameter, ZstdError, ZstdFile

from webapp.backups.errors import BackupError
from webapp.backups.manifest import FileFacts, Manifest, read_manifest

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1024 * 1024
BLOCK = 1024 * 1024
CHECKED: dict[int, int] = {CompressionParameter.checksum_flag: 1}


def facts_of(path: Path) -> FileFacts:
    """Returns size and checksum of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return FileFacts(path.stat().st_size, digest.hexdigest())


def write_archive(target: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Writes the files and their manifest into a new file, which only its owner can read."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with ZstdFile(raw, "w", options=CHECKED) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
            body = manifest.as_json()
            tar.addfile(_member(MANIFEST, len(body), manifest), io.BytesIO(body))
            for name, path in files.items():
                with path.open("rb") as file:
                    tar.addfile(_member(name, path.stat().st_size, manifest), file)
        raw.flush()
        os.fsync(raw.fileno())


def manifest_of(source: Path) -> Manifest:
    """Returns the manifest of a backup, without reading the rest. Raises BackupError."""
    with _opened(source) as tar:
        return _first(tar)


def unpack(source: Path, folder: Path) -> Manifest:
    """Writes the files of a backup into a folder, checked against its manifest. Raises BackupError."""
    with _opened(source) as tar:
        manifest = _first(tar)
        missing = dict(manifest.files)
        while member := tar.next():
            facts = missing.pop(member.name, None)
            body = tar.extractfile(member)
            if facts is None or body is None or "/" in member.name or member.name.startswith("."):
                raise BackupError(f"{source} is damaged: {member.name!r} does not belong to it.")
            _write_checked(body, folder / member.name, facts)
    if missing:
        raise BackupError(f"{source} is damaged: {', '.join(missing)} is missing.")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with ZstdFile(source) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            yield tar
    except (ZstdError, EOFError, tarfile.TarError) as error:
        raise BackupError(f"{source} is damaged, or no backup: {error}.") from error


def _first(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    body = tar.extractfile(member) if member else None
    if member is None or body is None or member.name != MANIFEST or member.size > LARGEST_MANIFEST:
        raise BackupError("the file is no backup of Milepost: it does not begin with a manifest.")
    return read_manifest(body.read())


def _write_checked(body: IO[bytes], target: Path, facts: FileFacts) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while block := body.read(BLOCK):
            file.write(block)
    if facts_of(target) != facts:
        raise BackupError(f"the backup is damaged: the checksum of {target.name} is another one.")


def _member(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(manifest.made_at.timestamp())
    return member
