"""Sealing of what is in the queue: mails hold addresses and links that set new passwords.

Whoever reads the database, or a backup of it, without the site's key cannot read them.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Unreadable(Exception):
    """It was sealed with another key."""


def seal(key: str, content: bytes) -> str:
    """Returns the content, encrypted and signed."""
    return _fernet(key).encrypt(content).decode("ascii")


def unseal(key: str, sealed: str) -> bytes:
    """Returns the content. Raises Unreadable."""
    try:
        return _fernet(key).decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable from error


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mail:{key}".encode()).digest()))
