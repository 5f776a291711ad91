"""Sealing of secrets that have to be read again: mails in the queue, secrets of authenticator apps.

Whoever reads the database, or a backup of it, without the site's key cannot read them. What was sealed with
the key of before is read too, while the settings name it.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

# The present key of the site, and the one of before if there is one.
Keys = tuple[str, ...]


class Unreadable(Exception):
    """It was sealed with a key that is not known, or for another purpose."""


def seal(keys: Keys, purpose: str, content: bytes) -> str:
    """Returns the content, encrypted and signed with the present key."""
    return _fernet(keys[0], purpose).encrypt(content).decode("ascii")


def unseal(keys: Keys, purpose: str, sealed: str) -> bytes:
    """Returns the content. Raises Unreadable."""
    try:
        return MultiFernet([_fernet(key, purpose) for key in keys]).decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable from error


def _fernet(key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{key}".encode()).digest()))
