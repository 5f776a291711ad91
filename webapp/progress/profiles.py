"""Public profiles: closed until their owners open them, roadmap by roadmap."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from webapp.db.learners import lock_learner
from webapp.progress.models import Record
from webapp.progress.own_models import OpenedRoadmap, Profile


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """What a learner shows; `roadmaps` are the keys of the marks that everybody may see."""

    is_open: bool = False
    may_be_indexed: bool = False
    roadmaps: frozenset[str] = frozenset()


def profile_of(session: Session, learner_id: int) -> ProfileChoice:
    """Returns what a learner shows. Who never chose shows nothing."""
    own = select(Profile.is_open, Profile.may_be_indexed).where(Profile.learner_id == learner_id)
    row = session.execute(own).one_or_none()
    keys = session.scalars(select(OpenedRoadmap.roadmap).where(OpenedRoadmap.learner_id == learner_id))
    found = frozenset(keys)
    return ProfileChoice(row.is_open, row.may_be_indexed, found) if row else ProfileChoice(roadmaps=found)


def save_profile(session: Session, learner_id: int, choice: ProfileChoice) -> None:
    """Stores what a learner shows, within a unit of work. Raises UnknownLearner."""
    lock_learner(session, learner_id)
    session.execute(delete(Profile).where(Profile.learner_id == learner_id))
    session.execute(delete(OpenedRoadmap).where(OpenedRoadmap.learner_id == learner_id))
    values = {"is_open": choice.is_open, "may_be_indexed": choice.may_be_indexed}
    session.execute(insert(Profile).values(learner_id=learner_id, **values))
    if choice.roadmaps:
        rows = [{"learner_id": learner_id, "roadmap": key} for key in sorted(choice.roadmaps)]
        session.execute(insert(OpenedRoadmap), rows)


def record_codes(session: Session, learner_id: int, keys: Collection[str]) -> dict[str, str]:
    """Returns the codes of a learner's records by the keys of their roadmaps."""
    own = (Record.learner_id == learner_id, Record.roadmap.in_(keys))
    rows = session.execute(select(Record.roadmap, Record.code).where(*own))
    return {row.roadmap: row.code for row in rows}
