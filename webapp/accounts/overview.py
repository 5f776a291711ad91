"""How an account is set up, by one query: for the page that leads to its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from webapp.accounts.models import EmailAddress, Identity, LearnerSession, Password
from webapp.accounts.passwords import UNUSABLE
from webapp.accounts.second_step_models import Passkey, SecondStep
from webapp.accounts.sessions import is_live_account_session


@dataclass(frozen=True, slots=True)
class AccountState:
    """The address is empty if there is none. `sessions` are the browsers that are signed in."""

    address: str
    is_verified: bool
    has_password: bool
    passkeys: int
    asks_second_step: bool
    identities: int
    sessions: int


def account_state(session: Session, learner_id: int, now: datetime) -> AccountState:
    """Returns how an account is set up."""
    primary = (EmailAddress.learner_id == learner_id, EmailAddress.is_primary)
    has_password = (Password.learner_id == learner_id, Password.hash != UNUSABLE)
    live = (LearnerSession.learner_id == learner_id, is_live_account_session(now))
    row = session.execute(
        select(
            select(EmailAddress.address).where(*primary).scalar_subquery(),
            select(EmailAddress.verified_at).where(*primary).scalar_subquery(),
            select(func.count()).select_from(Password).where(*has_password).scalar_subquery(),
            _count(Passkey, learner_id),
            _count(SecondStep, learner_id),
            _count(Identity, learner_id),
            select(func.count()).select_from(LearnerSession).where(*live).scalar_subquery(),
        )
    ).one()
    address, verified_at, passwords, passkeys, second_steps, identities, sessions = row
    return AccountState(
        address=address or "",
        is_verified=verified_at is not None,
        has_password=bool(passwords),
        passkeys=passkeys,
        asks_second_step=bool(second_steps),
        identities=identities,
        sessions=sessions,
    )


def _count(model: type[Passkey | SecondStep | Identity], learner_id: int) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(model.learner_id == learner_id).scalar_subquery()
