"""Backups that only the owner of a key can read, in the format of age (https://age-encryption.org/)."""

from __future__ import annotations

import os
from pathlib import Path

import pyrage

from webapp.backups.errors import BackupError

SUFFIX = ".age"


def read_recipient(text: str) -> pyrage.x25519.Recipient:
    """Returns a public key such as age1… Raises BackupError."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        said = "the recipient is no public key of age, which begins with age1; `age-keygen` makes one."
        raise BackupError(said) from error


def encrypt(source: Path, target: Path, recipient: pyrage.x25519.Recipient) -> None:
    """Writes a new file that only the owner of the recipient's key can read."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as plain, os.fdopen(handle, "wb") as file:
        pyrage.encrypt_io(plain, file, [recipient])
        file.flush()
        os.fsync(file.fileno())


def decrypt(source: Path, target: Path, identity: Path) -> None:
    """Writes what was encrypted, by the first key of a file of `age-keygen`. Raises BackupError."""
    lines = [line.strip() for line in identity.read_text(encoding="utf-8").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with source.open("rb") as secret, os.fdopen(handle, "wb") as file:
            pyrage.decrypt_io(secret, file, [pyrage.x25519.Identity.from_str(key) for key in keys])
    except (pyrage.IdentityError, pyrage.DecryptError, ValueError) as error:
        raise BackupError(f"{source} cannot be decrypted by the key in {identity}: {error}.") from error
