"""Two accounts of one person become one: its owner has proven both.

Marks are merged as a guest's are, as one act that can be undone. What can belong to the account that stays is
moved; what proves who somebody is stays as it is there, and goes with the other account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.administration import is_last_administrator
from webapp.accounts.errors import AccountError
from webapp.accounts.models import AddressEntry, EmailAddress, IdentityEntry, UsernameEntry
from webapp.accounts.renaming import HELD
from webapp.db.learners import ACCOUNT, Learner, UnknownLearner, lock_learner
from webapp.language import gettext_noop
from webapp.learning.merging import is_further
from webapp.portability.deletion import remove_learner
from webapp.portability.importing import missing_rows
from webapp.portability.reading import Row
from webapp.portability.rules import Merging, TableRule
from webapp.portability.tables import RULES
from webapp.progress.merging import add_merged, bring_own, move_journal, read_merger
from webapp.progress.models import Record, RecordEntry

LAST_ADMINISTRATOR = gettext_noop("The account that would go is the only administrator.")


@dataclass(frozen=True, slots=True)
class Belongings:
    """What of an account moves, and how many of its records end because the other one has the same."""

    addresses: tuple[str, ...]
    records: int
    ending_records: int


def belongings(session: Session, gone_id: int, kept_id: int) -> Belongings:
    """Returns what a merge would move besides marks and history."""
    records = set(session.scalars(select(Record.roadmap).where(Record.learner_id == gone_id)))
    there = set(session.scalars(select(Record.roadmap).where(Record.learner_id == kept_id)))
    addresses = session.scalars(select(EmailAddress.address).where(*_verified(gone_id)))
    return Belongings(tuple(addresses), len(records - there), len(records & there))


def merge_accounts(session: Session, gone_id: int, kept_id: int, now: datetime) -> str:
    """Merges an account into another one and deletes it, within a unit of work.

    Returns the id of the act if marks changed. Raises UnknownLearner if one of them is gone or about to be
    deleted, as when the same was asked the other way round, and AccountError for the only administrator.
    """
    _lock_both(session, gone_id, kept_id)
    if is_last_administrator(session, gone_id, is_deciding=True):
        raise AccountError("", LAST_ADMINISTRATOR)
    merger = read_merger(session, gone_id, kept_id)
    touched = move_journal(session, gone_id, kept_id)
    act_id = add_merged(session, kept_id, merger, is_further, touched, now)
    bring_own(session, gone_id, kept_id)
    _move_addresses(session, gone_id, kept_id)
    for rule in RULES:
        if rule.merging is Merging.MOVED:
            _move_rows(session, rule, gone_id, kept_id)
    _move_entries(session, gone_id, kept_id, now)
    _bring_settings(session, gone_id, kept_id)
    remove_learner(session, gone_id)
    return act_id


def _lock_both(session: Session, gone_id: int, kept_id: int) -> None:
    if gone_id == kept_id:
        raise UnknownLearner(gone_id)
    # Always in the same order, so that two merges do not wait for each other.
    for learner_id in sorted((gone_id, kept_id)):
        lock_learner(session, learner_id)
    both = select(Learner.id).where(Learner.id.in_((gone_id, kept_id)), Learner.kind == ACCOUNT)
    if len(session.scalars(both).all()) < 2:
        raise UnknownLearner(gone_id)


def _move_addresses(session: Session, gone_id: int, kept_id: int) -> None:
    """Moves the addresses that are verified. Mail goes on to the address of the account that stays."""
    has_address = session.scalar(
        select(EmailAddress.learner_id).where(EmailAddress.learner_id == kept_id).limit(1)
    )
    found = [row for row in _rows(session, EmailAddress, gone_id) if row["verified_at"]]
    for place, row in enumerate(sorted(found, key=lambda row: not row["is_primary"])):
        is_primary = has_address is None and place == 0
        session.execute(insert(EmailAddress).values({**row, "learner_id": kept_id, "is_primary": is_primary}))
        entry = update(AddressEntry).where(AddressEntry.folded == row["folded"])
        session.execute(entry.values(learner_id=kept_id))


def _move_rows(session: Session, rule: TableRule, gone_id: int, kept_id: int) -> None:
    rows = _rows(session, rule.table, gone_id)
    if found := missing_rows(session, kept_id, rule, rows):
        session.execute(insert(rule.table), [{**row, "learner_id": kept_id} for row in found])


def _move_entries(session: Session, gone_id: int, kept_id: int, now: datetime) -> None:
    """Lets the directories find what was moved, and holds the name of the account that goes."""
    moved = select(Record.code).where(Record.learner_id == kept_id)
    records = update(RecordEntry).where(RecordEntry.learner_id == gone_id, RecordEntry.code.in_(moved))
    session.execute(records.values(learner_id=kept_id))
    identities = update(IdentityEntry).where(IdentityEntry.learner_id == gone_id)
    session.execute(identities.values(learner_id=kept_id))
    names = update(UsernameEntry).where(UsernameEntry.learner_id == gone_id)
    session.execute(names.where(UsernameEntry.held_until.is_(None)).values(held_until=now + HELD))
    session.execute(names.values(learner_id=kept_id))


def _bring_settings(session: Session, gone_id: int, kept_id: int) -> None:
    zone = session.scalar(select(Learner.time_zone).where(Learner.id == gone_id))
    own = update(Learner).where(Learner.id == kept_id, Learner.time_zone == "")
    session.execute(own.values(time_zone=zone or ""))


def _rows(session: Session, source: Any, learner_id: int) -> Sequence[Row]:
    """Returns all rows of a learner in a table, without the learner and in the order of the key."""
    table = getattr(source, "__table__", source)
    query = select(table).where(table.c.learner_id == learner_id).order_by(*table.primary_key)
    columns = [column.name for column in table.c if column.name != "learner_id"]
    return [{name: row[name] for name in columns} for row in session.execute(query).mappings()]


def _verified(learner_id: int) -> tuple[Any, ...]:
    return EmailAddress.learner_id == learner_id, EmailAddress.verified_at.is_not(None)
