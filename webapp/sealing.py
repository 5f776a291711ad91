"""Sealing of secrets that have to be read again: mails in the queue, secrets of authenticator apps.

Whoever reads the database, or a backup of it, without the site's key cannot read them.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Unreadable(Exception):
    """It was sealed with another key, or for another purpose."""


def seal(key: str, purpose: str, content: bytes) -> str:
    """Returns the content, encrypted and signed."""
    return _fernet(key, purpose).encrypt(content).decode("ascii")


def unseal(key: str, purpose: str, sealed: str) -> bytes:
    """Returns the content. Raises Unreadable."""
    try:
        return _fernet(key, purpose).decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable from error


def _fernet(key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{key}".encode()).digest()))
