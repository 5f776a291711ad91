"""A guest's marks, added to those of an account: on a topic that both have marked the further status wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.learning.status import DONE, LEARNING, PENDING, SKIPPED, Status, status_named
from webapp.progress import merging
from webapp.progress.merging import read_merger

# From the least far to the furthest.
ORDER = (PENDING, SKIPPED, LEARNING, DONE)


@dataclass(frozen=True, slots=True)
class Preview:
    """The marks of a guest and of an account before a merge, by roadmap and topic id."""

    guest: Mapping[tuple[str, str], Status]
    account: Mapping[tuple[str, str], Status]

    @property
    def both(self) -> Mapping[tuple[str, str], tuple[Status, Status, Status]]:
        """The topics that both have marked differently.

        Of each the guest's status, the account's, and the one that wins.
        """
        pairs = {topic: (mine, self.account.get(topic, mine)) for topic, mine in self.guest.items()}
        return {
            topic: (mine, own, further(mine, own)) for topic, (mine, own) in pairs.items() if mine is not own
        }


def further(one: Status, other: Status) -> Status:
    """Returns the status that wins: done, then learning, then skipped, then not started."""
    return max(one, other, key=ORDER.index)


def is_further(status: str, than: str) -> bool:
    """Returns whether a status wins over another."""
    mine, own = status_named(status), status_named(than)
    return mine is not own and further(mine, own) is mine


def preview_merge(session: Session, guest_id: int, account_id: int) -> Preview:
    """Returns the marks of both; those of a guest who is gone are none."""
    found = read_merger(session, guest_id, account_id)
    return Preview(
        {topic: status_named(mark.status) for topic, mark in found.guest.items()},
        {topic: status_named(mark.status) for topic, mark in found.learner.items()},
    )


def merge_guest(session: Session, guest_id: int, learner_id: int, now: datetime) -> str:
    """Adds a guest's marks to a learner's as one act and removes the guest, in a unit of work.

    Returns the id of the act, or an empty string if nothing changed.
    """
    return merging.merge(session, guest_id, learner_id, now, is_further)
