"""The ways into an account that were added while somebody else may have had it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.accounts.addresses import verified_email_of
from webapp.accounts.attempts import asks_for_second_step
from webapp.accounts.identities import disconnect_since
from webapp.accounts.passkeys import remove_passkeys_since
from webapp.accounts.second_step import turn_off, turn_off_if_nothing_is_left
from webapp.accounts.second_step_models import SecondStep, Totp

ALWAYS = datetime.min.replace(tzinfo=UTC)


def remove_ways_since(session: Session, learner_id: int, since: datetime) -> None:
    """Removes the passkeys, identities, app and second step that were added since then.

    The learner has to be locked. It is done also where no other way in is left.
    """
    disconnect_since(session, learner_id, since)
    remove_passkeys_since(session, learner_id, since)
    session.execute(delete(Totp).where(Totp.learner_id == learner_id, Totp.created_at >= since))
    later = select(SecondStep.learner_id).where(
        SecondStep.learner_id == learner_id, SecondStep.since >= since
    )
    if session.scalar(later) is not None:
        turn_off(session, learner_id)
    turn_off_if_nothing_is_left(session, learner_id)


def remove_strangers_ways(session: Session, learner_id: int) -> None:
    """Removes the passkeys and identities of an account whose address nobody has verified.

    Whoever made it may have named another person's address, and would get in beside that person, who sets a
    password by a link from a mail. A second step keeps the two apart by itself, so it and what belongs to it
    stay. The learner has to be locked.
    """
    if not verified_email_of(session, learner_id) and not asks_for_second_step(session, learner_id):
        remove_ways_since(session, learner_id, ALWAYS)
