"""A limit on wrong tries to sign in, by name and by address, kept in the database so that all processes share it."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.accounts.errors import TooManyTries
from webapp.accounts.models import SignInTry
from webapp.db.engine import begin_write

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 10, 50


def check_tries(session: Session, name: str, address: str, now: datetime) -> None:
    """Raises TooManyTries when there were too many wrong ones for the name or from the address lately."""
    for key, most in _keys(name, address):
        query = select(func.count(), func.min(SignInTry.at)).where(SignInTry.key == key, SignInTry.at > now - WINDOW)
        count, first = session.execute(query).one()
        if count >= most:
            raise TooManyTries(max(1, math.ceil((first + WINDOW - now).total_seconds())))


def note_wrong_try(session: Session, name: str, address: str, now: datetime) -> None:
    """Notes a wrong try, and sweeps out those that count no more."""
    begin_write(session)
    session.execute(delete(SignInTry).where(SignInTry.at < now - WINDOW))
    session.add_all(SignInTry(key=key, at=now) for key, _ in _keys(name, address))
    session.flush()


def _keys(name: str, address: str) -> list[tuple[str, int]]:
    named = hashlib.sha256(f"name:{name.casefold().strip()}".encode()).hexdigest()
    placed = hashlib.sha256(f"address:{address}".encode()).hexdigest()
    return [(named, PER_NAME), (placed, PER_ADDRESS)]
