"""Tokens of the form `<learner>.<secret>`.

They name their learner, so that they are found without an index over all learners.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from webapp.accounts.models import TokenEntry
from webapp.db.base import Reader

SECRET_BYTES = 32
_FORM = re.compile(r"(?:([1-9][0-9]{0,17})\.)?[A-Za-z0-9_-]{20,86}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """The learner of a token and the token's hash, which is what the database stores."""

    learner_id: int
    hash: str


def new_token(learner_id: int) -> tuple[str, Token]:
    """Returns the text of a new token, with 256 random bits, and what the database stores of it."""
    text = f"{learner_id}.{secrets.token_urlsafe(SECRET_BYTES)}"
    return text, Token(learner_id, token_hash(text))


def read_token(reader: Reader, text: str) -> Token | None:
    """Returns the learner and the hash of a token, or None if the text is not a token.

    Only tokens of version 0.1.0, which do not name their learner, cost a query.
    """
    if _FORM.fullmatch(text) is None:
        return None
    if own := read_own_token(text):
        return own
    hashed = token_hash(text)
    learner_id = reader.scalar(select(TokenEntry.learner_id).where(TokenEntry.token_hash == hashed))
    return Token(learner_id, hashed) if learner_id is not None else None


def read_own_token(text: str) -> Token | None:
    """Returns what a token that names its learner says, without a query, or None if the text is none."""
    form = _FORM.fullmatch(text)
    return Token(int(form[1]), token_hash(text)) if form and form[1] else None


def token_hash(text: str) -> str:
    """Returns the SHA-256 of a token, which is what the database stores."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
