"""Everything that an operator may know of one account: how much there is. No topic and no secret is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.accounts.deletion import leaving_until
from webapp.accounts.models import Account, EmailAddress, Identity
from webapp.accounts.renaming import held_names
from webapp.accounts.second_step import ways_of
from webapp.accounts.second_step_models import SecondStep
from webapp.accounts.sessions import list_sessions
from webapp.accounts.ways_in import has_usable_password
from webapp.operators.learners import ACTIVE, ListedLearner, find_listed
from webapp.progress.models import Record, TopicMark


@dataclass(frozen=True, slots=True)
class WaysIn:
    """By what the account is signed in to, and what is asked for as the second step."""

    has_password: bool
    passkeys: int
    identities: tuple[str, ...]
    has_second_step: bool
    has_app: bool
    recovery_codes: int


@dataclass(frozen=True, slots=True)
class LearnerDetails:
    """An account as a whole. `other_addresses` are verified ones besides `account.email`.

    `held_names` are names of before that nobody else can take yet. `roadmaps` counts those with a mark, and
    `by_roadmap` the marks of each by their status, under the key of the roadmap's marks.
    """

    account: ListedLearner
    disabled_at: datetime | None
    disabled_reason: str
    leaves_at: datetime | None
    other_addresses: tuple[str, ...]
    held_names: tuple[str, ...]
    ways: WaysIn
    sessions: int
    marks: int
    roadmaps: int
    by_roadmap: Mapping[str, Mapping[str, int]]
    records: int

    @property
    def can_sign_in(self) -> bool:
        """Whether the account is neither disabled nor about to be deleted."""
        return self.account.state == ACTIVE


def learner_details(session: Session, learner_id: int, now: datetime) -> LearnerDetails | None:
    """Returns an account as a whole, or None if there is none of that number."""
    account = find_listed(session, learner_id)
    if account is None:
        return None
    by_roadmap = _by_roadmap(session, learner_id)
    disabled = select(Account.disabled_at, Account.disabled_reason).where(Account.learner_id == learner_id)
    disabled_at, reason = session.execute(disabled).one()
    others = (EmailAddress.learner_id == learner_id, ~EmailAddress.is_primary)
    return LearnerDetails(
        account=account,
        disabled_at=disabled_at,
        disabled_reason=reason or "",
        leaves_at=leaving_until(session, learner_id),
        other_addresses=tuple(session.scalars(select(EmailAddress.address).where(*others))),
        held_names=tuple(entry.folded for entry in held_names(session, learner_id, now)),
        ways=_ways_in(session, learner_id),
        sessions=len(list_sessions(session, learner_id, now)),
        marks=sum(sum(counts.values()) for counts in by_roadmap.values()),
        roadmaps=len(by_roadmap),
        by_roadmap=by_roadmap,
        records=_count(session, Record, learner_id),
    )


def _by_roadmap(session: Session, learner_id: int) -> Mapping[str, Mapping[str, int]]:
    mark = TopicMark
    counted = select(mark.roadmap, mark.status, func.count()).where(mark.learner_id == learner_id)
    found: dict[str, dict[str, int]] = {}
    for key, status, count in session.execute(counted.group_by(mark.roadmap, mark.status)):
        found.setdefault(key, {})[status] = count
    return found


def _ways_in(session: Session, learner_id: int) -> WaysIn:
    ways = ways_of(session, learner_id)
    issuers = select(Identity.issuer).where(Identity.learner_id == learner_id).order_by(Identity.issuer)
    return WaysIn(
        has_password=has_usable_password(session, learner_id),
        passkeys=ways.passkeys,
        identities=tuple(session.scalars(issuers)),
        has_second_step=_count(session, SecondStep, learner_id) > 0,
        has_app=ways.has_app,
        recovery_codes=ways.recovery_codes,
    )


def _count(session: Session, model: Any, learner_id: int) -> int:
    query = select(func.count()).select_from(model).where(model.learner_id == learner_id)
    return session.scalar(query) or 0
