"""The time zone of a learner, by which days are told apart."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.accounts.errors import AccountError
from webapp.db.learners import Learner
from webapp.language import gettext_noop

# Places people live in. The rest of the database are older names of the same zones, and offsets.
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
UNKNOWN = gettext_noop("Choose one of the time zones in the list.")


@cache
def time_zones() -> tuple[str, ...]:
    """Returns the names of all time zones that can be chosen, in the order of the alphabet."""
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS))


def set_time_zone(session: Session, learner_id: int, name: str) -> None:
    """Stores the time zone of a learner; an empty name stands for UTC. Raises AccountError."""
    if name and name not in time_zones():
        raise AccountError("time_zone", UNKNOWN)
    session.execute(update(Learner).where(Learner.id == learner_id).values(time_zone=name))
