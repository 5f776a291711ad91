"""Deleting everything that is a learner's, from every table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.accounts.limits import forget_tries
from webapp.accounts.models import AccountDeletion, EmailAddress, EmailLink
from webapp.db.learners import Learner
from webapp.db.purging import Purged
from webapp.mail.queue import drop_mails
from webapp.portability.tables import TABLES

# Each has many rows, and a transaction is to be short.
AT_ONCE = 10


def purge_accounts(session: Session, now: datetime, after: int) -> Purged:
    """Deletes accounts whose owners have not come back; whoever does so at this moment keeps the account."""
    due = (
        select(Learner.id)
        .join(AccountDeletion, AccountDeletion.learner_id == Learner.id)
        .where(AccountDeletion.learner_id > after, AccountDeletion.due <= now)
        .order_by(Learner.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(due))
    for learner_id in ids:
        remove_learner(session, learner_id)
    return len(ids), ids[-1] if len(ids) == AT_ONCE else 0


def remove_learner(session: Session, learner_id: int) -> None:
    """Deletes a learner with everything of theirs: rows of every table, and mails that wait to be sent."""
    links = select(EmailLink.address).where(EmailLink.learner_id == learner_id)
    addresses = select(EmailAddress.address).where(EmailAddress.learner_id == learner_id)
    drop_mails(session, [*session.scalars(links), *session.scalars(addresses)])
    forget_tries(session, str(learner_id), "")
    for rule in TABLES:
        # The others are deleted with the learner, by their foreign key.
        if not rule.table.foreign_keys and rule.owner.name == "learner_id":
            session.execute(delete(rule.table).where(rule.owner == learner_id))
    session.execute(delete(Learner).where(Learner.id == learner_id))
