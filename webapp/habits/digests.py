"""The weekly mail: who wants it, when it is due, and what there is to say."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.accounts.addresses import verified_email_of
from webapp.db.learners import ACCOUNT, Learner
from webapp.habits.models import DigestWish
from webapp.learning.days import zone_named

# On Monday, when the week begins, by the learner's clock.
SENT_AT = time(7)
# After this time without anything learnt it stays away, until something is.
QUIET = timedelta(days=28)
SOME = 500


def wants_digest(session: Session, learner_id: int) -> bool:
    """Returns whether a learner has asked for the weekly mail."""
    return session.scalar(select(DigestWish.since).where(DigestWish.learner_id == learner_id)) is not None


def ask_for_digest(session: Session, learner_id: int, now: datetime) -> bool:
    """Stores the wish for the weekly mail. Returns False if no address is verified, to which it could go."""
    if not verified_email_of(session, learner_id):
        return False
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(DigestWish).values(learner_id=learner_id, since=now)
    session.execute(added.on_conflict_do_nothing(index_elements=["learner_id"]))
    return True


def end_digest(session: Session, learner_id: int) -> None:
    """Ends the weekly mail."""
    session.execute(delete(DigestWish).where(DigestWish.learner_id == learner_id))


def some_who_want_it(session: Session, after: int) -> list[tuple[int, str]]:
    """Returns some learners beyond an id who want the weekly mail, with their time zones."""
    query = (
        select(Learner.id, Learner.time_zone)
        .join(DigestWish, DigestWish.learner_id == Learner.id)
        .where(DigestWish.learner_id > after, Learner.kind == ACCOUNT)
        .order_by(DigestWish.learner_id)
        .limit(SOME)
    )
    return [(learner_id, zone) for learner_id, zone in session.execute(query)]


def next_digest(time_zone: str, now: datetime) -> tuple[date, datetime]:
    """Returns the Monday of the next weekly mail, and the moment at which it is due."""
    zone = zone_named(time_zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    due = datetime.combine(monday, SENT_AT, zone)
    if due < now:
        monday += timedelta(days=7)
        due = datetime.combine(monday, SENT_AT, zone)
    return monday, due.astimezone(UTC)


def unsubscribe_token(secret: str, learner_id: int) -> str:
    """Returns the end of the address that ends a learner's weekly mail. Nothing of it is stored."""
    return f"{learner_id}.{_signature(secret, learner_id)}"


def read_unsubscribe_token(secret: str, text: str) -> int | None:
    """Returns whose weekly mail a token ends, or None if it is none."""
    number, _, signature = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 18 and signature.isascii()):
        return None
    learner_id = int(number)
    is_genuine = hmac.compare_digest(signature, _signature(secret, learner_id))
    return learner_id if is_genuine and text == unsubscribe_token(secret, learner_id) else None


def _signature(secret: str, learner_id: int) -> str:
    return hmac.new(secret.encode(), f"unsubscribe:digest:{learner_id}".encode(), hashlib.sha256).hexdigest()
